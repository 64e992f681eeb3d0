"""Enquiries across a border about a child's identity, under an agreed protocol. They never return a child."""
