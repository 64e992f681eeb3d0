"""Queries of the queue: the reports in it, who is on duty, the history of one report."""

import datetime as dt
import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

from saathi.agencies import access, bundles
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import OFFICE_LEADER_KINDS, Permission
from saathi.agencies.procedure_bodies import procedure_body
from saathi.agencies.read_conditions import IsShownBy
from saathi.audit.models import AuditEntry
from saathi.people.vocabulary import YesNo
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.models import (
    RESPONSE_IS_SHOWN,
    DutyShift,
    ReportNote,
    ReportResponse,
    ResponseStep,
)
from saathi.protection.identification.intake.queue.references import ids_of_full_reference
from saathi.protection.identification.intake.queue.report_danger_conditions import (
    counted_visits,
    is_found_safe,
    last_seen_unsafe,
    open_unsafe_visits,
    was_last_seen_safe,
)
from saathi.protection.identification.intake.queue.rules import (
    DECISION_SOON,
    ResponseTargets,
    emergency_steps,
    response_targets,
)
from saathi.protection.identification.intake.queue.vocabulary import (
    RECEIVED_BY,
    ReportNoteKind,
    ResponseRoute,
    ResponseState,
    ResponseStepKind,
)
from saathi.protection.identification.intake.vocabulary import CASE_OUTCOMES, ReportOutcome, Urgency

MAX_STEPS = 100
MAX_FOUND_STAFF = 20
MAX_NEAREST_STAFF = 8  # shown before any search
ROSTER_DAYS = 14
MAX_SHIFTS = 400
MAX_COUNT = 1000
MOST_URGENT_RANK = 0  # of a child in danger now, see `report_urgency_rank`


def visible_responses(staff: Staff) -> QuerySet[ReportResponse]:
    """The reports in the queue that this person may read, with what a list shows of them.

    Those who lead an office read most reports of the conditions added here; others few of them.
    """
    responses = access.visible(staff, ReportResponse, by_row=leads_office(staff))
    # A join would prove the right to each report that is sorted; this does so only for those shown.
    return responses.prefetch_related(Prefetch("report", Report.objects.defer("sealed")))


def is_for_reader(staff: Staff) -> Q:
    """The condition "mine": assigned to the reader, or new and the reader was notified."""
    notified = ResponseStep.objects.filter(
        report=OuterRef("report"), staff=staff.id, kind=ResponseStepKind.NOTIFIED
    )
    return Q(assigned_to=staff.id) | Q(Exists(notified), state=ResponseState.NEW)


def is_for_team(staff: Staff) -> Q:
    """The condition "team": held by an office that the reader leads, else by the reader's own office."""
    return Q(office__in=_led_offices(staff) or [staff.office_id])


def leads_office(staff: Staff) -> bool:
    """Whether this person leads an office, and so reads its reports."""
    return bool(_led_offices(staff))


def _led_offices(staff: Staff) -> list[UUID]:
    return [principal for principal in staff.acts_as if principal != staff.id]


def is_outcome_due(now: dt.datetime) -> Q:
    """The condition that an accepted report needs its outcome now."""
    return Q(state=ResponseState.ACCEPTED, due_at__lte=now + DECISION_SOON)


def is_outcome_not_due(now: dt.datetime) -> Q:
    """The condition that an accepted report has time for its outcome."""
    return Q(state=ResponseState.ACCEPTED, due_at__gt=now + DECISION_SOON)


def count_to_limit(records: QuerySet[Any]) -> int:
    """The number of records, counted up to a thousand and one."""
    return records.order_by()[: MAX_COUNT + 1].count()


def get_response(staff: Staff, report: Report) -> ReportResponse | None:
    """The place of a report in the queue; the reader's right to the report was checked."""
    responses = access.visible(staff, ReportResponse, by_row=True).select_related(
        "office", "named_office"
    )
    return responses.filter(report=report).first()


def list_response_steps(staff: Staff, report: Report) -> list[ResponseStep]:
    """The latest steps of a report in the queue, the earliest of these first."""
    steps = access.visible(staff, ResponseStep, by_row=True).filter(report=report)
    return list(steps.order_by("-recorded_at", "-id")[:MAX_STEPS])[::-1]


