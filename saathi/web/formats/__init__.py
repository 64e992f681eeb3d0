"""How dates and times are written, by language. Not for partial dates: those are `fields`."""
