"""Screening, interviews, clues to a family, and migration. None of it is a condition for help."""
