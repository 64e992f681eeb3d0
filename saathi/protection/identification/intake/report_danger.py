"""The alert of one report: when the child was seen not safe, and why it continues after a visit."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from saathi.agencies.models import Office, Staff
from saathi.people.vocabulary import YesNo
from saathi.protection.identification.intake.danger_times import danger_began
from saathi.protection.identification.intake.danger_warnings import (
    ALONE_DECIDES,
    NOT_MET_TEXT,
    NOT_RECORDED_TEXT,
    NOT_SAFE_TEXT,
    NOT_SURELY_LATER,
    explain_visit_too_early,
)
from saathi.protection.identification.intake.models import Report, ReportNote
from saathi.protection.identification.intake.queue.queries import (
    find_bypassed,
    is_child_in_danger,
    is_outcome_confirmed,
)
from saathi.protection.identification.intake.queue.report_danger_conditions import last_seen_unsafe
from saathi.protection.identification.intake.queue.vocabulary import ReportMeeting, ReportNoteKind
from saathi.protection.identification.intake.unsafe_wording import describe_unsafe
from saathi.protection.identification.intake.vocabulary import CASE_OUTCOMES


def unsafe_since(report: Report) -> dt.datetime | None:
    """When a visit last found the child not safe, if no later one ended that."""
    return _last_seen_unsafe(report)[0]


def unsafe_text(report: Report, office: Office) -> str:
    """The text "seen not safe on …" if a visit found the child not safe and no later visit ended that."""
    at, is_untimed = _last_seen_unsafe(report)
    return describe_unsafe(at, office, is_time_unknown=is_untimed) if at else ""


def _last_seen_unsafe(report: Report) -> tuple[dt.datetime | None, bool]:
    reports: QuerySet[Any, Any] = Report.objects.filter(pk=report.pk).annotate(
        **last_seen_unsafe("pk")
    )
    at, is_untimed = reports.values_list("unsafe_at", "is_unsafe_untimed").get()
    return at, bool(is_untimed)


def warning_after_visit(report: Report, note: ReportNote, reader: Staff) -> str:
    """The text that the alert continues, and why; empty without an alert.

    A reader bypassed by the report is not shown why the alert continues after a safe visit.
    """
    if not _has_alert(report):
        return ""
    if note.kind == ReportNoteKind.ATTEMPT:
        return str(NOT_MET_TEXT)
    if note.child_safe == YesNo.NO:
        return str(NOT_SAFE_TEXT)
    if note.child_safe != YesNo.YES:
        return str(NOT_RECORDED_TEXT)
    if find_bypassed(report, [reader.pk]):
        return ""
    return _why_alert_continues(report, note, reader.office)


def _why_alert_continues(report: Report, note: ReportNote, office: Office) -> str:
    went_at, since = note.went_at or note.recorded_at, unsafe_since(report)
    remains = gettext("The visit is saved. The alert remains.")
    if since is None and note.is_time_unknown and report.is_time_unknown:
        return f"{remains} {NOT_SURELY_LATER}"
    is_later = since is not None and went_at > since and not note.is_time_unknown
    if is_later and note.meeting != ReportMeeting.MET_ALONE:
        return f"{remains} {ALONE_DECIDES}"
    since = since or danger_began(report, office)
    return explain_visit_too_early(went_at, since, office, is_time_unknown=note.is_time_unknown)


def _has_alert(report: Report) -> bool:
    """Whether the report is in immediate danger, and no case or confirmed outcome took the alert over."""
    if not is_child_in_danger(report) or report.outcome in CASE_OUTCOMES:
        return False
    return not report.outcome or not is_outcome_confirmed(report)
