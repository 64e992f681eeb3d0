"""Actions that add information and visits to a saved report."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from saathi.agencies import access, notices
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.people.vocabulary import YesNo
from saathi.protection.identification.intake import rules
from saathi.protection.identification.intake.actions import bypass_named_staff
from saathi.protection.identification.intake.danger_times import next_day, place_in_day
from saathi.protection.identification.intake.models import Report, ReportNote
from saathi.protection.identification.intake.queue.queries import find_bypassed, is_child_in_danger
from saathi.protection.identification.intake.queue.vocabulary import ReportNoteKind
from saathi.protection.identification.intake.report_notes import ReportVisit, add_note
from saathi.protection.identification.intake.vocabulary import (
    ALERT_ENDED_NOTICE,
    VISIT_NOT_SAFE_NOTICE,
)


class ReportVisitRefused(Refused):
    """A visit that cannot follow from its report; `reasons` give the codes."""


@transaction.atomic
def add_information(
    *,
    report: Report,
    text: str,
    actor: Staff,
    visit: ReportVisit | None = None,
    named: tuple[Sequence[UUID], UUID | None] = ((), None),
) -> ReportNote:
    """Adds a text with its author and time to a report; earlier texts are never changed.

    `visit`: the text says what was found by those who went to the child; `ReportVisitRefused` if that was
    before the report or is still to come. Only a visit that met the child and found the child safe ends
    the danger, with a text of enough letters. `named`: the staff and the office that the text accuses;
    the report bypasses them from now on, `NamingRefused` as for a new report.
    """
    access.require(actor, Permission.RECORD_REPORT, report)

    if visit is None:
        note = add_note(report, ReportNoteKind.INFORMATION, text, actor=actor)
    else:
        note = _add_visit(report, text, visit, actor)
    bypass_named_staff(report=report, named=named, actor=actor)
    return note


def _add_visit(report: Report, text: str, visit: ReportVisit, actor: Staff) -> ReportNote:
    reported, now = _reported(report, actor), _office_moment(clock.now(), actor)
    if reasons := rules.reasons_against_visit(visit.on, visit.time, reported=reported, now=now):
        raise ReportVisitRefused(reasons)
    was_in_danger = is_child_in_danger(report)
    ends_danger = visit.met and visit.child_safe == YesNo.YES and was_in_danger
    if ends_danger and (reasons := rules.reasons_against_observation(text)):
        raise ReportVisitRefused(reasons)
    when = {"went_at": _moment(report, visit, actor), "is_time_unknown": visit.time is None}
    facts = visit.to_texts() | when | {"place": visit.place}
    if not visit.met:
        return add_note(report, ReportNoteKind.ATTEMPT, text, actor=actor, **facts)
    results = {"child_safe": visit.child_safe, "meeting": visit.meeting}
    note = add_note(report, ReportNoteKind.VISIT, text, actor=actor, **results, **facts)
    if not find_bypassed(report, [actor.pk]):
        _notify_of_visit(report, visit, was_in_danger=was_in_danger, actor=actor)
    return note


def _moment(report: Report, visit: ReportVisit, actor: Staff) -> dt.datetime:
    """When the visit was; without a time, after those of its day that were recorded before."""
    moment = visit.moment(actor.office, clock.now())
    if visit.time is not None:
        return moment
    start = actor.office.start_of(visit.on)
    of_day = access.visible(actor, ReportNote).filter(
        report=report, went_at__gte=start, went_at__lt=next_day(start, actor.office)
    )
    last: dt.datetime | None = of_day.aggregate(last=Max("went_at"))["last"]
    return place_in_day(moment, last, actor.office)


def _notify_of_visit(
    report: Report, visit: ReportVisit, *, was_in_danger: bool, actor: Staff
) -> None:
    """Notifies the nearest supervisors of a child who is not safe, and of an alert that ended."""
    if visit.child_safe == YesNo.NO:
        kind = VISIT_NOT_SAFE_NOTICE
    elif was_in_danger and not is_child_in_danger(report):
        kind = ALERT_ENDED_NOTICE
    else:
        return
    notices.notify_supervisors(file_id=report.file_id, kind=kind, record=report.pk, actor=actor)


def _reported(report: Report, actor: Staff) -> rules.OfficeMoment:
    """When the report was received at the earliest: without a time, as its day began."""
    reported = _office_moment(report.received_at, actor)
    return reported._replace(time=dt.time.min) if report.is_time_unknown else reported


def _office_moment(at: dt.datetime, staff: Staff) -> rules.OfficeMoment:
    return rules.OfficeMoment(staff.office.date_of(at), staff.office.local(at).time())
