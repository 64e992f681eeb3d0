"""Requests that wait for a supervisor, the decision on them, and the workload of the offices."""
