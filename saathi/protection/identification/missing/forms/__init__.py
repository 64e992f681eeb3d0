"""Forms about a missing child: the report, details of the child, search steps, notices."""
