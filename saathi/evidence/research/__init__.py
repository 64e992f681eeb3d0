"""Requests of researchers: purpose, agreement, extract, end date, and the log of downloads."""
