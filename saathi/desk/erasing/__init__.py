"""Erasing a child's identity: requested by one person, decided by another, certified."""
