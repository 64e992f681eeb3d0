"""Pages that need several domains at once: my day, the child's file, find a child, supervision."""
