"""Log entries about a person who is signing in or out, outside any request of theirs.

The web role writes entries in the name of the signed context only (`audit/database_rights.py`).
Here the process enters the context of the person it has just identified, only for these entries.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

from saathi import audit
from saathi.agencies import context
from saathi.agencies.models import Staff


@contextmanager
def log_as(staff: Staff, *, using: str = "default") -> Iterator[None]:
    """Writes the entries of the block in the name of `staff`, then restores the previous context."""
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT coalesce(current_setting('saathi.context', true), '')")
            before: str = cursor.fetchone()[0]
        context.enter_staff_context(staff=staff.id, agency=staff.agency_id, using=using)
        yield
        audit.write_gathered_entries(using)
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT set_config('saathi.context', %s, true)", [before])
