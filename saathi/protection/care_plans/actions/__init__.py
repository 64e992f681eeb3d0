"""Writes about plans, a file for each noun."""
