"""Breaches of privacy as incidents: who saw what, what was done about it, and why it is closed."""
