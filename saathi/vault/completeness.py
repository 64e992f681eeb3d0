"""Refuses work that needs every row to a database role that sees only some. Gives no rights."""

from django.db import connection

from saathi.vault.errors import VaultError


def require_full_visibility(*tables: str) -> None:
    """Nothing, where this role sees every row of the tables; else `VaultError`.

    Under row-level security "no row" can mean "none for you": a sweep that believes it would remove
    other people's files, a rotation would leave keys behind.
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
