"""What waits for the decision of a second person, for the page of approvals."""

from django.db.models import Q, QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.vocabulary import PlacementState


def pending_exceptions(staff: Staff) -> QuerySet[Placement]:
    """The exceptions for a placement that wait for a second person: not by those who wrote them."""
    placements = access.visible(staff, Placement, by_row=True)
    own = Q(recorded_by=staff.pk) | Q(submitted_by=staff.pk) | Q(editors__contains=[staff.pk])
    return placements.filter(state=PlacementState.PROPOSED).exclude(own)
