"""The account of events: episodes, acts, purposes and legs. Never a condition for help."""
