"""What waits for the decision of a second person, for the page of approvals."""

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Least

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.care.placements.earlier_queries import is_end_unconfirmed
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.vocabulary import (
    ExceptionState,
    PlacementEnd,
    PlacementKind,
    PlacementState,
)


def pending_exceptions(staff: Staff) -> QuerySet[Placement]:
    """The exceptions for a placement that wait for a second person: not by those who wrote them.

    With the day on which the placement or its exception ends, and whether it is emergency shelter.
    """
    placements = access.visible(staff, Placement, by_row=True)
    own = Q(recorded_by=staff.pk) | Q(submitted_by=staff.pk) | Q(editors__contains=[staff.pk])
    return (
        placements.filter(Q(state=PlacementState.PROPOSED) | waits_for_agreement())
        .exclude(own)
        .annotate(
            ends_on=Least("planned_end", "exception_until"),  # of PostgreSQL: NULL counts not
            is_emergency=ExpressionWrapper(
                Q(kind=PlacementKind.EMERGENCY), output_field=BooleanField()
            ),
        )
    )


def waits_for_agreement() -> Q:
    """The condition on emergency shelter to which no second person has agreed yet."""
    return Q(state=PlacementState.CURRENT, exception_state=ExceptionState.REQUESTED)


def unconfirmed_ends(staff: Staff) -> QuerySet[Placement]:
    """The stays ended after their exception had expired that wait for this person: not for an author.

    Without those of a child who is still missing: there is nothing to confirm yet.
    """
    placements = access.visible(staff, Placement, by_row=True).filter(is_end_unconfirmed())
    missing = Q(end_reason=PlacementEnd.LEFT, back_on=None)
    return placements.exclude(Q(end_authors__contains=[staff.pk]) | missing)
