"""Agreements between countries or bodies, and the focal points through which they work."""
