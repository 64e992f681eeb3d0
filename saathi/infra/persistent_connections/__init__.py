"""Django's backend for PostgreSQL, with connections that are reset before they are used again."""
