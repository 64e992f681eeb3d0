"""Opening a file in an emergency, with notice to its holders."""
