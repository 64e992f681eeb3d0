"""The database role of a test (the web role unless stated otherwise) and its actor."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import context
from saathi.agencies.models import Staff
from saathi.infra.database_access import proved_functions


@contextmanager
def role(name: str) -> Iterator[None]:
    """Runs the block as another database role: factories as maintenance, attacks as they like."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute(f"SET ROLE saathi_{name}")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {before}")


@contextmanager
def acting(staff: Staff) -> Iterator[None]:
    """Runs the block in the name of a member of staff, as that person's request would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('saathi.context', true)")
        before = cursor.fetchone()[0] or ""
    context.enter_staff_context(staff=staff.id, agency=staff.agency_id)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('saathi.context', %s, true)", [before])


@contextmanager
def with_proof(statement: str) -> Iterator[None]:
    """Runs a statement that calls a lasting change as if it had the proof that an attacker lacks.

    What is refused then, the function itself refuses. Other statements run as they are. Within a
    savepoint, which takes the role back where the statement fails.
    """
    is_change = any(f"{signature.split('(')[0]}(" in statement for signature in proved_functions())
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute(f"SET ROLE {'saathi_warden' if is_change else before}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {before}")


def slip_in(person: Staff, statement: str, refusal: str) -> None:
    """A statement injected into this person's request is refused with this message."""
    with (
        acting(person),
        pytest.raises(DatabaseError, match=refusal),
        transaction.atomic(),
        with_proof(statement),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
