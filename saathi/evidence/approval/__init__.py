"""What requests, agreements and estimates have in common: one writes down, a second person decides."""
