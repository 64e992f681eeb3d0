"""The oldest waiting requests: those that the reader sees row by row, in the same order, no others."""

import datetime as dt
from uuid import UUID

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from saathi.agencies import access
from saathi.agencies.models import Grant, Hidden, Staff
from saathi.infra import clock
from saathi.protection.casework.cases import approval_queue
from saathi.protection.casework.cases.models import Approval, Case
from saathi.web.paging import PageKey
from tests.factories import agencies, children, plans
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
CASE = 128


def asked(worker: Staff, name: str) -> tuple[Case, Approval]:
    case = children.case(worker, name)
    return case, plans.asked(case, worker)[1]


def oldest(
    leader: Staff,
    offices: list[UUID],
    most: int = 50,
    *,
    subject: str = "",
    after: PageKey | None = None,
) -> list[UUID]:
    with acting(leader):
        return approval_queue.list_oldest_approval_ids(offices, most, subject=subject, after=after)


def seen_row_by_row(leader: Staff, offices: list[UUID]) -> list[UUID]:
    """The same keys, from what both locks show the leader."""
    with acting(leader):
        approvals = access.visible(leader, Approval).filter(office__in=offices, decision="waiting")
        return list(approvals.order_by("asked_at", "pk").values_list("pk", flat=True))


def test_oldest_approvals_are_those_the_leader_reads() -> None:
    worker, colleague = agencies.staff(), agencies.staff()
    office, elsewhere = worker.office, colleague.office
    leader = agencies.staff("supervisor", office)
    plain, hidden, hidden_from_all, ended, to_come, without_decisions, decided = (
        asked(worker, name) for name in ("Sunita", "Maya", "Rita", "Asha", "Gita", "Mina", "Kamala")
    )
    shared, not_shared = asked(colleague, "Bina"), asked(colleague, "Radha")
    now = clock.now()
    with role("maintenance"):
        for (case, _), principal in ((hidden, leader.pk), (hidden_from_all, leader.agency_id)):
            Hidden.objects.create(file_id=case.file_id, principal=principal, hidden_by=worker.pk)
        of_office = Grant.objects.filter(principal=office.pk)
        of_office.filter(file_id=ended[0].file_id).update(ends_at=now - dt.timedelta(hours=1))
        later = now + dt.timedelta(hours=1)
        of_office.filter(file_id=to_come[0].file_id).update(starts_at=later)
        of_office.filter(file_id=without_decisions[0].file_id).update(reads=CASE)
        Approval.objects.filter(pk=decided[1].pk).update(decision="withdrawn")
        Grant.objects.create(
            file_id=shared[0].file_id, principal=leader.pk, kind="share", reads=CASE | 512,
            starts_at=now - dt.timedelta(days=1), ends_at=now + dt.timedelta(days=9),
            given_by=colleague.pk,
        )  # fmt: skip
    offices = [office.pk, elsewhere.pk]
    expected = [plain[1].pk, shared[1].pk]
    assert oldest(leader, offices) == seen_row_by_row(leader, offices) == expected
    assert oldest(leader, [office.pk]) == [plain[1].pk]
    assert not_shared[1].pk in seen_row_by_row(colleague, [elsewhere.pk])


def test_oldest_approvals_page_by_key_and_subject() -> None:
    worker = agencies.staff()
    leader, offices = agencies.staff("supervisor", worker.office), [worker.office_id]
    first, second, third = (asked(worker, name)[1] for name in ("Sunita", "Maya", "Rita"))
    with role("maintenance"):  # two of the same moment are ordered by id
        Approval.objects.filter(pk=third.pk).update(asked_at=second.asked_at, subject="closing")
    in_order = [first.pk, *sorted([second.pk, third.pk])]
    assert oldest(leader, offices) == in_order
    assert oldest(leader, offices, most=2) == in_order[:2]
    key = PageKey.from_text(str(PageKey(second.asked_at, in_order[1])))
    assert oldest(leader, offices, after=key) == in_order[2:]
    assert oldest(leader, offices, subject="closing") == [third.pk]
    assert oldest(leader, []) == []


def test_who_approves_nothing_is_refused() -> None:
    worker = agencies.staff()
    asked(worker, "Sunita")
    refused = pytest.raises(ProgrammingError, match="not among your rights")
    with acting(worker), refused, transaction.atomic():
        approval_queue.list_oldest_approval_ids([worker.office_id], 50, subject="", after=None)
