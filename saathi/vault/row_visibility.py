"""Refuses work that needs every row to a database role that sees only some. Grants nothing."""

from django.db import connection

from saathi.vault.errors import VaultError


def require_full_visibility(*tables: str) -> None:
    """Raises `VaultError` unless this role sees every row of the tables.

    Under row-level security "no row" can mean "no row for you": a cleanup that ignores this would
    remove other people's files, and a rotation would leave keys behind.
    """
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT row_security_active(%s)", [table])
            row = cursor.fetchone()
            if row is None or row[0]:
                raise VaultError(
                    f"This needs every row of {table}, and this database role sees only some. "
                    "Run it as the maintenance role."
                )
