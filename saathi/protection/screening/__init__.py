"""Screening, interviews, clues to a family, and how a child moved: what is asked, never a gate."""
