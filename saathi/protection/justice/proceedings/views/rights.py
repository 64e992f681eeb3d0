"""Forms of rights explained, and of referrals to a court for children."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.people.record_screens import save_changes, save_new
from saathi.protection.justice.proceedings.actions import rights
from saathi.protection.justice.proceedings.forms import rights as forms
from saathi.protection.justice.proceedings.models import (
    CourtReferral,
    Proceeding,
    RightsExplanation,
)
from saathi.protection.justice.proceedings.views.screens import (
    ADDRESS,
    PROCEEDING,
    WORK,
    form_text,
    page_of,
    screens,
)


@screens.child_form(
    f"{ADDRESS}rights/new/",
    WORK,
    forms.RightsForm,
    form_text(
        _("Explain rights"),
        _("In the child’s language, in private. Choose only what was explained."),
    ),
)
def explain_rights(request: StaffRequest, child: Child, form: forms.RightsForm) -> None:
    """Records that the child's rights were explained."""
    save_new(request, form, file_id=child.file_id, child=child)


@screens.child_edit(
    f"{ADDRESS}rights/<uuid:rights_id>/",
    WORK,
    RightsExplanation,
    forms.RightsForm,
    form_text(_("Rights explained")),
)
def change_rights(
    request: StaffRequest, explanation: RightsExplanation, form: forms.RightsForm
) -> None:
    """Corrects an explanation of rights."""
    save_changes(request, explanation, form)


@screens.child_edit(
    f"{PROCEEDING}referrals/new/",
    WORK,
    Proceeding,
    forms.CourtReferralForm,
    form_text(
        _("Refer to a court for children"),
        _("The list shows the published courts of this country, by district."),
        is_step=True,
    ),
)
def refer_proceeding(
    request: StaffRequest, proceeding: Proceeding, form: forms.CourtReferralForm
) -> str:
    """Records the request to move a proceeding to a court for children."""
    referral = form.to_record(file_id=proceeding.file_id, proceeding=proceeding)
    rights.refer_proceeding(referral=referral, actor=request.staff)
    return page_of(proceeding)


@screens.child_edit(
    f"{ADDRESS}referrals/<uuid:court_referral_id>/",
    WORK,
    CourtReferral,
    forms.CourtReferralOutcomeForm,
    form_text(_("Outcome of the referral"), is_step=True),
)
def record_referral_outcome(
    request: StaffRequest, referral: CourtReferral, form: forms.CourtReferralOutcomeForm
) -> str:
    """Records what became of a referral."""
    form.put_texts(referral)
    rights.record_referral_outcome(
        referral=referral, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(referral.proceeding)
