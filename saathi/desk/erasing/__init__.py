"""Erasing the identity in a child's file: asked by one person, decided by another, certified."""
