"""The offices that a supervisor leads, and whether one must be chosen first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.models import Office, Staff
from saathi.infra.any_of import AnyOf

MAX_WORKERS = 100  # in all offices together: their cases are counted on each view


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

    Their cases are counted on every view, each by the reader's right to it: this is fast for one
    office, not for fifty. Stored counts would be fast, too, but comparing them with the visible
    cases would reveal hidden files.
    """
    return len(offices) > 1 and sum(office.people for office in offices) > MAX_WORKERS
