"""`saathi audit list`: which person did what to which file and when; reading the list is recorded."""

import argparse
import csv
import datetime as dt
import io
from uuid import uuid4

import pytest

from saathi import audit
from saathi.audit.models import AuditEntry
from saathi.audit.vocabulary import AuditKind
from saathi.config import audit_list
from saathi.config.audit_list import AuditEntryFilter
from saathi.config.commands.audit import moment
from saathi.config.env import SettingError
from saathi.infra import clock
from tests.factories import agencies, children
from tests.roles import role

pytestmark = pytest.mark.django_db
MOST_PARAMETERS = 65_535  # of PostgreSQL's protocol
KIND, BY, FILE, OBJECTS = 1, 2, 3, 4


def test_entries_are_found_by_person_file_kind_and_period() -> None:
    worker, other = agencies.staff(), agencies.staff()
    child = children.child(worker)
    with role("maintenance"):
        for staff in (worker, other):
            audit.record(
                AuditKind.LOOKED,
                by=staff.id,
                agency=staff.agency_id,
                file_id=child.file_id,
                objects=[child.id],
            )
        audit.record(AuditKind.DEACTIVATED, by=None, agency=None, objects=[other.id])
        now = clock.now()

        rows = audit_list.list_entry_rows(AuditEntryFilter(person=other.email.upper()))
        assert [row[KIND] for row in rows] == ["looked", "deactivated"]
        assert rows[1][OBJECTS] == other.email
        assert (rows[0][BY], rows[0][FILE], rows[0][OBJECTS]) == (
            other.email,
            child.code,
            child.code,
        )
        looks = audit_list.list_entry_rows(
            AuditEntryFilter(code=f" {child.code.lower()} ", kind="looked")
        )
        assert {row[BY] for row in looks} == {worker.email, other.email}
        later = now + dt.timedelta(minutes=1)
        assert audit_list.list_entry_rows(AuditEntryFilter(code=child.code, since=later)) == []
        assert (
            len(audit_list.list_entry_rows(AuditEntryFilter(kind="looked", until=later), most=1))
            == 1
        )

        for wanted in (
            AuditEntryFilter(person="nobody@example.org"),
            AuditEntryFilter(code="NP-0000-00"),
        ):
            with pytest.raises(SettingError):
                audit_list.list_entry_rows(wanted)


def test_reading_the_audit_list_is_recorded_with_its_subjects() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    with role("maintenance"):
        audit_list.list_entry_rows(
            AuditEntryFilter(person=worker.email, code=child.code, kind="looked")
        )
        [entry] = AuditEntry.objects.filter(kind="log_read")
    assert (entry.by, entry.file_id, entry.objects_seen) == (None, child.file_id, [worker.id])
    assert (entry.detail["method"], entry.detail["action"]) == ("operator", "looked")


def test_audit_list_shows_more_records_than_statement_parameters() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    many = {uuid4() for _ in range(MOST_PARAMETERS)}
    with role("maintenance"):
        assert audit_list._emails(many | {worker.id}) == {worker.id: worker.email}
        assert audit_list._codes(many | {child.file_id}, of="file_id") == {
            child.file_id: child.code
        }


def test_a_table_shows_the_number_of_records_and_csv_every_one() -> None:
    row = ("2026-11-28T10:00:00Z", "listed", "=a@example.org", "", "NP-1 NP-2", "", "")
    assert "2 records" in list(audit_list.format_entries([row]))[1]
    text = io.StringIO()
    audit_list.write_csv([row], text)
    assert list(csv.reader(text.getvalue().splitlines())) == [
        list(audit_list.COLUMNS),
        [*row[:2], "'=a@example.org", *row[3:]],
    ]


def test_audit_list_period_is_a_date_or_has_a_time_zone() -> None:
    assert moment("2026-11-28") == dt.datetime(2026, 11, 28, tzinfo=dt.UTC)
    assert moment("2026-11-28T05:45:00+05:45") == dt.datetime(2026, 11, 28, tzinfo=dt.UTC)
    for text in ("2026-11-28T05:45", "yesterday"):
        with pytest.raises(argparse.ArgumentTypeError):
            moment(text)
