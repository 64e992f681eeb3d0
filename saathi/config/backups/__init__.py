"""Backups: two sealed archives, one of the data and one of the keys, and the way back from them.

The data without the keys name nobody, so the two are kept apart and the keys for a shorter time.
"""
