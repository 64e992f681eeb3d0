"""Which visits count for the danger of a report, as conditions of queries."""

from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from saathi.agencies.models import Staff
from saathi.people.vocabulary import YesNo
from saathi.protection.identification.intake.danger_times import DangerBegan, IsAfterDanger
from saathi.protection.identification.intake.queue.models import ReportNote
from saathi.protection.identification.intake.queue.vocabulary import ReportMeeting, ReportNoteKind


class _IsByBypassed(Func):
    """A condition on notes: the report bypasses whoever recorded the note; for its handlers."""

    template = "EXISTS (SELECT 1 FROM report_closed_among(%(expressions)s))"
    output_field = BooleanField()

    def __init__(self) -> None:
        super().__init__(F("report"), Func(F("recorded_by"), template="ARRAY[%(expressions)s]"))


# Visits that count on the page of a report.
_COUNTS: Final = Q(child_safe=YesNo.NO) | ~Q(_IsByBypassed())


def counted_visits() -> QuerySet[Any]:
    """Within a query with a column of reports: the visits that met the child and count."""
    return _visits().filter(_COUNTS, report=OuterRef("report"))


def was_last_seen_safe() -> Exists:
    """Whether the latest visit that knows found the child safe, though it may end no alert."""
    unsafe = counted_visits().filter(child_safe=YesNo.NO, at__gte=OuterRef("at"))
    return Exists(counted_visits().filter(~Exists(unsafe), child_safe=YesNo.YES))


def _visits() -> QuerySet[Any]:
    """Visits that met the child, each with its moment and the office of whoever recorded it."""
    recorders = Staff.objects.filter(pk=OuterRef("recorded_by"))
    return ReportNote.objects.filter(kind=ReportNoteKind.VISIT).annotate(
        at=Coalesce("went_at", "recorded_at"), of_office=Subquery(recorders.values("office")[:1])
    )


def is_found_safe(report: str) -> Q:
    """A condition on this report column: visits found the child safe, after all that showed danger.

    The rule is that of cases (`IsAfterDanger`). A visit recorded by a person bypassed by the report ends
    nothing, but one that found the child not safe counts, whoever recorded it.
    """
    safe = _visits().filter(~Q(_IsByBypassed()), child_safe=YesNo.YES)
    moment = (F("at"), F("is_time_unknown"))
    of_report = (F(f"report__{name}") for name in ("received_at", "is_time_unknown", "recorded_at"))
    began = DangerBegan(*of_report, F("of_office"))
    since_report = IsAfterDanger((began, False), moment, F("of_office"))
    result = safe.filter(since_report, report=OuterRef(report))
    return Q(Exists(result)) & ~Q(Exists(open_unsafe_visits(report)))


def open_unsafe_visits(report: str) -> QuerySet[Any]:
    """Of a query with this column of reports: visits that found the child not safe, ended by no later one.

    What a visit that met the child alone found is ended by one that met the child alone, as in cases.
    """
    moment = (F("at"), F("is_time_unknown"))
    since_unsafe = IsAfterDanger(
        (OuterRef("at"), OuterRef("is_time_unknown")), moment, F("of_office")
    )
    safe = _visits().filter(
        ~Q(_IsByBypassed()), since_unsafe, report=OuterRef("report"), child_safe=YesNo.YES
    )
    alone = Q(meeting=ReportMeeting.MET_ALONE)
    ended = Q(Exists(safe.filter(alone))) | ~alone & Q(Exists(safe))
    return _visits().filter(report=OuterRef(report), child_safe=YesNo.NO).exclude(ended)


def ids_of_open_unsafe_notes(report: UUID) -> set[UUID]:
    """The notes of this report's visits that found the child not safe, ended by no later one. One query."""
    exists = Exists(open_unsafe_visits("report").filter(pk=OuterRef("pk")))
    return set(ReportNote.objects.filter(exists, report=report).values_list("pk", flat=True))


def last_seen_unsafe(report: str) -> dict[str, Subquery]:
    """When such a visit last was, and whether its time is unknown, as columns; none if there is none."""
    latest = open_unsafe_visits(report).order_by("-at", "-pk")
    return {
        "unsafe_at": Subquery(latest.values("at")[:1]),
        "is_unsafe_untimed": Subquery(latest.values("is_time_unknown")[:1]),
    }
