"""Contacts: calls, talks and papers, what each was about and its result."""
