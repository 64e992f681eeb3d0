"""Forms of the follow-up after a return."""
