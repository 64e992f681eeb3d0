"""Cases and overdue duties per worker: as the reader sees them row by row, and no others."""

import datetime as dt
from collections import Counter
from uuid import UUID

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from saathi.agencies import access
from saathi.agencies.models import Grant, Hidden, Staff
from saathi.protection.casework.cases import caseload
from saathi.protection.casework.cases.models import Case, Due
from tests.factories import agencies, children
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
VISITS, CASE = 32, 128


def overdue(case: Case, today: dt.date) -> None:
    Due.objects.create(
        file_id=case.file_id, case=case, worker_id=case.worker_id, duty="visit",
        due_on=today - dt.timedelta(days=1), recorded_by=case.worker_id,
    )  # fmt: skip


def seen_row_by_row(
    leader: Staff, offices: list[UUID], today: dt.date
) -> Counter[tuple[UUID, str]]:
    """The same numbers, from what both locks show the leader."""
    seen: Counter[tuple[UUID, str]] = Counter()
    for case in access.visible(leader, Case).filter(office__in=offices, status="open"):
        seen[case.worker_id, "cases"] += 1
        dues = access.visible(leader, Due).filter(case=case, done_on=None, due_on__lt=today)
        seen[case.worker_id, "late"] += dues.count()
    return +seen


def test_caseloads_count_what_the_leader_reads() -> None:
    worker, colleague = agencies.staff(), agencies.staff()
    office, elsewhere = worker.office, colleague.office
    leader, today = agencies.staff("supervisor", office), worker.office.today()
    plain, hidden, ended, without_visits = (
        children.case(worker, name) for name in ("Sunita", "Maya", "Rita", "Asha")
    )
    shared, not_shared = children.case(colleague, "Mina"), children.case(colleague, "Gita")
    with role("maintenance"):
        Due.objects.all().delete()
        for case in (plain, hidden, ended, without_visits, shared, not_shared):
            overdue(case, today)
        Hidden.objects.create(file_id=hidden.file_id, principal=leader.id, hidden_by=worker.id)
        now = dt.datetime.now(dt.UTC)
        Grant.objects.filter(file_id=ended.file_id, principal=office.id).update(
            ends_at=now - dt.timedelta(hours=1)
        )
        Grant.objects.filter(file_id=without_visits.file_id, principal=office.id).update(reads=CASE)
        Grant.objects.create(
            file_id=shared.file_id, principal=leader.id, kind="share", reads=CASE | VISITS,
            starts_at=now - dt.timedelta(days=1), ends_at=now + dt.timedelta(days=9),
            given_by=colleague.id,
        )  # fmt: skip
    offices = [office.id, elsewhere.id]
    with acting(leader):
        found = caseload.list_worker_caseloads(offices, today)
        expected = seen_row_by_row(leader, offices, today)
    counted = Counter({(entry.worker, "cases"): entry.cases for entry in found})
    counted.update({(item.worker, "late"): item.late for item in found})
    assert +counted == expected
    assert expected == {
        (
            worker.id,
            "cases",
        ): 2,  # the leader's own, and the case whose visits the leader cannot read
        (worker.id, "late"): 1,
        (colleague.id, "cases"): 1,
        (colleague.id, "late"): 1,
    }


def test_who_approves_nothing_is_refused() -> None:
    worker = agencies.staff()
    children.case(worker)
    refused = pytest.raises(ProgrammingError, match="not among your rights")
    with acting(worker), refused, transaction.atomic():
        caseload.list_worker_caseloads([worker.office_id], worker.office.today())