def list_notified_supervisors(response: ReportResponse, reader: Staff) -> list[Staff]:
    """Notified leaders of the office that holds the report, or of one above; not those it names."""
    steps = access.visible(reader, ResponseStep, by_row=True).filter(
        report=response.report_id, kind=ResponseStepKind.NOTIFIED, staff__isnull=False
    )
    offices = {office.pk for office in office_chain(response.office)} - {response.named_office_id}
    people = Staff.objects.filter(
        pk__in=steps.order_by().values("staff"),
        role_kind__in=OFFICE_LEADER_KINDS,
        office__in=offices,
        is_active=True,
    )
    return list(people.exclude(pk__in=response.named_staff).order_by("name", "pk"))


def latest_phones(people: Collection[UUID]) -> dict[UUID, str]:
    """The telephone of each person's latest shift; one query, none if there are no people."""
    if not people:
        return {}
    shifts = DutyShift.objects.filter(staff__in=people).exclude(phone="")
    latest = shifts.order_by("staff", "-ends_at").distinct("staff")
    return dict(latest.values_list("staff", "phone"))


def waiting_responses(staff: Staff) -> QuerySet[ReportResponse]:
    """The reports that this person or their offices have to accept, by urgency, then by deadline."""
    waiting = visible_responses(staff).filter(state=ResponseState.NEW)
    mine = waiting.filter(is_for_reader(staff) | is_for_team(staff))
    return mine.order_by("urgency_rank", "due_at", "id")


def accepted_danger_responses(staff: Staff) -> QuerySet[ReportResponse]:
    """Accepted reports of immediate danger, child not yet recorded as safe; earliest first.

    Those of this person and of the offices that they lead, until the report has an outcome: then
    the case shows it. `is_met`: whether a visit met the child, `is_seen_safe`: and the latest found the
    child safe. Visits count if whoever recorded them may handle the report or if they found the child not
    safe, as on its page.
    """
    accepted = visible_responses(staff).filter(
        Q(assigned_to=staff.id) | Q(office__in=_led_offices(staff)),
        ~is_found_safe("report"),
        state=ResponseState.ACCEPTED,
        urgency_rank=MOST_URGENT_RANK,
    )
    accepted_reports = accepted.annotate(
        is_met=Exists(counted_visits()),
        is_seen_safe=was_last_seen_safe(),
        **last_seen_unsafe("report"),
    )
    return accepted_reports.order_by("accepted_at", "id")


def closed_danger_responses(staff: Staff, since: dt.datetime) -> QuerySet[ReportResponse]:
    """Danger reports closed without a case and without the child recorded as safe.

    Those of the offices that this person leads, until a supervisor records the latest outcome; with
    the outcome "not yet located" also the person's own, until a visit records the child as safe. A
    later visit that found the child not safe ends neither. Closed since a moment, the latest first;
    `is_not_located` says which.
    """
    # A case that is opened sets the outcome itself; other outcomes have a note, except earlier ones.
    reports = Report.objects.filter(pk=OuterRef("report"))
    closed = visible_responses(staff).filter(
        Q(office__in=_led_offices(staff)) | Q(assigned_to=staff.id),
        Exists(reports.exclude(outcome__in=["", *CASE_OUTCOMES])),
        ~is_found_safe("report"),
        state=ResponseState.CLOSED,
        urgency_rank=MOST_URGENT_RANK,
        due_at__gte=since,
    )
    not_located = Exists(reports.filter(outcome=ReportOutcome.CHILD_NOT_FOUND))
    return (
        closed.annotate(
            is_not_located=not_located,
            is_confirmed=ExpressionWrapper(_is_confirmed("report"), BooleanField()),
            **last_seen_unsafe("report"),
        )
        .filter(Q(is_not_located=True) | Q(office__in=_led_offices(staff), is_confirmed=False))
        .order_by("-due_at", "id")
    )


