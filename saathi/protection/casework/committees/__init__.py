"""Follow-ups of a child by a local committee, which has no access to the child's file."""
