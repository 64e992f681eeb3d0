"""Notes, tasks and flags between a child's workers. The child's own words are not kept here."""
