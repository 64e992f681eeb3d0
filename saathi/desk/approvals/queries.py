"""Requests that wait for a supervisor, and how cases and overdue work are distributed."""

import datetime as dt
from collections.abc import Collection, Sequence
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
from saathi.protection.casework.cases import approval_queue, caseload
from saathi.protection.casework.cases.models import Approval
from saathi.protection.casework.cases.vocabulary import ApprovalDecision
from saathi.web.paging import PageKey

PAGE_SIZE = 50
MAX_WORKERS = 100  # on the page; a district has up to two thousand
MAX_OFFICES = 100  # on the page; the filter offers all of them


@dataclass(frozen=True)
class LedOffice:
    """An office that the supervisor leads, and its number of staff."""

    pk: UUID
    name: str
    people: int


def list_led_offices(staff: Staff) -> list[LedOffice]:
    """The offices that `staff` leads, by name. Reads offices and staff only, no child."""
    return [LedOffice(*row) for row in _led_offices(staff.acts_as)]


@compiled_query
def _led_offices(offices: list[UUID]) -> QuerySet[Any, tuple[UUID, str, int]]:
    people = Count("staff", filter=Q(staff__is_active=True))
    offices_led = Office.objects.filter(AnyOf("pk", offices)).annotate(people=people)
    return offices_led.order_by("name").values_list("pk", "name", "people")


def needs_office_choice(offices: Sequence[LedOffice]) -> bool:
    """Whether these offices have so many staff that one must be chosen before workers are shown.

    Their cases are counted on every view, each by the reader's right to it: fast for one office,
    not for fifty. Stored counts would be fast too, but compared with the visible cases they would
    tell a person from whom a file is hidden that it exists.
    """
    return len(offices) > 1 and sum(office.people for office in offices) > MAX_WORKERS


def list_waiting_approvals(
    staff: Staff, offices: Sequence[UUID], *, subject: str = "", after: PageKey | None = None
) -> list[Approval]:
    """What waits in these offices, oldest first; one row more than a page shows."""
    keys = approval_queue.list_oldest_approval_ids(
        offices, PAGE_SIZE + 1, subject=subject, after=after
    )
    return _requests(staff, keys)


@compiled_query
def _requests(staff: Staff, keys: list[UUID]) -> QuerySet[Approval]:
    requests = access.visible(staff, Approval, by_row=True).filter(AnyOf("pk", keys))
    return requests.filter(decision=ApprovalDecision.WAITING).order_by("asked_at", "pk")


@dataclass(frozen=True)
class WaitingSummary:
    """How many requests wait in an office, and since when the oldest has waited."""

    count: int
    oldest: dt.datetime | None


def count_waiting_by_office(
    staff: Staff, offices: Sequence[UUID], *, subject: str = ""
) -> dict[UUID, WaitingSummary]:
    """What waits in each of these offices, counted from the same rows as `list_waiting_approvals`."""
    counted = _waiting_counts(staff, list(offices), subject)
    return {office: WaitingSummary(count, oldest) for office, count, oldest in counted}


@compiled_query
def _waiting_counts(
    staff: Staff, offices: list[UUID], subject: str
) -> QuerySet[Any, tuple[UUID, int, dt.datetime]]:
    requests = access.visible(staff, Approval, by_row=True).filter(
        AnyOf("office_id", offices), decision=ApprovalDecision.WAITING
    )
    requests = requests.filter(subject=subject) if subject else requests
    counted = requests.order_by().values("office_id").annotate(Count("pk"), Min("asked_at"))
    return counted.values_list("office_id", "pk__count", "asked_at__min")


def child_codes(staff: Staff, approval_requests: Sequence[Approval]) -> dict[UUID, str]:
    """The codes of the children of these requests, by file, as far as the reader may see them."""
    return codes_of_files(staff, {approval.file_id for approval in approval_requests})


def codes_of_files(staff: Staff, files: Collection[UUID]) -> dict[UUID, str]:
    """The case IDs of these files, as far as the reader may see them; no query for none."""
    return dict(_codes(staff, list(files))) if files else {}


@compiled_query
def _codes(staff: Staff, files: list[UUID]) -> QuerySet[Any, tuple[UUID, str]]:
    children = access.visible(staff, Child, by_row=True).filter(AnyOf("file_id", files))
    return children.values_list("file_id", "code")


@dataclass(frozen=True)
class Workload:
    """The workload of one worker: open cases, and their overdue tasks."""

    worker: str
    office: str
    cases: int
    late: int


def list_workloads(offices: Sequence[LedOffice], today: dt.date) -> list[Workload]:
    """Open cases and overdue work of the workers of these offices, the most overdue first."""
    places = {office.pk: office.name for office in offices}
    caseloads = caseload.list_worker_caseloads(list(places), today)
    worker_names = names_of(load.worker for load in caseloads)
    workloads = [
        Workload(worker_names.get(load.worker, ""), places[load.office], load.cases, load.late)
        for load in caseloads
    ]
    return sorted(workloads, key=lambda load: (-load.late, -load.cases, load.worker))
