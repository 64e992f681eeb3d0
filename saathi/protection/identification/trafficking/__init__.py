"""The account of events: episodes, acts, purposes, legs; classified by rules, never a condition for help."""
