"""What waits for a supervisor, and how cases and late work are spread over her offices."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from saathi.agencies import access
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import names_of
from saathi.infra.any_of import AnyOf
from saathi.people.models import Child
from saathi.protection.cases import approval_queue, caseload
from saathi.protection.cases.models import Approval
from saathi.protection.cases.vocabulary import ApprovalDecision
from saathi.web.paging import PageKey

PAGE_SIZE = 50
MAX_WORKERS = 100  # on the page; who leads a whole district leads two thousand
MAX_OFFICES = 100  # on the page; the filter offers all of them


@dataclass(frozen=True)
class LedOffice:
    """An office that she leads, and how many work there."""

    pk: UUID
    name: str
    people: int


def list_led_offices(staff: Staff) -> list[LedOffice]:
    """The offices that `staff` leads, by name. Of the offices and their staff alone: of no child."""
    return [LedOffice(*row) for row in _led(staff.acts_as)]


@compiled_query
def _led(offices: list[UUID]) -> QuerySet[Any, tuple[UUID, str, int]]:
    people = Count("staff", filter=Q(staff__is_active=True))
    found = Office.objects.filter(AnyOf("pk", offices)).annotate(people=people)
    return found.order_by("name").values_list("pk", "name", "people")


def needs_office_choice(offices: Sequence[LedOffice]) -> bool:
    """Whether so many work in these offices that she chooses one before she sees its workers.

    Their cases are counted on every look, each by her right to it: quick for an office, not for fifty.
    Counts kept for every reader would be quick too, but beside the cases that she sees they would tell
    somebody from whom a file is hidden that there is one.
    """
    return len(offices) > 1 and sum(one.people for one in offices) > MAX_WORKERS


def list_waiting_approvals(
    staff: Staff, offices: Sequence[UUID], *, subject: str = "", after: PageKey | None = None
) -> list[Approval]:
    """What waits in these offices, the oldest first; one row more than a page shows."""
    keys = approval_queue.list_oldest_approval_ids(
        offices, PAGE_SIZE + 1, subject=subject, after=after
    )
    return _requests(staff, keys)


@compiled_query
def _requests(staff: Staff, keys: list[UUID]) -> QuerySet[Approval]:
    found = access.visible(staff, Approval, by_row=True).filter(AnyOf("pk", keys))
    return found.filter(decision=ApprovalDecision.WAITING).order_by("asked_at", "pk")


@dataclass(frozen=True)
class WaitingSummary:
    """How many requests wait in an office, and since when the oldest does."""

    count: int
    oldest: dt.datetime | None


def count_waiting_by_office(
    staff: Staff, offices: Sequence[UUID], *, subject: str = ""
) -> dict[UUID, WaitingSummary]:
    """What waits in each of these offices, counted from the same rows as `waiting` shows."""
    counted = _counted(staff, list(offices), subject)
    return {office: WaitingSummary(count, oldest) for office, count, oldest in counted}


@compiled_query
def _counted(
    staff: Staff, offices: list[UUID], subject: str
) -> QuerySet[Any, tuple[UUID, int, dt.datetime]]:
    found = access.visible(staff, Approval, by_row=True).filter(
        AnyOf("office_id", offices), decision=ApprovalDecision.WAITING
    )
    found = found.filter(subject=subject) if subject else found
    counted = found.order_by().values("office_id").annotate(Count("pk"), Min("asked_at"))
    return counted.values_list("office_id", "pk__count", "asked_at__min")


def child_codes(staff: Staff, approval_requests: Sequence[Approval]) -> dict[UUID, str]:
    """The codes of the children these are about, by file, as far as she may see them."""
    return dict(_codes(staff, list({approval.file_id for approval in approval_requests})))


@compiled_query
def _codes(staff: Staff, files: list[UUID]) -> QuerySet[Any, tuple[UUID, str]]:
    found = access.visible(staff, Child, by_row=True).filter(AnyOf("file_id", files))
    return found.values_list("file_id", "code")


@dataclass(frozen=True)
class Workload:
    """What one worker carries: open cases, and things of them that are late."""

    worker: str
    office: str
    cases: int
    late: int


def list_workloads(offices: Sequence[LedOffice], today: dt.date) -> list[Workload]:
    """How open cases and late work are spread over the workers of these offices, the most late first."""
    places = {one.pk: one.name for one in offices}
    found = caseload.list_worker_caseloads(list(places), today)
    called = names_of(one.worker for one in found)
    carried = [
        Workload(called.get(one.worker, ""), places[one.office], one.cases, one.late)
        for one in found
    ]
    return sorted(carried, key=lambda one: (-one.late, -one.cases, one.worker))
