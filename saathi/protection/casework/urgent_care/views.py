"""Screens of time-critical care: the steps with the time left, beginning, a step, the end."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi.agencies import access, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra import clock
from saathi.people import record_screens as kit
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.models import Child
from saathi.people.queries import child_header, child_of_file
from saathi.protection.casework.urgent_care import actions, queries, rules
from saathi.protection.casework.urgent_care.models import UrgentCare, UrgentCareStep
from saathi.protection.casework.urgent_care.rules import CareStep
from saathi.protection.casework.urgent_care.steps import step_text
from saathi.protection.casework.urgent_care.vocabulary import CareOutcome, CareReason
from saathi.protection.casework.urgent_care.wording import (
    describe_event,
    describe_hours_left,
    describe_open_steps,
    describe_step_limit,
)
from saathi.web.components import ActionLink
from saathi.web.fields import PastDateField
from saathi.web.time_field import TimeField

screens = kit.RecordScreens("urgent_care")
_PAGE = "urgent_care:list_urgent_care"


def _day_field() -> PastDateField:
    return PastDateField(
        required=False,
        label=_("Date of the event"),
        help_text=_("Leave blank if unknown, or if nothing has happened yet."),
        label_suffix="",
    )


def _time_field() -> TimeField:
    return TimeField(
        label=_("Time"),
        help_text=_("If the hour is unknown, time limits count from the start of the day."),
        label_suffix="",
    )


class _EventForm(kit.DerivedForm[UrgentCare]):
    """What is known about the event."""

    model = UrgentCare

    def to_event(self) -> actions.CareEvent:
        """The event: without an hour, from the start of its day; without a day, time unknown."""
        data, zone = self.cleaned_data, self.staff.office.time_zone
        day, time, is_new = data["happened_on"], data["happened_time"], data.get("is_new_event")
        if day is None:
            return actions.CareEvent(note=data["note"], is_new=bool(is_new))
        moment, known = rules.earliest_moment_of(day, time, zone), time is not None
        return actions.CareEvent(moment, known, data["note"], bool(is_new))


class CareForm(_EventForm):
    """Form to begin time-critical care: the reason, and when it happened if that is known."""

    names = "reason is_new_event happened_on happened_time note"
    is_new_event = forms.BooleanField(required=False, label=_("This is a new event"))
    happened_on, happened_time = _day_field(), _time_field()

    def prepare(self) -> None:
        """Asks whether it is a new event only if care is open."""
        self.open_care = queries.list_open_care(self.staff, [self.about.file_id])
        if not self.open_care:
            del self.fields["is_new_event"]

    def clean(self) -> dict[str, Any]:
        """Requires the answer if care for this reason is open."""
        data = super().clean() or self.cleaned_data
        begun = [care.begun_at for care in self.open_care if care.reason == data.get("reason")]
        if begun and not data.get("is_new_event"):
            text = gettext(
                "Time-critical care for this reason has been open since %(time)s. Select "
                "this box if this is a new event. To change the time of the event, correct "
                "the open care instead."
            )
            since = kit.format_moment(max(begun), self.staff.office)
            self.add_error("is_new_event", text % {"time": since})
        return data


class CareCorrectionForm(_EventForm):
    """Form to correct what is known about the event."""

    names = "happened_on happened_time note"
    happened_on, happened_time = _day_field(), _time_field()

    def prepare(self) -> None:
        """Fills in the recorded facts."""
        care, office = self.record, self.staff.office
        if care is not None and care.happened_at is not None:
            self.initial["happened_on"] = office.date_of(care.happened_at)
            if care.is_hour_known is not False:
                self.initial["happened_time"] = f"{office.local(care.happened_at):%H:%M}"


class CareStepForm(kit.DerivedForm[UrgentCareStep]):
    """Form for the outcome of a step."""

    model = UrgentCareStep
    names = "state taken_on note"


class CareEndForm(kit.DerivedForm[UrgentCare]):
    """Form to end time-critical care."""

    model = UrgentCare
    names = "outcome end_note"
    outcome = forms.ChoiceField(
        choices=CareOutcome, widget=forms.RadioSelect, label=_("How it ended")
    )


BEGIN_PAGE_TEXT = kit.ChildFormPageText(
    _("Begin time-critical care"),
    _("Your supervisor is notified. Steps and time limits follow the procedure."),
    back=_PAGE,
)


CORRECT_PAGE_TEXT = kit.ChildFormPageText(
    _("Correct the time of the event"),
    _(
        "Time limits count from the earliest time recorded: a later time or a blank gives no more time. "
        "The earlier version is kept."
    ),
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
    begin = screens.links(
        request, child.file_id, "begin_urgent_care", _("Begin time-critical care")
    )
    may_write = bool(begin)
    lead = _("Steps and time limits follow the procedure.")
    empty = "" if care else _("No time-critical care yet.")
    parts = [kit.Panel(_("Time-critical care"), lead, actions=begin, empty=empty)]
    for each in care:
        taken = {step.code: step for step in steps if step.care_id == each.pk}
        parts.append(_care_panel(request, each, taken, may_write=may_write))
    if care:
        parts.append(kit.Panel("", _source_line(request, care)))
    return kit.PageContent(parts=parts)


def _care_panel(
    request: StaffRequest, care: UrgentCare, taken: dict[str, UrgentCareStep], *, may_write: bool
) -> kit.Panel:
    office, is_open = request.staff.office, care.ended_on is None
    happened = describe_event(care, office)
    pairs = [
        kit.LabelledValue(_("Date and time of the event"), happened, missing=_("not known")),
        kit.LabelledValue(_("Begun"), kit.format_moment(care.begun_at, office)),
        kit.LabelledValue(_("Note"), care.note, missing=_("not recorded")),
    ]
    earliest = rules.earliest_recorded(care.happened_at, care.earliest_at)
    if earliest != care.happened_at:
        since = kit.format_moment(earliest, office)
        pairs.append(kit.LabelledValue(_("Time limits count from"), since))
    actions_: list[ActionLink] = []
    if not is_open:
        ended = f"{kit.format_day(care.ended_on)} · {care.get_outcome_display()}"
        pairs.append(kit.LabelledValue(_("Ended"), ended))
        if care.end_note:
            pairs.append(kit.LabelledValue(_("Explanation"), care.end_note))
        if left := describe_open_steps(office, care.reason, taken):
            pairs.append(kit.LabelledValue(_("Open steps"), left))
    elif may_write:
        actions_ = [
            kit.link(label, f"urgent_care:{name}", care.file_id, care.pk)
            for name, label in (
                ("end_urgent_care", _("End")),
                ("correct_urgent_care", _("Correct")),
            )
        ]
    if care.corrected_at is not None:
        versions = "urgent_care:list_care_versions"
        actions_.append(kit.link(_("Earlier versions"), versions, care.file_id, care.pk))
    rows = [
        _step_row(care, step, taken.get(step.code), may_write=may_write and is_open)
        for step in queries.steps_for(office, care.reason)
    ]
    rows.sort(key=lambda row: not row.is_urgent)  # overdue ones first
    title = CareReason(care.reason).label
    return kit.Panel(title, actions=actions_, pairs=pairs, rows=rows)


def _source_line(request: StaffRequest, care: list[UrgentCare]) -> str:
    """The sources of all steps in one line, and whether the steps were checked against them."""
    office = request.staff.office
    steps = [step for each in care for step in queries.steps_for(office, each.reason)]
    named = dict.fromkeys(step.source for step in steps)
    line = gettext("Sources of the steps: %(sources)s.") % {"sources": "; ".join(named)}
    if all(step.is_verified for step in steps):
        return line
    return f"{line} {gettext('Unverified')}."


def _step_row(
    care: UrgentCare, step: CareStep, taken: UrgentCareStep | None, *, may_write: bool
) -> kit.PanelRow:
    limit = kit.LabelledValue(_("Time limit"), describe_step_limit(step))
    if taken is not None:
        done = f"{taken.get_state_display()} · {kit.format_day(taken.taken_on)}"
        note = [kit.LabelledValue(_("Note"), taken.note)] if taken.note else []
        pairs = [limit, *note]
        return kit.PanelRow(step_text(step), done, is_over=True, pairs=pairs)
    is_open = care.ended_on is None
    times = rules.care_times(care.reason, care.happened_at, care.begun_at, care.earliest_at)
    is_overdue = is_open and rules.is_overdue(step, times, now=clock.now())
    links: list[ActionLink] = []
    if may_write:
        args = (care.file_id, care.pk, step.code)
        links = [ActionLink(_("Record"), reverse("urgent_care:record_care_step", args=args))]
    return kit.PanelRow(
        step_text(step),
        _open_step_state(step, times, is_overdue=is_overdue) if is_open else "",
        needs_attention=is_open,
        is_urgent=is_overdue,
        pairs=[limit],
        actions=links,
    )


def _open_step_state(step: CareStep, times: rules.CareTimes, *, is_overdue: bool) -> str:
    """How much time is left for an open step."""
    deadline = step.deadline(times)
    if deadline is None:
        return gettext("as soon as possible: time of the event not known")
    if step.hours or is_overdue:
        return describe_hours_left(deadline)
    return gettext("To do")


@screens.child_form("urgent-care/new/", Permission.WORK_ON_CASE, CareForm, BEGIN_PAGE_TEXT)
def begin_urgent_care(request: StaffRequest, child: Child, form: CareForm) -> None:
    """Begins time-critical care."""
    data = form.cleaned_data
    actions.begin_urgent_care(
        child=child, reason=CareReason(data["reason"]), event=form.to_event(), actor=request.staff
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
    """Records the outcome of a step of time-critical care."""
    child = child_for_editing(request, file_id, Section.NEEDS)
    care = _open_care(request, file_id, care_id)
    step = _find_step(request, care, code, set(care.steps.values_list("code", flat=True)))

    def save(form: CareStepForm) -> str:
        taken = form.to_record(file_id=file_id, care=care, code=step.code)
        try:
            actions.record_step(step=taken, actor=request.staff)
        except actions.UrgentCareRefused as refusal:
            form.add_refusal_reasons(refusal.reasons)
            return ""
        return reverse(_PAGE, args=[file_id])

    form = CareStepForm(posted_data(request), staff=request.staff, about=care)
    lead = gettext("Time limit: %(limit)s") % {"limit": describe_step_limit(step)}
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
    records.open_texts_of_each([care])

    def save(form: CareEndForm) -> str:
        form.put_texts(care)
        outcome = CareOutcome(form.cleaned_data["outcome"])
        actions.end_urgent_care(
            care=care, version=form.seen_version, outcome=outcome, actor=request.staff
        )
        return reverse(_PAGE, args=[file_id])

    form = CareEndForm(posted_data(request), staff=request.staff, record=care)
    lead = describe_open_steps(
        request.staff.office, care.reason, set(care.steps.values_list("code", flat=True))
    )
    text = kit.ChildFormPageText(_("End time-critical care"), lead, back=_PAGE, is_step=True)
    return submit_form(request, form, save) or render_child_form_page(request, child, form, text)


@screens.ordinary(f"{kit.CHILD}urgent-care/<uuid:care_id>/edit/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def correct_urgent_care(request: StaffRequest, file_id: UUID, care_id: UUID) -> HttpResponse:
    """Corrects what is known about the event of open care; keeps the earlier version."""
    child = child_for_editing(request, file_id, Section.NEEDS)
    care = _open_care(request, file_id, care_id)
    records.open_texts_of_each([care])

    def save(form: CareCorrectionForm) -> str:
        version, event = form.seen_version, form.to_event()
        try:
            actions.correct_urgent_care(
                care=care, event=event, version=version, actor=request.staff
            )
        except actions.UrgentCareRefused as refusal:
            form.add_refusal_reasons(refusal.reasons, {})
            return ""
        return back

    back = reverse(_PAGE, args=[file_id])
    form = CareCorrectionForm(posted_data(request), staff=request.staff, record=care)
    answer = submit_form(request, form, save, newest_url=back)
    return answer or render_child_form_page(request, child, form, CORRECT_PAGE_TEXT)


@screens.ordinary(f"{kit.CHILD}urgent-care/<uuid:care_id>/versions/")
@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_care_versions(request: StaffRequest, file_id: UUID, care_id: UUID) -> HttpResponse:
    """What was recorded about the event before each correction, for those who read the care."""
    child = child_of_file(request.staff, file_id, Section.NEEDS)
    care = records.get_record_of_file(request.staff, UrgentCare, file_id, care_id)
    office = request.staff.office
    rows = [
        kit.PanelRow(
            gettext("Until %(time)s") % {"time": kit.format_moment(version.valid_until, office)},
            pairs=[
                kit.LabelledValue(
                    _("Date and time of the event"),
                    describe_event(version, office),
                    missing=_("not known"),
                ),
                kit.LabelledValue(_("Note"), version.note, missing=_("not recorded")),
            ],
        )
        for version in queries.list_earlier_versions(request.staff, care)
    ]
    page = kit.PageContent(
        _("Earlier versions"),
        kit.link(_("Time-critical care"), _PAGE, file_id),
        parts=[kit.Panel(_("Earlier versions"), rows=rows, empty=_("No changes yet."))],
    )
    context = {"page": page, "child": child_header(child, staff=request.staff)}
    return render(request, "people/record_page.html", context)
