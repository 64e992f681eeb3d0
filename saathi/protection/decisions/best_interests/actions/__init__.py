"""Writes of best interests: `assessing`, `determining`, and the steps after a decision."""
