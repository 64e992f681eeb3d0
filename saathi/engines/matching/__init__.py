"""Plain Python: names in the region's scripts, and keys to find them by."""
