"""Records that may be of one child: found by machine at night, decided by persons, never by machine."""
