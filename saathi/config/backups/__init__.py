"""Backups: a sealed archive of the data and one of the keys, and the restore from them.

The data name no child without the keys, so the two are kept apart and the keys for a shorter time.
"""
