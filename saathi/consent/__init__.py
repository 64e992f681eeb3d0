"""Consent, guardianship, information given to the child, and decisions about the child."""
