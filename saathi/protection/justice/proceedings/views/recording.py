"""Forms of proceedings, stages, accused persons and charges."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.protection.justice.proceedings.actions import recording
from saathi.protection.justice.proceedings.forms import recording as forms
from saathi.protection.justice.proceedings.models import (
    Accused,
    Charge,
    Proceeding,
    ProceedingStep,
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
    f"{ADDRESS}new/",
    WORK,
    forms.NewProceedingForm,
    form_text(
        _("Add a proceeding"),
        _("In criminal proceedings the child is the victim of a crime, in all others a party."),
    ),
)
def open_proceeding(request: StaffRequest, child: Child, form: forms.NewProceedingForm) -> str:
    """Records a proceeding; its page opens."""
    proceeding = form.to_record(file_id=child.file_id, child=child)
    step = form.to_step(proceeding)
    recording.open_proceeding(proceeding=proceeding, step=step, actor=request.staff)
    return page_of(proceeding)


@screens.child_edit(
    f"{PROCEEDING}edit/", WORK, Proceeding, forms.ProceedingForm, form_text(_("Proceeding"))
)
def change_proceeding(
    request: StaffRequest, proceeding: Proceeding, form: forms.ProceedingForm
) -> str:
    """Corrects what identifies a proceeding."""
    form.put_texts(proceeding)
    recording.change_proceeding(
        proceeding=proceeding,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )
    return page_of(proceeding)


@screens.child_edit(
    f"{PROCEEDING}stages/new/",
    WORK,
    Proceeding,
    forms.StepForm,
    form_text(
        _("Add a stage"),
        _("Record each stage on the day it was reached. A stage can be skipped or repeated."),
        is_step=True,
    ),
)
def add_step(request: StaffRequest, proceeding: Proceeding, form: forms.StepForm) -> str:
    """Records that a proceeding reached a stage."""
    step = form.to_record(file_id=proceeding.file_id, proceeding=proceeding)
    recording.add_step(step=step, actor=request.staff)
    return page_of(proceeding)


@screens.child_edit(
    f"{ADDRESS}stages/<uuid:stage_id>/",
    WORK,
    ProceedingStep,
    forms.StepForm,
    form_text(_("Stage")),
)
def change_step(request: StaffRequest, step: ProceedingStep, form: forms.StepForm) -> str:
    """Corrects a stage."""
    form.put_texts(step)
    recording.change_step(
        step=step, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(step.proceeding)


@screens.child_edit(
    f"{PROCEEDING}accused/new/",
    WORK,
    Proceeding,
    forms.AccusedForm,
    form_text(
        _("Add an accused person"),
        _("If the allegation is in the child’s file, choose it: nothing is entered twice."),
        is_step=True,
    ),
)
def add_accused(request: StaffRequest, proceeding: Proceeding, form: forms.AccusedForm) -> str:
    """Records an accused person."""
    accused = form.to_record(file_id=proceeding.file_id, proceeding=proceeding)
    recording.add_accused(accused=accused, actor=request.staff)
    return page_of(proceeding)


@screens.child_edit(
    f"{ADDRESS}accused/<uuid:accused_id>/",
    WORK,
    Accused,
    forms.AccusedForm,
    form_text(_("Accused person")),
)
def change_accused(request: StaffRequest, accused: Accused, form: forms.AccusedForm) -> str:
    """Changes an accused person, such as where the person is now."""
    form.put_texts(accused)
    recording.change_accused(
        accused=accused, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(accused.proceeding)


@screens.child_edit(
    f"{ADDRESS}accused/<uuid:accused_id>/charges/new/",
    WORK,
    Accused,
    forms.ChargeForm,
    form_text(_("Add a charge"), is_step=True),
)
def add_charge(request: StaffRequest, accused: Accused, form: forms.ChargeForm) -> str:
    """Records a charge against an accused person."""
    charge = form.to_record(file_id=accused.file_id, accused=accused)
    recording.add_charge(charge=charge, actor=request.staff)
    return page_of(accused.proceeding)


@screens.child_edit(
    f"{ADDRESS}charges/<uuid:charge_id>/",
    WORK,
    Charge,
    forms.ChargeForm,
    form_text(_("Charge, outcome and sentence")),
)
def change_charge(request: StaffRequest, charge: Charge, form: forms.ChargeForm) -> str:
    """Records outcome, sentence or appeal of a charge."""
    form.put_texts(charge)
    recording.change_charge(
        charge=charge, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(charge.accused.proceeding)


@screens.child_step(f"{ADDRESS}charges/<uuid:charge_id>/copy/", WORK, Charge, "list_proceedings")
def copy_charge(request: StaffRequest, charge: Charge, _version: int) -> None:
    """Adds what the allegation in the file lacks of a charge."""
    recording.copy_to_allegation(charge=charge, actor=request.staff)
