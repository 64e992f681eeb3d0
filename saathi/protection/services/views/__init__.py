"""Screens of services and support, by what they are about."""
