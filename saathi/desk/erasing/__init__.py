"""Erasing the identity in a child's file: requested by one person, decided by another, certified."""
