"""The second person confirms the decision on a referral for international protection."""

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.returns.protection_screening import actions
from saathi.protection.returns.protection_screening.models import ProtectionReferral
from saathi.protection.returns.protection_screening.views import ADDRESS, LIST, screens


@screens.child_step(
    f"{ADDRESS}referrals/<uuid:claim_id>/confirm/",
    Permission.WORK_ON_CASE,
    ProtectionReferral,
    LIST,
)
def confirm_outcome(request: StaffRequest, referral: ProtectionReferral, version: int) -> None:
    """Confirms the decision on a referral: only then it ends a claim."""
    actions.confirm_outcome(referral=referral, version=version, actor=request.staff)
