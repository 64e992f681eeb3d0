"""Time-critical care: after sexual violence, and where a child may harm herself or himself."""
