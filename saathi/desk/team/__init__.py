"""A child's team, and from whom the file is hidden."""
