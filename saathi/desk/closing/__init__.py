"""Requesting the closure of a case with the child's own evaluation, and reopening it."""
