"""Screens of claims, verification, home assessment and contact."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.protection.returns.tracing.actions import families as actions
from saathi.protection.returns.tracing.forms import families as forms
from saathi.protection.returns.tracing.kept_from import kept_from_alerts
from saathi.protection.returns.tracing.models import (
    FamilyClaim,
    FamilyContact,
    HomeAssessment,
    RelationshipVerification,
    TracingRequest,
    VerificationItem,
)
from saathi.protection.returns.tracing.views.screens import (
    REQUEST,
    VERIFICATION,
    form_text,
    screens,
)
from saathi.protection.returns.tracing.vocabulary import VerificationOutcome, YesNoNotKnown

WORK = Permission.WORK_ON_CASE

CLAIM_TEXT = form_text(
    _("Record a claim"),
    _(
        "Do not tell the claimant anything about the child, not even whether the child is here. "
        "Recording a claim does not accuse anyone. Make no promises about charges."
    ),
    template="tracing/form.html",
    beside=kept_from_alerts,
)


@screens.child_form("tracing/claims/new/", WORK, forms.FamilyClaimForm, CLAIM_TEXT)
def add_claim(request: StaffRequest, child: Child, form: forms.FamilyClaimForm) -> None:
    """Records a claim of a family member."""
    claim = form.to_record(file_id=child.file_id, child=child)
    actions.save_claim(claim=claim, actor=request.staff)


@screens.child_edit(
    "tracing/claims/<uuid:family_claim_id>/",
    WORK,
    FamilyClaim,
    forms.FamilyClaimChangeForm,
    CLAIM_TEXT,
)
def change_claim(
    request: StaffRequest, claim: FamilyClaim, form: forms.FamilyClaimChangeForm
) -> None:
    """Corrects a claim."""
    form.put_texts(claim)
    actions.save_claim(
        claim=claim, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


REFUSAL_TEXT = form_text(
    _("Refuse the claim"),
    _("The refusal decides on the claim alone. What the person said stays on record."),
)


@screens.child_edit(
    "tracing/claims/<uuid:family_claim_id>/refuse/",
    WORK,
    FamilyClaim,
    forms.ClaimRefusalForm,
    REFUSAL_TEXT,
)
def refuse_claim(request: StaffRequest, claim: FamilyClaim, form: forms.ClaimRefusalForm) -> None:
    """Refuses a claim with reasons."""
    form.put_texts(claim)
    actions.refuse_claim(claim=claim, version=form.seen_version, actor=request.staff)


VERIFICATION_TEXT = form_text(
    _("Verify the relationship"),
    _(
        "The child and the family are asked separately, by two workers. Keep at least two questions "
        "confidential."
    ),
    template="tracing/form.html",
    beside=kept_from_alerts,
)


@screens.child_edit(
    f"{REQUEST}verifications/new/",
    WORK,
    TracingRequest,
    forms.RelationshipVerificationForm,
    VERIFICATION_TEXT,
)
def add_verification(
    request: StaffRequest, sought: TracingRequest, form: forms.RelationshipVerificationForm
) -> None:
    """Begins a verification."""
    verification = form.to_record(file_id=sought.file_id, request=sought)
    is_kept_from = form.cleaned_data.get("kept_from") == YesNoNotKnown.YES
    actions.save_verification(
        verification=verification, actor=request.staff, is_kept_from=is_kept_from
    )


@screens.child_edit(
    f"{VERIFICATION}edit/",
    WORK,
    RelationshipVerification,
    forms.VerificationChangeForm,
    VERIFICATION_TEXT,
)
def change_verification(
    request: StaffRequest,
    verification: RelationshipVerification,
    form: forms.VerificationChangeForm,
) -> None:
    """Corrects an open verification."""
    form.put_texts(verification)
    actions.save_verification(
        verification=verification,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )


ITEM_TEXT = form_text(
    _("Question to both sides"), back="tracing:list_verifications", back_label=_("Verification")
)


@screens.child_edit(
    f"{VERIFICATION}items/new/",
    WORK,
    RelationshipVerification,
    forms.VerificationItemForm,
    ITEM_TEXT,
)
def add_item(
    request: StaffRequest, verification: RelationshipVerification, form: forms.VerificationItemForm
) -> None:
    """Adds a question with the two answers."""
    item = form.to_record(file_id=verification.file_id, verification=verification)
    actions.save_item(item=item, actor=request.staff)


@screens.child_edit(
    "tracing/items/<uuid:question_id>/",
    WORK,
    VerificationItem,
    forms.VerificationItemForm,
    ITEM_TEXT,
)
def change_item(
    request: StaffRequest, item: VerificationItem, form: forms.VerificationItemForm
) -> None:
    """Adds an answer to a question, or corrects it."""
    form.put_texts(item)
    actions.save_item(
        item=item, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


FINDING_TEXT = form_text(
    _("Submit the finding"),
    _(
        "A second person confirms it. A verified relationship does not mean that the home is "
        "suitable. Assess the home separately."
    ),
)


@screens.child_edit(
    f"{VERIFICATION}finding/", WORK, RelationshipVerification, forms.FindingForm, FINDING_TEXT
)
def submit_finding(
    request: StaffRequest, verification: RelationshipVerification, form: forms.FindingForm
) -> None:
    """Submits a finding to a second person."""
    form.put_texts(verification)
    actions.submit_finding(
        verification=verification,
        outcome=VerificationOutcome(form.cleaned_data["outcome"]),
        version=form.seen_version,
        actor=request.staff,
    )


@screens.child_step(
    f"{VERIFICATION}confirm/", Permission.APPROVE, RelationshipVerification, "list_verifications"
)
def confirm_finding(
    request: StaffRequest, verification: RelationshipVerification, version: int
) -> None:
    """Confirms a finding as the second person."""
    actions.confirm_finding(verification=verification, version=version, actor=request.staff)


@screens.child_edit(
    f"{VERIFICATION}return/",
    Permission.APPROVE,
    RelationshipVerification,
    forms.FindingReturnForm,
    form_text(_("Return for revision")),
)
def return_finding(
    request: StaffRequest, verification: RelationshipVerification, form: forms.FindingReturnForm
) -> None:
    """Sends a finding back with a question."""
    form.put_texts(verification)
    actions.return_finding(
        verification=verification, version=form.seen_version, actor=request.staff
    )


HOME_TEXT = form_text(
    _("Home assessment"),
    _(
        "A worker of the family’s district makes the assessment. A relative’s role in the "
        "trafficking alone does not decide the result. It remains on record. The assessment is "
        "valid for 6 months."
    ),
)


@screens.child_edit(
    f"{VERIFICATION}homes/new/",
    WORK,
    RelationshipVerification,
    forms.HomeAssessmentForm,
    HOME_TEXT,
)
def add_home(
    request: StaffRequest, verification: RelationshipVerification, form: forms.HomeAssessmentForm
) -> None:
    """Records a home assessment."""
    home = form.to_record(file_id=verification.file_id, verification=verification)
    actions.save_home(home=home, actor=request.staff)


HOME_CHANGE_TEXT = form_text(
    _("Home assessment"),
    _(
        "Complete this assessment here. Record a new home assessment for another visit, or if a "
        "finding about the trafficking, violence or an alleged perpetrator is better now."
    ),
)


@screens.child_edit(
    "tracing/homes/<uuid:home_id>/",
    WORK,
    HomeAssessment,
    forms.HomeAssessmentChangeForm,
    HOME_CHANGE_TEXT,
)
def change_home(
    request: StaffRequest, home: HomeAssessment, form: forms.HomeAssessmentChangeForm
) -> None:
    """Completes a home assessment."""
    form.put_texts(home)
    actions.save_home(
        home=home, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


CONTACT_TEXT = form_text(
    _("Add contact"),
    _("Ask the child before and after. The child may stop at any time."),
)


@screens.child_edit(
    f"{VERIFICATION}contacts/new/",
    WORK,
    RelationshipVerification,
    forms.FamilyContactForm,
    CONTACT_TEXT,
)
def add_contact(
    request: StaffRequest, verification: RelationshipVerification, form: forms.FamilyContactForm
) -> None:
    """Plans a contact, or records one that others arranged."""
    contact = form.to_record(file_id=verification.file_id, verification=verification)
    actions.add_contact(contact=contact, actor=request.staff)


@screens.child_edit(
    "tracing/contacts/<uuid:family_contact_id>/",
    WORK,
    FamilyContact,
    forms.ContactOutcomeForm,
    form_text(_("Outcome of the contact")),
)
def record_contact(
    request: StaffRequest, contact: FamilyContact, form: forms.ContactOutcomeForm
) -> None:
    """Records how a contact went."""
    form.put_texts(contact)
    actions.record_contact(
        contact=contact, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
