"""Forms of hearings and of visits that prepare the child."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people.record_screens import save_changes, save_new
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.justice.proceedings.actions import hearings
from saathi.protection.justice.proceedings.forms import hearings as forms
from saathi.protection.justice.proceedings.models import CourtVisit, Hearing, Proceeding
from saathi.protection.justice.proceedings.views.screens import (
    ADDRESS,
    PROCEEDING,
    WORK,
    form_text,
    page_of,
    screens,
)

HEARING = f"{ADDRESS}hearings/<uuid:hearing_id>/"


@screens.child_edit(
    f"{PROCEEDING}hearings/new/",
    WORK,
    Proceeding,
    forms.HearingForm,
    form_text(
        _("Add a hearing"),
        _("The worker is reminded on the day, and the day before to confirm what the child needs."),
        is_step=True,
    ),
)
def list_hearing(request: StaffRequest, proceeding: Proceeding, form: forms.HearingForm) -> str:
    """Lists a hearing."""
    hearing = form.to_record(file_id=proceeding.file_id, proceeding=proceeding)
    hearings.list_hearing(hearing=hearing, actor=request.staff)
    return page_of(proceeding)


@screens.child_edit(HEARING, WORK, Hearing, forms.HearingChangeForm, form_text(_("Hearing")))
def change_hearing(request: StaffRequest, hearing: Hearing, form: forms.HearingChangeForm) -> str:
    """Changes the date or purpose of a hearing."""
    form.put_texts(hearing)
    hearings.change_hearing(
        hearing=hearing, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(hearing.proceeding)


@screens.child_edit(
    f"{HEARING}arrangements/",
    WORK,
    Hearing,
    forms.ArrangementForm,
    form_text(
        _("Arrangements for the hearing"),
        _("The child chooses the support person."),
        is_step=True,
    ),
)
def arrange_hearing(request: StaffRequest, hearing: Hearing, form: forms.ArrangementForm) -> str:
    """Records whether support person, transport and interpreter are confirmed."""
    form.put_texts(hearing)
    hearings.change_hearing(
        hearing=hearing, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(hearing.proceeding)


@screens.child_edit(
    f"{HEARING}adjourned/",
    WORK,
    Hearing,
    forms.AdjournmentForm,
    form_text(
        _("Adjournment"),
        _("With a next date, the next hearing is listed at once."),
        is_step=True,
    ),
)
def adjourn_hearing(request: StaffRequest, hearing: Hearing, form: forms.AdjournmentForm) -> str:
    """Records an adjournment, and lists the next hearing."""
    form.put_texts(hearing)
    hearings.adjourn_hearing(
        hearing=hearing, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(hearing.proceeding)


@screens.child_edit(
    f"{HEARING}held/",
    WORK,
    Hearing,
    forms.HeldForm,
    form_text(
        _("Record of the hearing"),
        _(
            "Record what happened, even if it should not have happened. A hearing open to the public "
            "with the child, or facing the accused, is a safeguard violation: your managers are "
            "notified. If the child was not present, leave the questions about the child blank."
        ),
        is_step=True,
    ),
)
def hold_hearing(request: StaffRequest, hearing: Hearing, form: forms.HeldForm) -> str:
    """Records how a hearing was held."""
    form.put_texts(hearing)
    case = case_of_file(request.staff, hearing.file_id, Hearing.section)
    hearings.hold_hearing(
        hearing=hearing,
        case=case,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )
    return page_of(hearing.proceeding)


@screens.child_step(f"{HEARING}cancel/", WORK, Hearing, "list_proceedings")
def cancel_hearing(request: StaffRequest, hearing: Hearing, version: int) -> None:
    """Records that a hearing is cancelled."""
    hearings.cancel_hearing(hearing=hearing, version=version, actor=request.staff)


@screens.child_edit(
    f"{PROCEEDING}visits/new/",
    WORK,
    Proceeding,
    forms.CourtVisitForm,
    form_text(_("Add a preparation visit"), is_step=True),
)
def add_visit(request: StaffRequest, proceeding: Proceeding, form: forms.CourtVisitForm) -> str:
    """Records a visit that prepared the child."""
    save_new(request, form, file_id=proceeding.file_id, proceeding=proceeding)
    return page_of(proceeding)


@screens.child_edit(
    f"{ADDRESS}visits/<uuid:court_visit_id>/",
    WORK,
    CourtVisit,
    forms.CourtVisitForm,
    form_text(_("Preparation visit")),
)
def change_visit(request: StaffRequest, visit: CourtVisit, form: forms.CourtVisitForm) -> str:
    """Corrects a preparation visit."""
    save_changes(request, visit, form)
    return page_of(visit.proceeding)
