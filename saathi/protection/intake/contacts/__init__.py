"""Contacts: calls, talks and papers, what they were and what became of them."""
