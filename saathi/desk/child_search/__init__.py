"""Searching for a child before creating a file, and answering enquiries of others."""
