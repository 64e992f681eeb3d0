"""A child's team, and the people that the file is hidden from."""
