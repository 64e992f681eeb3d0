"""Estimates of how many there may be, those nobody saw included: from lists that overlap. Never a count."""
