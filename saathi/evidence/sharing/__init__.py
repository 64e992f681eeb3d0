"""Sharing tables with other authorities: under a written agreement, and nothing outside of it."""
