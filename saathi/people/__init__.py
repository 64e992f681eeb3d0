"""Children: identity, ages, names."""
