"""What waits for the decision of a second person, for the page of approvals."""

from django.db.models import Q, QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.returns.tracing.models import RelationshipVerification, Reunification
from saathi.protection.returns.tracing.vocabulary import ReunificationState, VerificationState


def _own(staff: Staff) -> Q:
    """What this person wrote: another person decides."""
    return Q(recorded_by=staff.pk) | Q(submitted_by=staff.pk) | Q(editors__contains=[staff.pk])


def pending_verifications(staff: Staff) -> QuerySet[RelationshipVerification]:
    """The verifications of a relationship that wait for a second person."""
    result = access.visible(staff, RelationshipVerification, by_row=True)
    return result.filter(state=VerificationState.SUBMITTED).exclude(_own(staff))


def pending_reunifications(staff: Staff) -> QuerySet[Reunification]:
    """The reunifications that wait for approval."""
    reunifications = access.visible(staff, Reunification, by_row=True)
    return reunifications.filter(state=ReunificationState.PROPOSED).exclude(_own(staff))
