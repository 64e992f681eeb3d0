"""The entries of one request are written together, and are rolled back with their change."""

import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from saathi import audit
from saathi.audit.buffered_entries import MAX_ENTRIES_PER_INSERT, EntryNotWritten
from saathi.audit.models import AuditEntry
from tests.roles import role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_maintenance")]


def record() -> uuid.UUID:
    return audit.record(audit.AuditKind.LISTED, by=uuid.uuid4(), agency=uuid.uuid4())


def fail(made: list[uuid.UUID]) -> None:
    with transaction.atomic():
        made.append(record())
        with transaction.atomic():
            made.append(record())
        raise ValueError("stale")


def kept(*entries: uuid.UUID) -> set[uuid.UUID]:
    with role("maintenance"):
        return set(AuditEntry.objects.filter(id__in=entries).values_list("id", flat=True))


def test_many_entries_are_one_statement() -> None:
    with transaction.atomic(), audit.gather_entries(), CaptureQueriesContext(connection) as asked:
        entries = [record() for _ in range(4)]
        audit.write_gathered_entries()
    assert len(asked) == 1
    assert kept(*entries) == set(entries)


@pytest.mark.parametrize(("more", "statements"), [(0, 1), (1, 2)])
def test_more_entries_than_one_statement_takes_are_all_written(more: int, statements: int) -> None:
    with transaction.atomic(), audit.gather_entries(), CaptureQueriesContext(connection) as asked:
        entries = [record() for _ in range(MAX_ENTRIES_PER_INSERT + more)]
        audit.write_gathered_entries()
    assert len(asked) == statements
    with role("maintenance"):
        assert AuditEntry.objects.filter(id__in=entries).count() == len(entries)


def test_gathered_entries_are_written_once() -> None:
    with transaction.atomic(), audit.gather_entries():
        first = record()
        audit.write_gathered_entries()
        second = record()
        audit.write_gathered_entries()
        audit.write_gathered_entries()
    assert kept(first, second) == {first, second}


def test_rolled_back_savepoint_drops_its_gathered_entries() -> None:
    with transaction.atomic(), audit.gather_entries():
        before = record()
        gone: list[uuid.UUID] = []
        with pytest.raises(ValueError, match="stale"):
            fail(gone)
        with transaction.atomic():
            after = record()
        audit.write_gathered_entries()
    assert kept(before, *gone, after) == {before, after}
    assert len(gone) == 2


def test_outside_of_a_request_an_entry_is_written_at_once() -> None:
    with CaptureQueriesContext(connection) as asked:
        entry = record()
    assert len(asked) == 1
    assert kept(entry) == {entry}


def test_entries_of_a_second_connection_are_written_at_once() -> None:
    with audit.gather_entries("refusals"), transaction.atomic():
        entry = record()
        assert kept(entry) == {entry}


def test_entry_that_a_trigger_made_by_hand_swallows_stops_the_work() -> None:
    with role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER swallow BEFORE INSERT ON audit_entry "
            "FOR EACH ROW EXECUTE FUNCTION swallow()"
        )
    with pytest.raises(EntryNotWritten):
        record()
