"""The list of cases that a user may see, with filters and bulk actions; the team's workload."""
