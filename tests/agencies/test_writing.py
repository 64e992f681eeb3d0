"""Many records by one statement: each sealed, versioned and logged as a single one would be."""

import pytest
from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.request_cache import request_cache
from saathi.audit.models import AuditEntry
from saathi.protection.casework.cases.models import Case, Due, Seat
from tests.counting import at_most
from tests.factories import agencies
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


def logged(record_id: object) -> list[str]:
    with role("maintenance"):
        written = AuditEntry.objects.filter(kind="wrote")
        return [entry.detail["action"] for entry in written if record_id in entry.objects_seen]


def test_records_of_two_kinds_are_added_by_one_statement(worker: Staff, case: Case) -> None:
    seat = Seat(file_id=case.file_id, case=case, role="physician")
    due = Due(
        file_id=case.file_id, case=case, worker=worker, duty="review", due_on=worker.office.today()
    )
    with acting(worker), at_most(1 + 2):  # and one log entry for each
        writing.add_all([seat, due], actor=worker)
    with acting(worker):
        assert Seat.objects.get(pk=seat.pk).recorded_by == worker.id
        assert Due.objects.get(pk=due.pk).recorded_by == worker.id
    assert logged(seat.pk) == logged(due.pk) == ["added"]


def test_change_each_stops_at_a_stale_version(worker: Staff, case: Case) -> None:
    with acting(worker):
        first, second = Due.objects.filter(case=case).order_by("duty")
        was, today = second.due_on, worker.office.today()
        writing.change_each(
            [(first, {"done_on": today}), (second, {"due_on": today})], actor=worker
        )
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.done_on, second.done_on, second.due_on) == (today, None, today)
        assert (first.version, second.version) == (2, 2)
        second.version = 1
        with pytest.raises(writing.ChangedMeanwhile), transaction.atomic():
            writing.change_each([(first, {"due_on": was}), (second, {"due_on": was})], actor=worker)
        assert set(Due.objects.filter(case=case).values_list("version", flat=True)) == {2}
    assert sorted(logged(first.pk)) == ["added", "changed"]


def test_change_where_changes_and_logs_every_row(worker: Staff, case: Case) -> None:
    other = agencies.staff("supervisor", worker.office)  # who may read what is due
    with acting(worker):
        open_dues = Due.objects.filter(case=case, done_on=None)
        many = open_dues.count()
        with at_most(2 + many):  # the proof names the rows, which are read first
            assert writing.change_matching(open_dues, actor=worker, worker=other) == many
        changed = list(Due.objects.filter(case=case))
        assert {due.worker_id for due in changed} == {other.id}
        assert {due.version for due in changed} == {2}
        assert (
            writing.change_matching(open_dues.filter(worker=worker), actor=worker, worker=worker)
            == 0
        )
    assert all("changed" in logged(due.pk) for due in changed)


def test_rights_are_cached_within_a_request_until_changed(worker: Staff, case: Case) -> None:
    with acting(worker), request_cache():
        with at_most(1):
            assert access.rights(worker, case.file_id) is access.rights(worker, case.file_id)
            assert access.may_write(worker, case.file_id, Case.section)
        access.forget_cached_rights(worker, case.file_id)
        with pytest.raises(AssertionError, match="1 queries"), at_most(0):
            access.rights(worker, case.file_id)


def test_refusal_of_rights_is_not_cached(case: Case) -> None:
    stranger = agencies.staff()
    with acting(stranger), request_cache():
        for _ in range(2):
            with pytest.raises(access.NotAllowed):
                access.rights(stranger, case.file_id)
        assert not access.may_write(stranger, case.file_id, Case.section)
