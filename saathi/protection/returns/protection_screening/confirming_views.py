"""The second person confirms a decision on a referral, and an explanation of "no sign"; a permission ends."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.returns.protection_screening import (
    actions,
    detail_rules,
    explaining,
    forms,
    queries,
)
from saathi.protection.returns.protection_screening.models import (
    ContactPermission,
    NoSignExplanation,
    ProtectionReferral,
)
from saathi.protection.returns.protection_screening.views import ADDRESS, LIST, screens

EXPLANATION_TEXT = kit.ChildFormPageText(
    _("Explain why there is no sign"),
    _("A second person who may read the screenings confirms it."),
    back=LIST,
)


@screens.child_step(
    f"{ADDRESS}referrals/<uuid:claim_id>/confirm/",
    Permission.WORK_ON_CASE,
    ProtectionReferral,
    LIST,
)
def confirm_outcome(request: StaffRequest, referral: ProtectionReferral, version: int) -> None:
    """Confirms the decision on a referral: only then it ends a claim."""
    actions.confirm_outcome(referral=referral, version=version, actor=request.staff)


@screens.child_form(
    f"{ADDRESS}no-sign/new/",
    Permission.WORK_ON_CASE,
    forms.NoSignExplanationForm,
    EXPLANATION_TEXT,
)
def explain_no_sign(request: StaffRequest, child: Child, form: forms.NoSignExplanationForm) -> None:
    """Explains the latest screening that the worker may read."""
    screening = queries.latest_screening(request.staff, child.file_id)
    if screening is None:
        raise explaining.NoSignExplanationRefused(detail_rules.reasons_against_explaining(()))
    explanation = form.to_record(file_id=child.file_id, screening=screening)
    explaining.explain_no_sign(explanation=explanation, actor=request.staff)


@screens.child_step(
    f"{ADDRESS}no-sign/<uuid:no_sign_id>/confirm/",
    Permission.WORK_ON_CASE,
    NoSignExplanation,
    LIST,
)
def confirm_no_sign(request: StaffRequest, explanation: NoSignExplanation, version: int) -> None:
    """Confirms an explanation: only then the screening counts as finished."""
    explaining.confirm_no_sign(explanation=explanation, version=version, actor=request.staff)


@screens.child_step(
    f"{ADDRESS}permissions/<uuid:permission_id>/end/",
    Permission.WORK_ON_CASE,
    ContactPermission,
    LIST,
)
def end_permission(request: StaffRequest, permission: ContactPermission, version: int) -> None:
    """Ends a permission or a request."""
    actions.end_permission(permission=permission, actor=request.staff, version=version)
