"""Statistics: external series and our own counts, read only through the facts of the domains."""
