"""The published procedure of a country: tasks and time limits, by version."""
