"""The first waiting requests: those that the reader sees row by row, urgent ones first, no others."""

import datetime as dt
from uuid import UUID

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from saathi.agencies import access
from saathi.agencies.models import Grant, Hidden, Staff
from saathi.agencies.sections import ALL_SECTIONS, RISK_SECTIONS
from saathi.infra import clock
from saathi.protection.casework.cases import approval_queue
from saathi.protection.casework.cases.models import Approval, Case, Visit
from tests.factories import agencies, children, plans
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
CASE = 128


def asked(worker: Staff, name: str) -> tuple[Case, Approval]:
    case = children.case(worker, name)
    return case, plans.asked(case, worker)[1]


def first(leader: Staff, offices: list[UUID], most: int = 50) -> list[UUID]:
    with acting(leader):
        return approval_queue.list_first_approval_ids(offices, most)


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
    assert first(leader, offices) == seen_row_by_row(leader, offices) == expected
    assert first(leader, [office.pk]) == [plain[1].pk]
    assert not_shared[1].pk in seen_row_by_row(colleague, [elsewhere.pk])


def test_oldest_come_first_where_none_is_urgent() -> None:
    worker = agencies.staff()
    leader, offices = agencies.staff("supervisor", worker.office), [worker.office_id]
    early, second, third = (asked(worker, name)[1] for name in ("Sunita", "Maya", "Rita"))
    with role("maintenance"):  # two of the same moment are ordered by id
        Approval.objects.filter(pk=third.pk).update(asked_at=second.asked_at, subject="closing")
    in_order = [early.pk, *sorted([second.pk, third.pk])]
    assert first(leader, offices) == in_order
    assert first(leader, offices, most=2) == in_order[:2]
    assert first(leader, []) == []


def urgent(case: Case, why: str, worker: Staff) -> None:
    now = clock.now()
    with role("maintenance"):
        if why == "high risk":
            Case.objects.filter(pk=case.pk).update(risk="high")
        if why in {"reported", "safe again"}:
            Case.objects.filter(pk=case.pk).update(danger_reported_at=now)
        if why == "prevented":
            visit(case, worker, now, outcome="not_met", not_met_because="prevented")
        if why == "safe again":
            visit(case, worker, now + dt.timedelta(minutes=1), outcome="met", child_safe="yes")


def visit(case: Case, worker: Staff, at: dt.datetime, **fields: str) -> None:
    Visit.objects.create(
        file=case.file,
        case=case,
        happened_at=at,
        kind="planned",
        recorded_by=worker.pk,
        **fields,
    )


@pytest.mark.parametrize("why", ["high risk", "reported", "prevented", "safe again"])
def test_child_at_immediate_risk_comes_before_all_that_wait_longer(why: str) -> None:
    worker = agencies.staff()
    leader, offices = agencies.staff("supervisor", worker.office), [worker.office_id]
    waiting = [asked(worker, name) for name in ("Sunita", "Maya", "Rita")]
    case, approval = waiting[-1]
    urgent(case, why, worker)
    keys = [each.pk for _case, each in waiting]
    expected = keys[:2] if why == "safe again" else [approval.pk, keys[0]]
    assert first(leader, offices, most=2) == expected
    page = signed_in(leader).get("/approvals/")
    codes = [row[1].text for row in page.context["list"].table.rows]
    assert (codes[0] == case.child.code) == (why != "safe again")


def test_risk_that_the_leader_may_not_know_changes_no_order() -> None:
    worker = agencies.staff()
    leader, offices = agencies.staff("supervisor", worker.office), [worker.office_id]
    waiting = [asked(worker, name) for name in ("Sunita", "Maya", "Rita")]
    case, _approval = waiting[-1]
    urgent(case, "high risk", worker)
    with role("maintenance"):
        Grant.objects.filter(file=case.file, principal=worker.office_id).update(
            reads=int(ALL_SECTIONS & ~RISK_SECTIONS)
        )
    assert first(leader, offices, most=2) == [each.pk for _case, each in waiting[:2]]


def test_who_approves_nothing_is_refused() -> None:
    worker = agencies.staff()
    asked(worker, "Sunita")
    refused = pytest.raises(ProgrammingError, match="not among your rights")
    with acting(worker), refused, transaction.atomic():
        approval_queue.list_first_approval_ids([worker.office_id], 50)
