"""Django's backend for PostgreSQL, with connections that are put back before they are used again."""
