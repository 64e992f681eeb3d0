"""The protection concerns of a child, each with its source and status, and the reports they come from."""
