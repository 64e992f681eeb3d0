"""Screens of time-critical care: the steps with the time left, beginning, a step, the end."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import access, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.models import Child
from saathi.protection.casework.urgent_care import actions, queries, rules
from saathi.protection.casework.urgent_care.models import UrgentCare, UrgentCareStep
from saathi.protection.casework.urgent_care.rules import CareStep
from saathi.protection.casework.urgent_care.steps import step_text
from saathi.protection.casework.urgent_care.vocabulary import CareOutcome, CareReason
from saathi.protection.casework.urgent_care.wording import (
    describe_hours_left,
    describe_step_limit,
)
from saathi.web.components import ActionLink
from saathi.web.fields import PastDateField
from saathi.web.time_field import TimeField, moment_of

screens = kit.RecordScreens("urgent_care")
_PAGE = "urgent_care:list_urgent_care"


class CareForm(kit.DerivedForm[UrgentCare]):
    """Form to begin time-critical care: the reason, and when it happened if that is known."""

    model = UrgentCare
    names = "reason happened_on happened_time note"
    happened_on = PastDateField(
        required=False,
        label=_("Date of the event"),
        help_text=_("Leave blank if unknown, or if nothing has happened yet."),
        label_suffix="",
    )
    happened_time = TimeField(label=_("Time"), label_suffix="")


class CareStepForm(kit.DerivedForm[UrgentCareStep]):
    """Form for what became of a step."""

    model = UrgentCareStep
    names = "state taken_on note"


class CareEndForm(kit.DerivedForm[UrgentCare]):
    """Form to end time-critical care."""

    model = UrgentCare
    names = "outcome"
    outcome = forms.ChoiceField(
        choices=CareOutcome, widget=forms.RadioSelect, label=_("How it ended")
    )


BEGIN_PAGE_TEXT = kit.ChildFormPageText(
    _("Begin time-critical care"),
    _("Your supervisor is notified. Steps and time limits follow the procedure."),
    back=_PAGE,
)


@screens.child_list(
    "urgent-care/",
    Permission.WORK_ON_CASE,
    kit.RecordQuery(UrgentCare, "-begun_at"),
    kit.RecordQuery(UrgentCareStep, "recorded_at"),
)
def list_urgent_care(
    request: StaffRequest, child: Child, care: list[UrgentCare], steps: list[UrgentCareStep]
) -> kit.PageContent:
    """The time-critical care of a child: each step with its time, the open ones first."""
    begin = screens.links(request, child.file_id, "begin_urgent_care", _("Begin"))
    may_write = bool(begin)
    lead = _("Steps and time limits follow the procedure.")
    empty = "" if care else _("No time-critical care yet.")
    parts = [kit.Panel(_("Time-critical care"), lead, actions=begin, empty=empty)]
    for each in care:
        taken = {step.code: step for step in steps if step.care_id == each.pk}
        parts.append(_care_panel(request, each, taken, may_write=may_write))
    return kit.PageContent(parts=parts)


def _care_panel(
    request: StaffRequest, care: UrgentCare, taken: dict[str, UrgentCareStep], *, may_write: bool
) -> kit.Panel:
    office, is_open = request.staff.office, care.ended_on is None
    happened = kit.format_moment(care.happened_at, office)
    pairs = [
        kit.LabelledValue(_("Date and time of the event"), happened, missing=_("not known")),
        kit.LabelledValue(_("Begun"), kit.format_moment(care.begun_at, office)),
        kit.LabelledValue(_("Note"), care.note, missing=_("none")),
    ]
    actions_: list[ActionLink] = []
    if not is_open:
        ended = f"{kit.format_day(care.ended_on)} · {care.get_outcome_display()}"
        pairs.append(kit.LabelledValue(_("Ended"), ended))
    elif may_write:
        actions_ = [kit.link(_("End"), "urgent_care:end_urgent_care", care.file_id, care.pk)]
    rows = [
        _step_row(care, step, taken.get(step.code), may_write=may_write and is_open)
        for step in queries.steps_for(office, care.reason)
    ]
    title = CareReason(care.reason).label
    return kit.Panel(title, actions=actions_, pairs=pairs, rows=rows)


def _step_row(
    care: UrgentCare, step: CareStep, taken: UrgentCareStep | None, *, may_write: bool
) -> kit.PanelRow:
    source = kit.LabelledValue(
        _("Source"), step.source, "" if step.is_verified else _t("Unverified")
    )
    limit = describe_step_limit(step)
    if taken is not None:
        done = f"{taken.get_state_display()} · {kit.format_day(taken.taken_on)}"
        note = [kit.LabelledValue(_("Note"), taken.note)] if taken.note else []
        pairs = [kit.LabelledValue(_("Time"), limit), *note, source]
        return kit.PanelRow(step_text(step), done, is_over=True, pairs=pairs)
    deadline = step.deadline(care.happened_at)
    left = describe_hours_left(deadline) if deadline and care.ended_on is None else ""
    links: list[ActionLink] = []
    if may_write:
        args = (care.file_id, care.pk, step.code)
        links = [ActionLink(_("Record"), reverse("urgent_care:record_care_step", args=args))]
    return kit.PanelRow(
        step_text(step),
        left or (limit if care.ended_on is None else ""),
        needs_attention=care.ended_on is None,
        pairs=[kit.LabelledValue(_("Time"), limit), source],
        actions=links,
    )


@screens.child_form("urgent-care/new/", Permission.WORK_ON_CASE, CareForm, BEGIN_PAGE_TEXT)
def begin_urgent_care(request: StaffRequest, child: Child, form: CareForm) -> None:
    """Begins time-critical care."""
    data = form.cleaned_data
    day, office = data["happened_on"], request.staff.office
    happened_at = moment_of(day, data["happened_time"], office.time_zone) if day else None
    actions.begin_care(
        child=child,
        reason=CareReason(data["reason"]),
        happened_at=happened_at,
        note=data["note"],
        actor=request.staff,
    )


def _open_care(request: StaffRequest, file_id: UUID, care_id: UUID) -> UrgentCare:
    care = records.get_record_of_file(request.staff, UrgentCare, file_id, care_id)
    if care.ended_on is not None:
        raise access.NotAllowed
    return care


@screens.ordinary(f"{kit.CHILD}urgent-care/<uuid:care_id>/step/<slug:code>/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_care_step(
    request: StaffRequest, file_id: UUID, care_id: UUID, code: str
) -> HttpResponse:
    """Records what became of a step of time-critical care."""
    child = child_for_editing(request, file_id, Section.NEEDS)
    care = _open_care(request, file_id, care_id)
    step = _find_step(request, care, code, set(care.steps.values_list("code", flat=True)))

    def save(form: CareStepForm) -> str:
        taken = form.to_record(file_id=file_id, care=care, code=step.code)
        actions.record_step(step=taken, actor=request.staff)
        return reverse(_PAGE, args=[file_id])

    form = CareStepForm(posted_data(request), staff=request.staff, about=care)
    lead = describe_step_limit(step)
    text = kit.ChildFormPageText(step_text(step), lead, back=_PAGE)
    return submit_form(request, form, save) or render_child_form_page(request, child, form, text)


def _find_step(
    request: StaffRequest, care: UrgentCare, code: str, taken: Collection[str]
) -> CareStep:
    steps = rules.open_steps(queries.steps_for(request.staff.office, care.reason), taken)
    for step in steps:
        if step.code == code:
            return step
    raise Http404


@screens.ordinary(f"{kit.CHILD}urgent-care/<uuid:care_id>/end/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def end_urgent_care(request: StaffRequest, file_id: UUID, care_id: UUID) -> HttpResponse:
    """Ends time-critical care with its outcome."""
    child = child_for_editing(request, file_id, Section.NEEDS)
    care = _open_care(request, file_id, care_id)

    def save(form: CareEndForm) -> str:
        outcome = CareOutcome(form.cleaned_data["outcome"])
        actions.end_care(care=care, version=form.seen_version, outcome=outcome, actor=request.staff)
        return reverse(_PAGE, args=[file_id])

    initial: dict[str, Any] = {"version": care.version}
    form = CareEndForm(posted_data(request), staff=request.staff, about=care, initial=initial)
    text = kit.ChildFormPageText(_("End time-critical care"), back=_PAGE)
    return submit_form(request, form, save) or render_child_form_page(request, child, form, text)
