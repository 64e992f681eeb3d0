"""Backups: a sealed archive of the data and one of the keys, and the restore from them.

Without the keys, the data identify no child. The two are therefore kept apart, and the keys for
less time.
"""
