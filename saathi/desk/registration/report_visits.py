"""Visits made while a report was handled, as visits of the child's case."""

import datetime as dt
from collections.abc import Collection, Sequence
from itertools import takewhile
from uuid import UUID

from django.utils.translation import gettext

from saathi.agencies import access, collection_methods, writing
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import CollectionMethod
from saathi.protection.casework.cases.models import Case, Due, Visit
from saathi.protection.casework.cases.vocabulary import ChildSafety, Duty, VisitKind, VisitOutcome
from saathi.protection.identification.intake.danger_times import danger_began, place_in_day
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.queries import is_child_in_danger
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.vocabulary import ReportMeeting, ReportNoteKind
from saathi.protection.identification.intake.report_notes import (
    VISIT_NOTES,
    ReportAddition,
    describe_unsafe_visit,
)
from saathi.protection.identification.intake.vocabulary import Urgency


def when_danger_began(report: Report | None, actor: Staff) -> dt.datetime | None:
    """When the danger began; None (now) if a visit has since found the child safe."""
    if report is None or (report.urgency == Urgency.NOW and not is_child_in_danger(report)):
        return None
    return danger_began(report, actor.office)


def add_report_visits_to_case(
    case: Case,
    report: Report,
    added_texts: Sequence[ReportAddition],
    *,
    only: Collection[UUID] | None = None,
    actor: Staff,
) -> None:
    """Adds the visits of a report to the case, if the actor may write visits.

    So the case says "seen on this day: not safe", not "child not met yet". `only`: the notes of the visits
    that a report brings to a case with alerts of its own, from `ids_of_open_unsafe_notes`. Of a person that
    the report bypasses, only a visit that found the child not safe, without what they wrote.
    """
    reads, writes = access.sections_of_file(actor, case.file_id)
    if not writes & Visit.section:
        return
    carried = [
        added
        for added in added_texts
        if added.kind in VISIT_NOTES and added.went_at and added.counts
        if only is None or added.note in only
    ]
    visits = [
        collection_methods.set_collection_method(_visit(case, added), CollectionMethod.REPORT)
        for added in carried
    ]
    notes = [{"note": _note(report, added)} for added in carried]
    writing.add_all(visits, actor=actor, payloads=notes)
    if reads & writes & Due.section:
        _count_attempts(case, visits, actor)


def _count_attempts(case: Case, visits: Sequence[Visit], actor: Staff) -> None:
    """Counts the last visits that did not meet the child as attempts; the first visit stays due."""
    latest_first = sorted(visits, key=lambda visit: visit.happened_at, reverse=True)
    missed = takewhile(lambda visit: visit.outcome == VisitOutcome.NOT_MET, latest_first)
    if not (attempts := sum(1 for _visit in missed)):
        return
    due = access.visible(actor, Due).filter(case=case, duty=Duty.VISIT, done_on=None).first()
    if due is not None and attempts > due.attempts:
        writing.change(due, actor=actor, attempts=attempts)


def _visit(case: Case, added: ReportAddition) -> Visit:
    return Visit(
        file_id=case.file_id,
        case=case,
        happened_at=_moment(case, added),
        is_time_unknown=not added.went_time,
        kind=VisitKind(added.place) if added.place else VisitKind.OTHER,
        outcome=_outcome(added),
        child_safe=ChildSafety(added.child_safe),
    )


def _outcome(added: ReportAddition) -> VisitOutcome:
    """Whether the child was met, alone or with others; earlier notes do not say, and count as with others."""
    if added.kind == ReportNoteKind.ATTEMPT:
        return VisitOutcome.NOT_MET
    is_alone = added.meeting == ReportMeeting.MET_ALONE
    return VisitOutcome.MET_ALONE if is_alone else VisitOutcome.MET_WITH_OTHERS


def _moment(case: Case, added: ReportAddition) -> dt.datetime:
    """The moment of the visit; without a time, within its day at the office of the case too."""
    moment = added.went_at or added.at
    if added.went_time or not added.went_on:
        return moment
    start = case.office.start_of(dt.date.fromisoformat(added.went_on))
    return place_in_day(start, max(moment, start), case.office)


def _note(report: Report, added: ReportAddition) -> str:
    if not added.is_by_handler:
        source = gettext("Visit for report %(reference)s:")
        return (
            f"{source % {'reference': report_reference(report.pk)}} {describe_unsafe_visit(added)}"
        )
    source = gettext("Visit for report %(reference)s by %(name)s:") % {
        "reference": report_reference(report.pk),
        "name": added.who,
    }
    return f"{source} {added.text}"
