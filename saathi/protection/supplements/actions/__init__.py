"""Every write of forms: an agency's versions of them, and what is filled in for a child."""
