"""Searching for a child before creating a file, and answering other people's enquiries."""
