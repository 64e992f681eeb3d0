"""Court and other proceedings of a child: the child's decision on testimony, hearings, accused, outcomes."""
