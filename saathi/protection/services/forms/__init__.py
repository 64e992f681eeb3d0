"""Forms about services and support, by page."""
