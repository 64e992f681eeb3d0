"""Numbers: external series and counts of our own, read through the domains' facts only."""
