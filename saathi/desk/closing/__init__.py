"""Asking to close a case with the child's own evaluation, and opening it again."""
