"""What happened: episodes, acts, purposes, legs; classified by rules, never a gate."""
