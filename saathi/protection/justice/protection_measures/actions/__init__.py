"""Every write of threats and protection measures."""
