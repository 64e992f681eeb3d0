"""Every write of legal remedies."""
