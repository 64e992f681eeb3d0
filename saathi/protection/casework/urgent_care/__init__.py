"""Time-critical care: after sexual violence, and where there are signs of self-harm."""
