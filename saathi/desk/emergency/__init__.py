"""Opening a file in an emergency, with notice to the staff responsible for it."""
