"""What the database knows of earlier decisions for a child: exceptions, short stays and refusals.

Those in another file that a merge found to be of the same child count as well.
"""

import datetime as dt
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.consent.models import Consent
from saathi.consent.vocabulary import ConsentScope
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.rules import EXCEPTION_DAYS
from saathi.protection.care.placements.vocabulary import (
    SHORT_KINDS,
    EndState,
    PlacementBasis,
    PlacementState,
)
from saathi.protection.decisions.orders.models import Order
from saathi.protection.decisions.orders.vocabulary import Appeal, OrderKind


def had_exception(placement: Placement) -> bool:
    """Whether an exception was approved for the child and this facility or family before.

    Places known in words alone cannot be distinguished: for all of them there is one exception.
    """
    place = placement.facility_id or placement.assessment_id  # or another one of the same family
    with connection.cursor() as cursor:
        cursor.execute("SELECT placement_had_exception(%s, %s)", [placement.child_id, place])
        return bool(cursor.fetchone()[0])


def earlier_exception_until(placement: Placement) -> dt.date | None:
    """The last day of the latest exception of the child for this place; None if there was none.

    A place known in words alone may be any of those before, whatever kind it is called.
    """
    place = placement.facility_id or placement.assessment_id
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT placement_earlier_exception(%s, %s, %s)",
            [placement.child_id, placement.kind, place],
        )
        until: dt.date | None = cursor.fetchone()[0]
        return until


def placement_orders(staff: Staff, today: dt.date) -> QuerySet[Order]:
    """The orders for a placement that are in force, as far as the reader may read them."""
    found = access.visible(staff, Order, by_row=True).filter(
        kind=OrderKind.PLACEMENT, ended_on=None
    )
    return found.filter(Q(expires_on=None) | Q(expires_on__gte=today)).exclude(
        appeal=Appeal.SET_ASIDE
    )


def is_ordered(staff: Staff, today: dt.date) -> Exists:
    """The condition on placements by others after an exception: an authority has decided since.

    A second person confirmed the order, so that no one ends the alarm alone.
    """
    began = OuterRef("exception_until") - dt.timedelta(days=EXCEPTION_DAYS)
    confirmed = placement_orders(staff, today).filter(
        confirmed_by__isnull=False, made_on__gte=began
    )
    return Exists(confirmed.filter(child=OuterRef("child")))


def is_exception_over(staff: Staff, today: dt.date) -> Q:
    """The condition on placements whose exception or short stay is over while the child still lives there.

    If others decided afterwards that the child stays: until an order says so. If the stay was ended after
    the exception had expired: until a second person confirmed that, or a later placement answers it.
    """
    ours = Q(basis=PlacementBasis.OURS)
    unordered = ours | ~Q(is_ordered(staff, today))
    stay = ours & Q(kind__in=SHORT_KINDS, planned_end__lt=today)
    lives = Q(state=PlacementState.CURRENT) & (Q(exception_until__lt=today) & unordered | stay)
    return lives | is_end_unconfirmed() & unordered


def is_end_unconfirmed() -> Q:
    """The condition on stays with an expired exception that were ended, and no one but the author says so.

    A later placement answers it: one that is current has its own alarm if it needs one, and one that has
    ended was ours, took the exception over, or lacked nothing in a listed or assessed place.
    """
    later = Placement.objects.filter(
        child=OuterRef("child"),
        recorded_at__gt=OuterRef("recorded_at"),
        started_on__gte=OuterRef("ended_on"),
    )
    in_register = Q(facility__isnull=False) | Q(assessment__isnull=False)
    passed = Q(basis=PlacementBasis.OURS) | Q(exception_until__isnull=False)
    passed |= Q(unmet=[]) & in_register
    was_current = Q(state=PlacementState.ENDED) & ~Q(end_authors=[])  # not entered with its end
    answers = later.filter(Q(state=PlacementState.CURRENT) | was_current & passed)
    return Q(state=PlacementState.ENDED, end_state=EndState.WAITING) & ~Q(Exists(answers))


def is_over(placement: Placement, staff: Staff) -> bool:
    """Whether the exception or short stay of a placement is over while the child still lives there."""
    found = access.visible(staff, Placement).filter(pk=placement.pk)
    return found.filter(is_exception_over(staff, staff.office.today())).exists()


def had_short_stay(placement: Placement) -> bool:
    """Whether our agency placed the child in emergency shelter or transit care not long before.

    Also if that placement was then marked as an error; `agreement_rules.SHORT_AGAIN_DAYS` says how long.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT placement_had_short_stay(%s, %s)", (placement.child_id, placement.started_on)
        )
        return bool(cursor.fetchone()[0])


def refused_in_other_file() -> Func:
    """The condition on consents to a placement: the child refused later, in another of their files."""
    scopes = Value([ConsentScope.SHELTER.value], ArrayField(TextField()))
    return Func(
        F("pk"), scopes, function="consent_refused_in_other_file", output_field=BooleanField()
    )


def reads_consents(file_id: UUID, staff: Staff) -> bool:
    """Whether this person may read whether consent to a placement is on record."""
    return bool(access.sections_of_file(staff, file_id)[0] & Consent.section)
