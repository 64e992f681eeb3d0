"""Forms of legal remedies."""
