"""Requests of researchers: what for, under which agreement, which extract, until when, and who took it."""
