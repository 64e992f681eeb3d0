"""Every write about services and support."""
