"""The calendar of a person's duties by month and week, and its feed for calendar applications."""
