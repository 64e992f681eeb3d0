"""The queue, the response of one report and the duty roster, ready for display; checks no permissions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra import clock
from saathi.infra.digits import to_ascii_digits
from saathi.infra.join_words import join_words
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import queries, roster_gaps
from saathi.protection.identification.intake.queue.models import (
    DutyShift,
    ReportResponse,
    ResponseStep,
)
from saathi.protection.identification.intake.queue.named_in_texts import steps_without_staff
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.vocabulary import (
    CALL_SUPERVISOR,
    EMERGENCY_STEPS,
    STEPS_WITHOUT_COLLEAGUES,
    ResponseRoute,
    ResponseState,
    ResponseStepKind,
)
from saathi.protection.identification.intake.queue.wording import (
    describe_escalation,
    moment_text,
    time_left,
)
from saathi.protection.identification.intake.vocabulary import Urgency
from saathi.web.components import ActionLink, AlertBox, LabelledValue

FIRST_ESCALATED = 2  # the level of a report whose first recipients did not accept it in time


@dataclass(frozen=True)
class DutyPerson:
    """A person on duty: name, telephone, until when, and who covers."""

    name: str
    phone: str
    until: str
    roster_gaps: str = ""
    staff_id: UUID | None = None

    @property
    def phone_url(self) -> str:
        """The number as a link."""
        return "tel:" + "".join(c for c in to_ascii_digits(self.phone) if c in "0123456789+")


@dataclass(frozen=True)
class DutyPanel:
    """Who is on duty now, at which office; the next time without cover; a link to the roster."""

    people: Sequence[DutyPerson]
    office: str
    gap: str = ""
    roster_url: str = ""


def duty_panel(request: StaffRequest, office: Office, *, tells_gap: bool = False) -> DutyPanel:
    """Who answers for an office's new reports now; for those who lead it, also the next gap.

    `tells_gap`: everyone is shown a gap that is now or begins within a day.
    """
    now = clock.now()
    on_duty = queries.find_staff_on_duty(office, now)
    people = [_duty_person(shift) for shift in on_duty.shifts] if on_duty else []
    may_set = Permission.ASSIGN in request.may and office.pk in request.staff.acts_as
    gap = ""
    if may_set:
        gap = next(iter(roster_gaps.gap_texts(office, now)), "")
    elif tells_gap and people:
        gap = roster_gaps.next_gap_text(office, now)
    return DutyPanel(
        people=people,
        office=on_duty.office.name if on_duty else office.name,
        gap=gap,
        roster_url=reverse("intake:show_roster", args=[office.pk]) if may_set else "",
    )


def _duty_person(shift: DutyShift) -> DutyPerson:
    until = _("until %(moment)s") % {"moment": moment_text(shift.ends_at, shift.office)}
    cover = shift.cover.name if shift.cover else ""
    return DutyPerson(shift.staff.name, shift.phone, until, cover, shift.staff.pk)


@dataclass(frozen=True)
class EmergencySteps:
    """What to do for a child in immediate danger; `is_common_practice` where the country set no steps."""

    steps: Sequence[str]
    is_common_practice: bool


@dataclass(frozen=True)
class ResponsePanel:
    """The response to a report, for its page."""

    reference: str
    time_text: str
    is_overdue: bool
    is_new: bool
    pairs: Sequence[LabelledValue]
    history: Sequence[LabelledValue]
    notified: Sequence[LabelledValue]  # supervisors who were notified and can read it
    alerts: Sequence[AlertBox]
    emergency: EmergencySteps | None  # None: the report is closed, or the child is in no danger now
    actions: Sequence[ActionLink]
    duty: DutyPanel


def response_panel(
    request: StaffRequest,
    report: Report,
    *,
    may_handle: bool,
    outcomes: Sequence[tuple[dt.datetime, LabelledValue]] = (),
) -> ResponsePanel | None:
    """The response to a report that this person reads; None if it is in no queue.

    `may_handle`: the report does not bypass them. `outcomes`: those for the history, with their times.
    """
    response = queries.get_response(request.staff, report)
    if response is None:
        return None
    steps = queries.list_response_steps(request.staff, report)
    people = {step.staff for step in steps} | {step.recorded_by for step in steps}
    names = names_of([*people, response.accepted_by, response.assigned_to, *response.named_staff])
    now, is_open = clock.now(), response.state != ResponseState.CLOSED
    is_new = response.state == ResponseState.NEW
    duty = duty_panel(request, response.office, tells_gap=is_new)
    notified = _notified_pairs(response, request.staff) if may_handle else []
    emergency = None
    if is_open and report.urgency == Urgency.NOW:
        own_steps = queries.immediate_danger_steps_of_office(response.office)
        to_do = own_steps or _common_steps(duty, notified, request.staff)
        emergency = EmergencySteps(to_do, is_common_practice=not own_steps)
    return ResponsePanel(
        reference=report_reference(report.pk),
        time_text=_deadline_text(response, report, now),
        is_overdue=is_open and response.due_at < now,
        is_new=is_new,
        pairs=_pairs(response, names, request.staff),
        history=_history(steps, names, request.staff, outcomes),
        notified=notified,
        alerts=_alerts(response, names),
        emergency=emergency,
        actions=_actions(report, is_open=is_open) if may_handle else [],
        duty=duty,
    )


def steps_without_colleagues(report: Report, reader: Staff) -> EmergencySteps | None:
    """The emergency steps for a person bypassed by a report; None where the child is in no danger now.

    None of them leads to colleagues, and none says who handles the report or how far that is.
    """
    if report.urgency != Urgency.NOW:
        return None
    own_steps = steps_without_staff(queries.immediate_danger_steps_of_office(reader.office))
    common = STEPS_WITHOUT_COLLEAGUES[:1] if own_steps else STEPS_WITHOUT_COLLEAGUES
    return EmergencySteps([*map(str, common), *own_steps], is_common_practice=not own_steps)


def _notified_pairs(response: ReportResponse, reader: Staff) -> list[LabelledValue]:
    """The supervisors who were notified, with the telephone of their latest shift.

    They read the report by their office, not as colleagues of it.
    """
    people = queries.list_notified_supervisors(response, reader)
    phones = queries.latest_phones([person.pk for person in people])
    named = [
        f"{person.name} ({_isolated(phones[person.pk])})" if person.pk in phones else person.name
        for person in people
    ]
    return [LabelledValue(_("Supervisors notified"), join_words(named))] if named else []


def _isolated(phone: str) -> str:
    """A telephone number that reads from left to right in a text of either direction."""
    return f"\N{LEFT-TO-RIGHT ISOLATE}{phone}\N{POP DIRECTIONAL ISOLATE}"


def _deadline_text(response: ReportResponse, report: Report, now: dt.datetime) -> str:
    """What is due, and the time left; empty for a closed report.

    While a child may be in immediate danger, the visit comes first: the time to decide, which is
    longer, is shown below, beside the status, unless it has passed.
    """
    if response.state == ResponseState.CLOSED:
        return ""
    text = time_left(response.due_at, now)
    if response.state == ResponseState.NEW:
        return _("Time to accept: %(time)s") % {"time": text}
    if report.urgency == Urgency.NOW and response.due_at >= now:
        return ""
    return _("Time to decide: %(time)s") % {"time": text}


def _common_steps(duty: DutyPanel, notified: Sequence[LabelledValue], reader: Staff) -> list[str]:
    """The steps of common practice; no one on duty is asked to call the person on duty."""
    if not duty.people:
        first = str(CALL_SUPERVISOR)
        if notified:
            named = {"names": notified[0].text}
            first = _("No one is on duty. Call a supervisor now: %(names)s") % named
        return [first, *(str(step) for step in EMERGENCY_STEPS[1:])]
    is_on_duty = reader.pk in {person.staff_id for person in duty.people}
    return [str(step) for step in (EMERGENCY_STEPS[1:] if is_on_duty else EMERGENCY_STEPS)]


def _pairs(response: ReportResponse, names: dict[UUID, str], staff: Staff) -> list[LabelledValue]:
    state = ResponseState(response.state)
    accepted = ""
    if response.accepted_by and response.accepted_at:
        accepted = moment_text(response.accepted_at, staff.office)
    return [
        LabelledValue(_("Status"), state.label, note=_level_text(response)),
        _due_pair(state, moment_text(response.due_at, staff.office)),
        LabelledValue(
            _("Accepted by"),
            names.get(response.accepted_by, "") if response.accepted_by else "",
            note=accepted,
            missing=_("Not assigned yet"),
        ),
        LabelledValue(
            _("Assigned to"),
            names.get(response.assigned_to, "") if response.assigned_to else "",
            missing=_("Not assigned yet"),
        ),
        LabelledValue(_("Office"), response.office.name),
    ]


def _due_pair(state: ResponseState, moment: str) -> LabelledValue:
    """By when the report must be accepted or decided on, or when it was closed."""
    match state:
        case ResponseState.NEW:
            return LabelledValue(_("Accept by"), moment)
        case ResponseState.ACCEPTED:
            help_text = _("By then, open a case or record another outcome.")
            return LabelledValue(_("Decide by"), moment, note=help_text)
        case ResponseState.CLOSED:
            return LabelledValue(_("Closed on"), moment)


def _level_text(response: ReportResponse) -> str:
    if response.state != ResponseState.NEW or response.level < FIRST_ESCALATED:
        return ""
    return describe_escalation(response.level)


def _history(
    steps: Sequence[ResponseStep],
    names: dict[UUID, str],
    staff: Staff,
    outcomes: Sequence[tuple[dt.datetime, LabelledValue]],
) -> list[LabelledValue]:
    """The steps and the outcomes, the latest first."""
    pairs = [(step.recorded_at, _history_pair(step, names, staff)) for step in steps]
    return [pair for _at, pair in sorted([*pairs, *outcomes], key=lambda each: each[0])][::-1]


def _history_pair(step: ResponseStep, names: dict[UUID, str], staff: Staff) -> LabelledValue:
    """One step: who and when; of an escalated notice its level, of a reassignment who made it."""
    kind = ResponseStepKind(step.kind)
    note = moment_text(step.recorded_at, staff.office)
    if kind == ResponseStepKind.NOTIFIED and step.level >= FIRST_ESCALATED:
        note = f"{note}, {describe_escalation(step.level)}"
    if kind == ResponseStepKind.REASSIGNED and step.recorded_by in names:
        note += ", " + _("by %(name)s") % {"name": names[step.recorded_by]}
    return LabelledValue(kind.label, names.get(step.staff, "") if step.staff else "", note=note)


def _alerts(response: ReportResponse, names: dict[UUID, str]) -> list[AlertBox]:
    alerts = []
    if response.state == ResponseState.NEW and response.level == 0:
        text = _("Call the supervisor or the office above. No one was notified of this report.")
        alerts.append(AlertBox(_("No one could be notified"), text))
    if response.route != ResponseRoute.USUAL:
        alerts.append(_named_alert(response, names))
    return alerts


def _named_alert(response: ReportResponse, names: dict[UUID, str]) -> AlertBox:
    """The staff and office that the report names, and what follows from it."""
    named = [names[staff_id] for staff_id in response.named_staff if staff_id in names]
    if response.named_office is not None:
        named.append(response.named_office.name)
    title = _("This report names: %(names)s") % {"names": ", ".join(named)}
    text = _(
        "Hidden from the people and offices named and from supervisors who supervise only their office."
    )
    if response.route == ResponseRoute.NONE_ABOVE:
        text += " " + _(
            "There is no office above. Decide which authority outside your agency must be informed."
        )
    return AlertBox(title, text, kind="attend", icon="shield")


def _actions(report: Report, *, is_open: bool) -> list[ActionLink]:
    """The actions. Naming stays possible with a case: its file closes to those named too."""
    reassign = reverse("intake:reassign_report", args=[report.pk])
    name = reverse("intake:record_named_colleagues", args=[report.pk])
    actions = [ActionLink(_("Reassign"), reassign, "send")] if is_open else []
    if is_open or report.child_file_id:
        label = _("Record that the report names a colleague")
        actions.append(ActionLink(label, name, "shield"))
    return actions


@dataclass(frozen=True)
class RosterRow:
    """One shift of the roster."""

    id: UUID
    person: DutyPerson
    day: str
    time: str
    is_now: bool


@dataclass(frozen=True)
class RosterPage:
    """The roster of an office: its shifts, its gaps, and the other offices of the reader."""

    office: Office
    rows: Sequence[RosterRow]
    gaps: Sequence[str]
    others: Sequence[ActionLink]


def _time_text(shift: DutyShift, office: Office) -> str:
    """The hours of a shift, with the day on which it ends if that is another one."""
    start, end = office.local(shift.starts_at), office.local(shift.ends_at)
    is_one_day = office.date_of(shift.starts_at) == office.date_of(shift.ends_at)
    until = f"{end:%H:%M}" if is_one_day else moment_text(shift.ends_at, office)
    return _("%(start)s to %(end)s") % {"start": f"{start:%H:%M}", "end": until}


def roster_page(staff: Staff, office: Office) -> RosterPage:
    """The roster of an office for the coming weeks."""
    now = clock.now()
    end = now + dt.timedelta(days=queries.ROSTER_DAYS)
    shifts = queries.list_shifts(office, now, end)
    return RosterPage(
        office=office,
        rows=[
            RosterRow(
                shift.pk,
                _duty_person(shift),
                date_format(office.local(shift.starts_at), "D j M"),
                _time_text(shift, office),
                shift.starts_at <= now,
            )
            for shift in shifts
        ],
        gaps=roster_gaps.gap_texts(office, now),
        others=[
            ActionLink(each.name, reverse("intake:show_roster", args=[each.pk]), "building")
            for each in queries.list_led_offices(staff)
            if each.pk != office.pk
        ],
    )
