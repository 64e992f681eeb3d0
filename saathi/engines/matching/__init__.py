"""Names in the region's scripts, and keys to find them by, in plain Python."""
