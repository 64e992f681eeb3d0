"""What authorities decided about a child: orders, status in two layers, time limits, broken safeguards."""
