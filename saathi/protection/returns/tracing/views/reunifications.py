"""Screens of a child's return to the family."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.returns.tracing.actions import reunifications as actions
from saathi.protection.returns.tracing.forms import families as forms
from saathi.protection.returns.tracing.models import RelationshipVerification, Reunification
from saathi.protection.returns.tracing.views.screens import (
    REUNIFICATION,
    VERIFICATION,
    form_text,
    screens,
)

WORK = Permission.WORK_ON_CASE

PROPOSE_TEXT = form_text(
    _("Propose reunification"),
    _("The page lists what is still missing. A second person approves."),
)


@screens.child_edit(
    f"{VERIFICATION}reunification/new/",
    WORK,
    RelationshipVerification,
    forms.ReunificationForm,
    PROPOSE_TEXT,
)
def propose_return(
    request: StaffRequest, verification: RelationshipVerification, form: forms.ReunificationForm
) -> None:
    """Proposes a return to the family."""
    reunification = form.to_record(
        file_id=verification.file_id,
        child_id=verification.request.child_id,
        verification=verification,
    )
    actions.propose_return(reunification=reunification, actor=request.staff)


@screens.child_edit(
    f"{REUNIFICATION}edit/", WORK, Reunification, forms.ReunificationForm, PROPOSE_TEXT
)
def revise_return(
    request: StaffRequest, reunification: Reunification, form: forms.ReunificationForm
) -> None:
    """Changes a proposal and submits it again."""
    form.put_texts(reunification)
    actions.revise_return(
        reunification=reunification,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )


@screens.child_step(f"{REUNIFICATION}approve/", Permission.APPROVE, Reunification, "show_tracing")
def approve_return(request: StaffRequest, reunification: Reunification, version: int) -> None:
    """Approves a return as the second person."""
    actions.approve_return(reunification=reunification, version=version, actor=request.staff)


@screens.child_edit(
    f"{REUNIFICATION}return/",
    Permission.APPROVE,
    Reunification,
    forms.ReunificationReturnForm,
    form_text(_("Return for revision")),
)
def send_return_back(
    request: StaffRequest, reunification: Reunification, form: forms.ReunificationReturnForm
) -> None:
    """Sends a proposal back with a question."""
    form.put_texts(reunification)
    actions.return_for_revision(
        reunification=reunification, version=form.seen_version, actor=request.staff
    )


@screens.child_step(f"{REUNIFICATION}withdraw/", WORK, Reunification, "show_tracing")
def withdraw_return(request: StaffRequest, reunification: Reunification, version: int) -> None:
    """Withdraws a proposal."""
    actions.withdraw_return(reunification=reunification, version=version, actor=request.staff)


@screens.child_edit(
    f"{REUNIFICATION}handover/",
    WORK,
    Reunification,
    forms.HandoverForm,
    form_text(_("Record the handover")),
)
def record_handover(
    request: StaffRequest, reunification: Reunification, form: forms.HandoverForm
) -> None:
    """Records that the child was handed over."""
    form.put_texts(reunification)
    actions.record_handover(
        reunification=reunification,
        handed_over_on=form.cleaned_data["handed_over_on"],
        first_visit_on=form.cleaned_data["first_visit_on"],
        version=form.seen_version,
        actor=request.staff,
    )


@screens.child_edit(
    f"{REUNIFICATION}visit/",
    WORK,
    Reunification,
    forms.FirstVisitForm,
    form_text(
        _("Record the first visit"),
        _(
            "The handover is not the first visit. See the child at home on a later day, alone for a "
            "part of the visit."
        ),
    ),
)
def record_first_visit(
    request: StaffRequest, reunification: Reunification, form: forms.FirstVisitForm
) -> None:
    """Records the first visit after the handover."""
    form.put_texts(reunification)
    actions.record_first_visit(
        reunification=reunification,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )


BY_OTHERS_TEXT = form_text(
    _("Child handed over by others"),
    _(
        "Record this even though your agency did not approve it. It is logged as a safeguard "
        "violation, and your managers are notified."
    ),
    button=_("Save and notify managers"),
)


@screens.child_form(
    "tracing/handed-over/", WORK, forms.HandoverByOthersForm, BY_OTHERS_TEXT, load=case_of_file
)
def record_handover_by_others(
    request: StaffRequest, case: Case, form: forms.HandoverByOthersForm
) -> None:
    """Records that others handed the child to a relative."""
    reunification = form.to_fact(file_id=case.file_id, child_id=case.child_id)
    actions.record_handover_by_others(reunification=reunification, case=case, actor=request.staff)


NO_PROSECUTION_TEXT = form_text(
    _("Decision not to prosecute a relative"),
    _(
        "Only an authority decides this. The relative’s alleged role stays on record, and so does "
        "the home assessment."
    ),
)


@screens.child_form("tracing/not-prosecuted/", WORK, forms.NoProsecutionForm, NO_PROSECUTION_TEXT)
def record_no_prosecution(
    request: StaffRequest, child: Child, form: forms.NoProsecutionForm
) -> None:
    """Records that an authority does not prosecute a relative."""
    outcome = form.to_record(file_id=child.file_id)
    actions.record_no_prosecution(outcome=outcome, actor=request.staff)
