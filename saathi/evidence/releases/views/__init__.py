"""Screens of releases: for those who prepare and approve them, and for everybody."""
