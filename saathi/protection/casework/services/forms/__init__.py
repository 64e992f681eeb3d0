"""Forms about services and support, with one module for each page."""
