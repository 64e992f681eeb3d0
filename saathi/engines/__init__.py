"""Plain Python, independent of Django and children's files; `engines/` packages three of these."""
