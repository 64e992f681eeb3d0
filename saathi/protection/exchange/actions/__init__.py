"""Writes about imports and exports, a file for each."""
