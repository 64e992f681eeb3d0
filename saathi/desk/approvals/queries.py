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
from saathi.infra.any_of import AnyOf
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Approval
from saathi.protection.casework.cases.vocabulary import ApprovalDecision

MAX_WORKERS = 100  # of all offices together, whose cases are counted on each view


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


@dataclass(frozen=True)
class WaitingSummary:
    """How many requests wait in an office, and since when the oldest has waited."""

    count: int
    oldest: dt.datetime | None


def count_waiting_by_office(staff: Staff, offices: Sequence[UUID]) -> dict[UUID, WaitingSummary]:
    """What waits in each of these offices, counted by the reader's right to each."""
    counted = _waiting_counts(staff, list(offices))
    return {office: WaitingSummary(count, oldest) for office, count, oldest in counted}


@compiled_query
def _waiting_counts(
    staff: Staff, offices: list[UUID]
) -> QuerySet[Any, tuple[UUID, int, dt.datetime]]:
    requests = access.visible(staff, Approval, by_row=True).filter(
        AnyOf("office_id", offices), decision=ApprovalDecision.WAITING
    )
    counted = requests.order_by().values("office_id").annotate(Count("pk"), Min("asked_at"))
    return counted.values_list("office_id", "pk__count", "asked_at__min")


def codes_of_files(staff: Staff, files: Collection[UUID]) -> dict[UUID, str]:
    """The case IDs of these files, as far as the reader may see them; no query for none."""
    return dict(_codes(staff, list(files))) if files else {}


@compiled_query
def _codes(staff: Staff, files: list[UUID]) -> QuerySet[Any, tuple[UUID, str]]:
    children = access.visible(staff, Child, by_row=True).filter(AnyOf("file_id", files))
    return children.values_list("file_id", "code")
