"""Screens of screening, of interviews, of clues and of how a child moved."""
