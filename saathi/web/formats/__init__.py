"""How dates and times are written, by language. Partial dates are in `fields`."""
