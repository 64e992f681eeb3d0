"""Decisions of authorities on a child: orders, status in its layers, time limits, breached safeguards."""
