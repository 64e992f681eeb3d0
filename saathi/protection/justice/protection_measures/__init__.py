"""Protection of a child as witness: threats, formal protection measures, their reviews and their end."""
