"""Requests that wait for a supervisor, and the decision on them."""
