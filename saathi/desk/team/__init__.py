"""Who works for a child, and from whom her file is hidden."""
