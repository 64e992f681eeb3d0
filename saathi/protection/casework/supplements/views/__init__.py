"""Views of an agency's forms, the forms filled in for a child, and answers as a table."""
