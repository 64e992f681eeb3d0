"""Writes of agencies: rights to files, and what else staff may do for one another."""
