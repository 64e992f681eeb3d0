"""Departures from a placement: which are approved, and which wait for a second person."""

from typing import Any, Final

from django.db import connection
from django.db.models import Q, QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.care.placements import departure_rules
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.vocabulary import EndState, PlacementEnd, PlacementState
from saathi.protection.decisions.orders.models import BrokenSafeguard

MAX_SHOWN: Final = 100


def approved_departures(placement: Placement) -> frozenset[str]:
    """Which ends of a placement are approved elsewhere: codes of `DEPARTURES`, and a confirmed death.

    Also for those of the team who read neither the reunification, the transfer nor the closure.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT placement_departures(%s)", [placement.pk])
        return frozenset(cursor.fetchone()[0] or ())


def is_departure_open() -> Q:
    """The condition on departures that no second person has looked at."""
    waits = Q(end_state__in=[EndState.WAITING.value, EndState.DEPARTED.value])
    return Q(state=PlacementState.ENDED) & waits & ~Q(departure="")


def has_violation(placement: Placement, staff: Staff) -> bool:
    """Whether the safeguard violation of this departure is on record."""
    assert placement.ended_on is not None
    found = access.visible(staff, BrokenSafeguard).filter(file_id=placement.file_id)
    safeguard = departure_rules.SAFEGUARDS[PlacementEnd(placement.end_reason)]
    return found.filter(safeguard=safeguard, happened_on=placement.ended_on).exists()


def open_departures(staff: Staff) -> QuerySet[Placement]:
    """The departures that wait for this person: not for those who recorded them."""
    placements = access.visible(staff, Placement, by_row=True).filter(is_departure_open())
    return placements.exclude(end_authors__contains=[staff.pk])


def departed_column(readable: QuerySet[Placement], staff: Staff) -> Any:
    """The children who departed, the first first."""
    departed = readable.filter(is_departure_open()).annotate(
        child_code=code_of_file(staff, by_row=True)
    )
    return rows_column(
        departed.order_by("ended_on", "pk")[:MAX_SHOWN],
        file_id="file_id",
        child_id="child_id",
        code="child_code",
        on="ended_on",
        reason="end_reason",
        departure="departure",
    )
