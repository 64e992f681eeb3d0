"""Children: identity, names, ages, and the people around each child."""
