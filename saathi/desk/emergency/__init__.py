"""Opening a file in an emergency, with notice to those who hold it."""
