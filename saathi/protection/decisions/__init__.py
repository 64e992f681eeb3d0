"""Decisions about a child. Best interests determinations will be here, beside orders of authorities."""
