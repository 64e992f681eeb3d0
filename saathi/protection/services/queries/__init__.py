"""Reads of services and support, by page."""
