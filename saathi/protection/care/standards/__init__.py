"""Minimum standards of care: versioned sets of criteria by country, comparable, and in words for children."""
