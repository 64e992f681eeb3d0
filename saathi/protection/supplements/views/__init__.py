"""Screens of forms: an agency's own, those filled in for a child, and answers as a table."""