def is_outcome_confirmed(report: Report) -> bool:
    """Whether a supervisor recorded the latest outcome, and no visit since found the child not safe."""
    return Report.objects.filter(_is_confirmed("pk"), pk=report.pk).exists()


def _is_confirmed(report: str) -> Q:
    """Of a query with this column of reports; an earlier outcome without a note is not confirmed.

    Nor is one of a child who was seen not safe, until a visit ends this: no outcome does.
    """
    by_leaders = Q(recorded_by__in=_leaders().values("pk"))
    later = ReportNote.objects.filter(
        report=OuterRef("report"), recorded_at__gt=OuterRef("recorded_at")
    )
    undone = later.filter(Q(kind=ReportNoteKind.OUTCOME) & ~by_leaders | Q(child_safe=YesNo.NO))
    outcomes = ReportNote.objects.filter(report=OuterRef(report), kind=ReportNoteKind.OUTCOME)
    by_leader = Exists(outcomes.filter(by_leaders, ~Exists(undone)))
    return Q(by_leader) & ~Q(Exists(open_unsafe_visits(report)))


def find_leaders(people: Collection[UUID]) -> set[UUID]:
    """Those of these people who lead offices."""
    return set(_leaders().filter(pk__in=people).values_list("pk", flat=True))


def _leaders() -> QuerySet[Staff]:
    return Staff.objects.filter(role_kind__in=OFFICE_LEADER_KINDS)


def is_child_in_danger(report: Report) -> bool:
    """Whether the child of a report is in immediate danger: no visit has found the child safe."""
    if report.urgency != Urgency.NOW:
        return False
    return not Report.objects.filter(is_found_safe("pk"), pk=report.pk).exists()


def is_child_seen_unsafe(report: Report) -> bool:
    """Whether a visit found the child of a report not safe, and no later one ended this."""
    return Report.objects.filter(Exists(open_unsafe_visits("pk")), pk=report.pk).exists()


@dataclass(frozen=True, slots=True)
class OfficeOnDuty:
    """Who is on duty now, at the nearest office that has anyone."""

    office: Office
    shifts: Sequence[DutyShift]


def find_staff_on_duty(office: Office, at: dt.datetime) -> OfficeOnDuty | None:
    """Who is on duty at an office, else at the nearest above; None if no one. Two queries."""
    chain = office_chain(office)
    running = DutyShift.objects.filter(
        office__in=[each.pk for each in chain], starts_at__lte=at, ends_at__gt=at
    )
    shifts = list(
        running.select_related("staff", "cover", "office").order_by("ends_at", "id")[:MAX_SHIFTS]
    )
    for each in chain:
        if on_duty := [shift for shift in shifts if shift.office_id == each.pk]:
            return OfficeOnDuty(each, on_duty)
    return None


def office_chain(office: Office) -> list[Office]:
    """The office and those above it. One query: the offices of the agency are few."""
    if office.parent_id is None:
        return [office]
    by_id = {each.pk: each for each in Office.objects.filter(agency=office.agency_id)}
    chain: list[Office] = []
    at: UUID | None = office.pk
    while at is not None and at in by_id and by_id[at] not in chain:
        chain.append(by_id[at])
        at = by_id[at].parent_id
    return chain


def list_shifts(office: Office, start: dt.datetime, end: dt.datetime) -> list[DutyShift]:
    """The shifts of an office between two moments, in order."""
    shifts = DutyShift.objects.filter(office=office, ends_at__gt=start, starts_at__lt=end)
    return list(
        shifts.select_related("staff", "cover", "office").order_by("starts_at", "id")[:MAX_SHIFTS]
    )


def list_shifts_of_led_offices(
    staff: Staff, start: dt.datetime, end: dt.datetime
) -> list[DutyShift]:
    """The shifts between two moments of the offices whose roster this person sets, in order; one query."""
    shifts = DutyShift.objects.filter(
        office__in=staff.acts_as, office__is_active=True, ends_at__gt=start, starts_at__lt=end
    )
    ordered = shifts.select_related("office").order_by("office__name", "starts_at", "id")
    return list(ordered[: MAX_SHIFTS * 4])


