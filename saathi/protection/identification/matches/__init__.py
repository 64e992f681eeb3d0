"""Possible duplicates: found by a nightly run, decided by people."""
