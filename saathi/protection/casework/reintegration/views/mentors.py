"""Forms and steps of mentors."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.casework.reintegration import queries
from saathi.protection.casework.reintegration.actions import mentors as actions
from saathi.protection.casework.reintegration.forms import mentors as forms
from saathi.protection.casework.reintegration.models import Mentor, Reintegration
from saathi.protection.casework.reintegration.views.mentor_rows import earlier_panels
from saathi.protection.casework.reintegration.views.screens import WORK, form_text, screens

MENTOR = "reintegration/mentors/<uuid:mentor_id>/"


@screens.child_form(
    "reintegration/mentors/new/",
    WORK,
    forms.MentorForm,
    form_text(
        _("Propose a mentor"),
        _("Screen this person before any contact with the child. The child chooses or agrees."),
        button=_("Submit for approval"),
    ),
    load=queries.reintegration_of_file,
)
def propose_mentor(
    request: StaffRequest, reintegration: Reintegration, form: forms.MentorForm
) -> None:
    """Proposes a mentor."""
    mentor = form.to_record(file_id=reintegration.file_id, reintegration=reintegration)
    actions.propose_mentor(mentor=mentor, actor=request.staff)


@screens.child_form(
    "reintegration/mentors/other/",
    WORK,
    forms.MentorForm,
    form_text(
        _("Record a mentor already in contact"),
        _(
            "For a person who supports the child without our approval. The supervisors are notified."
        ),
    ),
    load=queries.reintegration_of_file,
)
def record_other_mentor(
    request: StaffRequest, reintegration: Reintegration, form: forms.MentorForm
) -> None:
    """Records a mentor sent by others."""
    mentor = form.to_record(file_id=reintegration.file_id, reintegration=reintegration)
    actions.record_mentor_by_others(mentor=mentor, actor=request.staff)


@screens.child_edit(
    MENTOR, WORK, Mentor, forms.MentorForm, form_text(_("Mentor"), button=_("Submit for approval"))
)
def edit_mentor(request: StaffRequest, mentor: Mentor, form: forms.MentorForm) -> None:
    """Changes a mentor who is not approved yet."""
    form.put_texts(mentor)
    actions.edit_mentor(
        mentor=mentor, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


@screens.child_step(f"{MENTOR}approve/", Permission.APPROVE, Mentor, "list_reintegration")
def approve_mentor(request: StaffRequest, mentor: Mentor, version: int) -> None:
    """Approves a mentor."""
    actions.approve_mentor(mentor=mentor, version=version, actor=request.staff)


@screens.child_edit(
    f"{MENTOR}confirm/",
    Permission.APPROVE,
    Mentor,
    forms.MentorConfirmForm,
    form_text(
        _("Approve the mentor despite the earlier finding"),
        _(
            "Something is recorded against a person proposed for this child. Find out whether it is the "
            "same person, who checked it again and what changed. If you are not sure, return the proposal."
        ),
        button=_("Approve"),
        is_step=True,
        template="reintegration/beside_evaluation.html",
        beside=lambda request, _child, mentor: {"parts": earlier_panels(request, mentor)},
    ),
)
def confirm_mentor(request: StaffRequest, mentor: Mentor, form: forms.MentorConfirmForm) -> None:
    """Approves a mentor with the reason why it is another person, or the finding no longer holds."""
    actions.approve_mentor(
        mentor=mentor,
        version=form.seen_version,
        actor=request.staff,
        earlier_reason=form.cleaned_data["earlier_reason"],
    )


@screens.child_edit(
    f"{MENTOR}return/",
    Permission.APPROVE,
    Mentor,
    forms.MentorReturnForm,
    form_text(_("Return the mentor for revision"), button=_("Return for revision"), is_step=True),
)
def return_mentor(request: StaffRequest, mentor: Mentor, form: forms.MentorReturnForm) -> None:
    """Returns a mentor to the worker with a question."""
    form.put_texts(mentor)
    actions.return_mentor(mentor=mentor, version=form.seen_version, actor=request.staff)


@screens.child_edit(
    f"{MENTOR}opinion/",
    WORK,
    Mentor,
    forms.MentorRatingForm,
    form_text(
        _("The child’s opinion of the mentor"),
        _("Ask the child alone. The mentor does not learn the answer."),
        is_step=True,
    ),
)
def rate_mentor(request: StaffRequest, mentor: Mentor, form: forms.MentorRatingForm) -> None:
    """Records what the child says about the mentor."""
    form.put_texts(mentor)
    actions.rate_mentor(
        mentor=mentor, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


@screens.child_edit(
    f"{MENTOR}end/",
    WORK,
    Mentor,
    forms.MentorEndForm,
    form_text(_("End the mentor’s support"), button=_("End support"), is_step=True),
)
def end_mentor(request: StaffRequest, mentor: Mentor, form: forms.MentorEndForm) -> None:
    """Ends the support of a mentor."""
    form.put_texts(mentor)
    actions.end_mentor(
        mentor=mentor, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
