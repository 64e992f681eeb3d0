"""Import and export of children's files."""
