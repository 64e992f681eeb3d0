"""Steps: the second person confirms the decision on a referral; a permission ends."""

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.returns.protection_screening import actions
from saathi.protection.returns.protection_screening.models import (
    ContactPermission,
    ProtectionReferral,
)
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


@screens.child_step(
    f"{ADDRESS}permissions/<uuid:permission_id>/end/",
    Permission.WORK_ON_CASE,
    ContactPermission,
    LIST,
)
def end_permission(request: StaffRequest, permission: ContactPermission, version: int) -> None:
    """Ends a permission or a request."""
    actions.end_permission(permission=permission, actor=request.staff, version=version)
