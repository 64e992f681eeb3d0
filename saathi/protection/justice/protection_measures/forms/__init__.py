"""Forms of threats and protection measures."""
