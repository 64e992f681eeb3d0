"""Plain Python: names in the region's scripts, keys to find them by."""
