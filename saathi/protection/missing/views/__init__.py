"""Screens of missing children."""
