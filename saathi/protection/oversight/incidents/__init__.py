"""Breaches of privacy as incidents: who saw what, the response, and the reason for closing."""