def list_led_offices(staff: Staff) -> list[Office]:
    """The offices whose roster this person sets, by name."""
    return list(Office.objects.filter(pk__in=staff.acts_as, is_active=True).order_by("name"))


def list_team_offices(staff: Staff) -> list[Office]:
    """The team's offices by name, if there are several; otherwise none, without a query."""
    led = _led_offices(staff)
    return list(Office.objects.filter(pk__in=led).order_by("name")) if len(led) > 1 else []


def staff_who_take_reports(agency_id: UUID) -> QuerySet[Staff]:
    """Colleagues who take reports, by name."""
    return bundles.staff_with_permissions(agency_id, Permission.RECORD_REPORT)


def find_possible_assignees(staff: Staff, report: Report, text: str) -> list[Staff]:
    """Colleagues who can take over this report: the nearest, or those matching a name.

    The name contains `text`. Never those that the report bypasses.
    """
    nearby = {staff.office_id: 0, staff.office.parent_id: 1}
    eligible = staff_who_take_reports(staff.agency_id).exclude(pk=staff.pk)
    if text.strip():
        eligible = eligible.filter(name__icontains=text.strip())
    near = Case(
        *(When(office=office, then=Value(rank)) for office, rank in nearby.items() if office),
        When(office__parent=staff.office_id, then=Value(1)),
        default=Value(2),
    )
    eligible = eligible.order_by(near, "name", "pk")
    at_most, size = MAX_FOUND_STAFF if text.strip() else MAX_NEAREST_STAFF, 2 * MAX_FOUND_STAFF
    possible_assignees: list[Staff] = []
    for start in itertools.count(0, size):  # a report may bypass a whole office
        nearest = list(eligible[start : start + size])
        bypassed = find_bypassed(report, [colleague.pk for colleague in nearest])
        possible_assignees += [colleague for colleague in nearest if colleague.pk not in bypassed]
        if len(possible_assignees) >= at_most or len(nearest) < size:
            break
    return possible_assignees[:at_most]


def find_bypassed(report: Report, staff_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these colleagues the report bypasses: it names them or their office, or hides from them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT report_closed_among(%s, %s)", [report.pk, list(staff_ids)])
        return {staff_id for (staff_id,) in cursor.fetchall()}


def does_not_bypass_actor(staff: Staff) -> Q:
    """A condition: the report does not bypass this person, who acts; no query of its own."""
    return IsShownBy("pk", RESPONSE_IS_SHOWN).query(Report, staff)


def current_report_holder(staff: Staff, report: Report) -> str:
    """Who has a report that this person sent past others, by role; else empty.

    Empty too if someone else sent it. From the person's own log: those that it bypasses may not
    read who handles it, nor that someone named them.
    """
    own = AuditEntry.objects.filter(by=staff.pk, file_id=report.file_id, detail__action="named")
    route = own.order_by("-at").values_list("detail__reason", flat=True).first()
    return str(RECEIVED_BY[ResponseRoute(route)]) if route in RECEIVED_BY else ""


def find_report_of_reference(reader: Staff, text: str) -> Report | None:
    """The one report with this complete reference that the reader reads; None otherwise."""
    ids = ids_of_full_reference(text)
    if ids is None:
        return None
    reports = list(access.visible(reader, Report).filter(pk__range=ids).defer("sealed")[:2])
    return reports[0] if len(reports) == 1 else None


def require_handling(report: Report, actor: Staff) -> None:
    """Raises NotAllowed for those who may not write the report, or are bypassed by it."""
    access.require(actor, Permission.RECORD_REPORT, report)
    if find_bypassed(report, [actor.pk]):
        raise access.NotAllowed


def office_targets(office: Office) -> ResponseTargets:
    """The response times in force at an office today."""
    return response_targets(procedure_body(office, office.today()))


def immediate_danger_steps_of_office(office: Office) -> tuple[str, ...]:
    """The emergency steps in force at an office today; empty if its procedure sets none."""
    return emergency_steps(procedure_body(office, office.today()))
