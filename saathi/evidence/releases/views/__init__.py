"""Pages of releases: for staff who prepare and approve them, and for the public."""
