"""A child's team, and the people from whom the file is hidden."""
