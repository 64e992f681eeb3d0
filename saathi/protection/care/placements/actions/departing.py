"""Departures from a placement: the safeguard violation, and the second person who looks at it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.protection.care.placements import departure_queries, departure_rules, queries
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions.following import write_confirmed_end
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.models import Placement
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.vocabulary import SafeguardBreaker


def departure_columns(
    placement: Placement,
    end: codes.PlacementEnd,
    ended_on: dt.date,
    departed_by: str,
    actor: Staff,
) -> dict[str, Any]:
    """What is stored with the end of a current placement if the child departs. `PlacementRefused`."""
    approved = departure_queries.approved_departures(placement)
    if departure_rules.is_certainly_adult(placement.child.birth_year_high, on=ended_on):
        approved |= {codes.PlacementEnd.ADULT}
    departure = departure_rules.departure_of(
        end,
        approved=approved,
        writes=access.sections_of_file(actor, placement.file_id)[1],
    )
    reasons = departure_rules.reasons_against_adult(
        end, placement.child.birth_year_low, on=ended_on
    ) or departure_rules.reasons_against_departure(departure, departed_by, placement.end_note)
    if reasons:
        raise PlacementRefused(reasons)
    is_outside = departure == codes.Departure.OUTSIDE
    state = departure_rules.end_state(
        placement.exception_until, departure, today=actor.office.today()
    )
    return {
        "departure": departure,
        "departed_by": departed_by if is_outside else "",
        "end_state": state,
    }


def record_violation(placement: Placement, actor: Staff) -> None:
    """Records a departure without approval, opened, as a safeguard violation: once, by who may.

    Of one that a residential care worker recorded, the person who confirms it does.
    """
    if placement.departure != codes.Departure.OUTSIDE:
        return
    case = queries.open_case(placement.file_id, actor)
    writes = access.sections_of_file(actor, placement.file_id)[1]
    if case is None or not Section.LEGAL & writes:
        return
    if departure_queries.has_violation(placement, actor):
        return
    assert placement.ended_on is not None
    decider = codes.DepartureDecider(placement.departed_by)
    what = gettext("The placement ended without an approved return or authorised transfer.")
    data = orders.BrokenSafeguardInput(
        departure_rules.SAFEGUARDS[codes.PlacementEnd(placement.end_reason)],
        placement.ended_on,
        done_by=departure_rules.BREAKERS.get(decider, SafeguardBreaker.NOT_KNOWN),
        texts={"what": f"{what} {placement.end_note}".strip()},
    )
    orders.record_broken_safeguard(case=case, data=data, actor=actor)


@transaction.atomic
def confirm_departure(*, placement: Placement, known: str, version: int, actor: Staff) -> Placement:
    """Records that a second person looked at a departure, opened with the words, and what was done."""
    access.require(actor, Permission.WORK_ON_CASE, placement)
    reasons = departure_rules.reasons_against_confirming(
        placement.end_state if placement.departure else "",
        is_second=may_confirm(placement, actor),
        authors=placement.end_authors,
        actor_id=actor.pk,
        done=placement.end_done,
    ) or departure_rules.reasons_of_knowledge(
        placement.end_reason, known, placement.end_known_words
    )
    if reasons:
        raise PlacementRefused(reasons)
    record_violation(placement, actor)
    return write_confirmed_end(placement, known=known, version=version, actor=actor)


def may_confirm(placement: Placement, actor: Staff) -> bool:
    """Whether this person may confirm a departure, unless they recorded it."""
    return departure_rules.may_confirm(
        placement.departure,
        placement.end_reason,
        placement.end_state,
        may_approve=Permission.APPROVE in actor.permissions,
        writes=access.sections_of_file(actor, placement.file_id)[1],
    )
