"""Recent events in a child's file, from all domains, in one query; one more for the names."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    F,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, TruncDate
from django.utils.translation import gettext as _

from saathi.agencies.access import FileRights
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.models import ErasureRequest, Scoped
from saathi.agencies.queries import names_of
from saathi.agencies.vocabulary import ErasureState
from saathi.desk import wording
from saathi.participation.models import Explanation, Statement
from saathi.participation.vocabulary import StatementState
from saathi.people.models import AgeStatement
from saathi.protection.casework.care_plans.models import Plan
from saathi.protection.casework.cases.models import (
    Approval,
    Assessment,
    Case,
    Closing,
    Review,
    Visit,
)
from saathi.protection.casework.cases.vocabulary import (
    ApprovalDecision,
    ApprovalSubject,
    ReviewKind,
    VisitOutcome,
)
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.casework.handovers.vocabulary import HandoverKind, HandoverState
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import NoteKind
from saathi.protection.casework.services.models import Enrolment, Referral, SupportSession
from saathi.protection.casework.supplements.models import ANSWER_MODELS as FILLED
from saathi.protection.identification.screening.models import FamilyClue, Interview
from saathi.protection.identification.trafficking.models import Episode
from saathi.web.components import TimelineItem

MAX_EVENTS = 8


@dataclass(frozen=True, slots=True)
class TimelineSource:
    """A source of events: a model, its column for the time, its column with a code."""

    name: str
    model: type[Scoped]
    when: str
    code: str
    by: str = "recorded_by"


TIMELINE_SOURCES = (
    TimelineSource("opened", Case, "opened_on", ""),
    TimelineSource("closed", Case, "closed_on", ""),
    TimelineSource("explained", Explanation, "explained_on", ""),
    TimelineSource("assessed", Assessment, "assessed_on", ""),
    TimelineSource("visited", Visit, "happened_at", "outcome"),
    TimelineSource("said", Statement, "said_on", "state"),
    TimelineSource("referred", Referral, "offered_on", ""),
    TimelineSource("joined", Enrolment, "starts_on", ""),
    TimelineSource("supported", SupportSession, "held_on", ""),
    TimelineSource("aged", AgeStatement, "as_of", ""),
    TimelineSource("planned", Plan, "made_on", ""),
    TimelineSource("decided", Approval, "decided_at", "decision", "decided_by"),
    TimelineSource("erasure_asked", ErasureRequest, "recorded_at", "state"),
    TimelineSource("erasure_decided", ErasureRequest, "decided_at", "state", "decided_by"),
    TimelineSource("closing_asked", Closing, "asked_on", ""),
    TimelineSource("happened", Episode, "recorded_at", ""),
    TimelineSource("interviewed", Interview, "happened_at", ""),
    TimelineSource("clue", FamilyClue, "told_on", ""),
    TimelineSource("noted", Note, "recorded_at", "kind"),
    *(TimelineSource("filled", model, "filled_on", "") for model in FILLED),
    TimelineSource("handed", Handover, "answered_at", "state", "answered_by"),
    TimelineSource("handing", Handover, "offered_on", "kind"),
    TimelineSource("reviewed", Review, "reviewed_on", "kind"),
    TimelineSource("reopened", Closing, "reopened_on", ""),
)


def recent_events(rights: FileRights, today: dt.date) -> list[TimelineItem]:
    """The latest events of the file, latest first."""
    rows = _latest(rights, rights.staff.office.time_zone)
    return describe_events(rights, rows, today) if rows else []


@compiled_query
def _latest(rights: FileRights, time_zone: str) -> QuerySet[Any, Any]:
    parts = [
        events_of_source(rights, s, time_zone)
        for s in TIMELINE_SOURCES
        if rights.may_read(s.model.section)
    ]
    first, *other_parts = parts or [
        events_of_source(rights, TIMELINE_SOURCES[0], time_zone)
    ]  # no section may be read, so there are no events
    together = first.union(*other_parts, all=True) if other_parts else first
    return together.order_by("-on", "-recorded")[:MAX_EVENTS]


def describe_events(
    rights: FileRights, rows: Sequence[Mapping[str, Any]], today: dt.date
) -> list[TimelineItem]:
    """Event rows in words, each with the person who acted; one query for the names."""
    reader = rights.staff.id
    names = names_of({row["by"] for row in rows} - {reader}) | {reader: _("by you")}
    return [_event(row, today, names.get(row["by"], "")) for row in rows]


def events_of_source(
    rights: FileRights, source: TimelineSource, time_zone: str
) -> QuerySet[Any, Any]:
    """The events of one source as rows with common columns, so that sources can be united.

    A moment counts on the day that it was in `time_zone`.
    """
    is_moment = isinstance(source.model._meta.get_field(source.when), DateTimeField)
    on = TruncDate(source.when, tzinfo=ZoneInfo(time_zone)) if is_moment else F(source.when)
    code = F(source.code) if source.code else Value("")
    return (
        rights.records(source.model)
        .filter(**{f"{source.when}__isnull": False})
        .order_by()
        .values(
            what=Value(source.name, output_field=CharField()),
            on=Cast(on, DateField()),
            recorded=Cast("recorded_at", DateTimeField()),
            code=Cast(code, CharField()),
            asked=Cast(F("subject") if source.model is Approval else Value(""), CharField()),
            by=F(source.by),
        )
    )


def _event(row: Mapping[str, Any], today: dt.date, by: str) -> TimelineItem:
    kind = "voiced" if row["what"] == "said" else "plain"
    return TimelineItem(
        wording.describe_day(row["on"], today),
        _text(row),
        by,
        row["on"].isoformat(),
        kind,  # type: ignore[arg-type]
    )


def _text(row: Mapping[str, Any]) -> str:
    if row["what"] == "decided":
        return _decision(row["asked"], row["code"])
    words = _CODED[row["what"]](row["code"]) if row["what"] in _CODED else _PLAIN[row["what"]]
    return str(words())


_PLAIN = {
    "opened": lambda: _("The case was opened"),
    "closed": lambda: _("The case was closed"),
    "explained": lambda: _("The limits of confidentiality were explained"),
    "assessed": lambda: _("Needs and wishes were assessed"),
    "referred": lambda: _("The child was offered a service"),
    "joined": lambda: _("The child joined a course or group"),
    "supported": lambda: _("A session of support was held"),
    "aged": lambda: _("Something about the child’s age was recorded"),
    "planned": lambda: _("A plan was written"),
    "closing_asked": lambda: _("Closing the case was asked for"),
    "happened": lambda: _("Something that happened was recorded"),
    "interviewed": lambda: _("The child was interviewed"),
    "clue": lambda: _("The child remembered something of home"),
    "filled": lambda: _("A form was filled in"),
    "reopened": lambda: _("The case was opened again"),
}
_HANDED = {
    HandoverState.OFFERED: lambda: _("The case was offered to others"),
    HandoverState.ACCEPTED: lambda: _("The case passed to other hands"),
    HandoverState.DECLINED: lambda: _("An offer of the case was declined"),
    HandoverState.WITHDRAWN: lambda: _("An offer of the case was taken back"),
}
_HANDING = {
    HandoverKind.WORKER: lambda: _("The case was given to another worker"),
    HandoverKind.OFFICE: lambda: _("The case was offered to another office"),
    HandoverKind.AGENCY: lambda: _("The case was offered to another agency"),
}
_REVIEWED = {
    ReviewKind.REVIEW: lambda: _("The plan was reviewed with the child"),
    ReviewKind.COMING_OF_AGE: lambda: _("The 18th birthday was talked over with the child"),
}
_NOTED = {
    NoteKind.NOTE: lambda: _("A note was left"),
    NoteKind.TASK: lambda: _("A colleague was asked to do something"),
    NoteKind.FLAG: lambda: _("The file was flagged"),
}
_ERASING = {
    False: lambda: _("Erasing what identifies the child was asked for"),
    True: lambda: _("Erasing what identifies the child was asked for and taken back"),
}
_ERASURES = {
    False: lambda: _("A second person agreed to erase what identifies the child"),
    True: lambda: _("A second person refused to erase what identifies the child"),
}
_VISITED = {
    VisitOutcome.MET_ALONE: lambda: _("The child was visited and met alone"),
    VisitOutcome.MET_WITH_OTHERS: lambda: _("The child was visited; others were present"),
    VisitOutcome.NOT_MET: lambda: _("The child was not met at a visit"),
}
_SAID = {
    StatementState.SAID: lambda: _("The child said something"),
    StatementState.CHOSE_NOT_TO_SAY: lambda: _("The child chose not to say"),
    StatementState.DO_NOT_ASK: lambda: _("It was decided not to ask the child"),
}

# The text of an event that has a code, by that code.
_CODED: dict[str, Callable[[str], Callable[[], str]]] = {
    "visited": lambda code: _VISITED[VisitOutcome(code)],
    "said": lambda code: _SAID[StatementState(code)],
    "noted": lambda code: _NOTED[NoteKind(code)],
    "handed": lambda code: _HANDED[HandoverState(code)],
    "handing": lambda code: _HANDING[HandoverKind(code)],
    "reviewed": lambda code: _REVIEWED[ReviewKind(code)],
    "erasure_asked": lambda code: _ERASING[code == ErasureState.WITHDRAWN],
    "erasure_decided": lambda code: _ERASURES[code == ErasureState.REFUSED],
}


def _decision(subject: str, decision: str) -> str:
    is_plan = subject == ApprovalSubject.PLAN
    if decision == ApprovalDecision.APPROVED:
        return _("The plan was approved") if is_plan else _("The closing was approved")
    if decision == ApprovalDecision.SENT_BACK:
        if is_plan:
            return _("The plan was sent back with a question")
        return _("The closing was sent back with a question")
    return _("A request for approval was withdrawn")
