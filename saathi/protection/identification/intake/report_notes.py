"""What was added to a report, with author and time, for those who may read it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import formats
from django.utils.translation import gettext

from saathi.agencies import access, records, writing
from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import names_of
from saathi.people.vocabulary import YesNo
from saathi.protection.identification.intake.danger_times import end_of_day
from saathi.protection.identification.intake.models import Report, ReportNote
from saathi.protection.identification.intake.queue.queries import find_bypassed
from saathi.protection.identification.intake.queue.vocabulary import (
    ReportMeeting,
    ReportNoteKind,
    ReportVisitPlace,
)
from saathi.web.components import join_facts

# For each author and kind: no one's notes push those of others off the page.
MAX_NOTES_OF_EACH: Final = 200


@dataclass(frozen=True, slots=True)
class ReportAddition:
    """One text that was added to a report; `to`: the colleague who got the report.

    Of a visit: `who` went to the child, on which day (as 2026-03-07) and at what time (as 14:30); whether
    the child was met alone, and where; whether the child was safe then; and whether it was recorded by a
    person who may handle the report. Of an outcome: the reference of an `earlier` report of the same.
    """

    kind: ReportNoteKind
    at: dt.datetime
    by: str
    text: str
    to: str = ""
    who: str = ""
    went_on: str = ""
    went_time: str = ""
    child_safe: str = YesNo.NOT_RECORDED
    is_by_handler: bool = True
    earlier: str = ""
    went_at: dt.datetime | None = None
    meeting: str = ReportMeeting.NOT_RECORDED
    place: str = ReportVisitPlace.NOT_RECORDED
    note: UUID | None = None  # its record; texts of earlier reports have none

    @property
    def counts(self) -> bool:
        """Whether the visit decides the danger: none by a bypassed person, but for a child not safe."""
        return self.is_by_handler or self.child_safe == YesNo.NO


# The notes of those who went to the child.
VISIT_NOTES: Final = frozenset({ReportNoteKind.VISIT, ReportNoteKind.ATTEMPT})


@dataclass(frozen=True)
class ReportVisit:
    """Who went to the child of a report, when and where, whether the child was met, alone, and is safe.

    The time may be unknown.
    """

    who: str
    on: dt.date
    time: dt.time | None
    met: bool
    child_safe: YesNo = YesNo.NOT_RECORDED
    meeting: ReportMeeting = ReportMeeting.NOT_RECORDED
    place: ReportVisitPlace = ReportVisitPlace.NOT_RECORDED

    def moment(self, office: Office, now: dt.datetime) -> dt.datetime:
        """When the visit was, at most `now`; without a time it counts as the end of its day."""
        if self.time is None:
            return min(now, end_of_day(office.start_of(self.on), office))
        return min(now, dt.datetime.combine(self.on, self.time, ZoneInfo(office.time_zone)))

    def to_texts(self) -> dict[str, str]:
        """Who went and when, as texts of the note."""
        time = f"{self.time:%H:%M}" if self.time else ""
        return {"who": self.who, "went_on": self.on.isoformat(), "went_time": time}


def add_note(
    report: Report, kind: ReportNoteKind, text: str, *, actor: Staff, **more: Any
) -> ReportNote:
    """Adds a text to a report, with further values of the note in `more`; checks no access."""
    note = ReportNote(file_id=report.file_id, report=report, kind=kind)
    for name, value in {"text": text, **more}.items():
        setattr(note, name, value)
    return writing.add(note, actor=actor)


def list_added_texts(
    report: Report, texts: Mapping[str, Any], reader: Staff, *, may_handle: bool
) -> list[ReportAddition]:
    """What was added to a report, earliest first; bypassed readers get only their own notes.

    `texts`: the opened report, which holds what was added to earlier reports. Those texts name
    their author only by name, so none is shown to a person bypassed by the report.
    """
    notes = _latest_notes(report, reader)
    names = names_of({note.recorded_by for note in notes})
    visitors = {note.recorded_by for note in notes if note.kind == ReportNoteKind.VISIT}
    bypassed = find_bypassed(report, sorted(visitors)) if visitors else set()
    added = [
        ReportAddition(
            ReportNoteKind(note.kind),
            note.recorded_at,
            names.get(note.recorded_by, ""),
            note.text,
            note.to,
            note.who,
            note.went_on,
            note.went_time,
            note.child_safe,
            note.recorded_by not in bypassed,
            note.earlier,
            note.went_at or note.recorded_at,
            note.meeting,
            note.place,
            note.pk,
        )
        for note in notes
    ]
    return [*(_earlier_texts(report, texts, reader) if may_handle else ()), *added]


def latest_text(added: Sequence[ReportAddition], kind: ReportNoteKind) -> str:
    """The text of the latest addition of this kind; empty if there is none."""
    return next((each.text for each in reversed(added) if each.kind == kind), "")


def _latest_notes(report: Report, reader: Staff) -> list[ReportNote]:
    """The notes the reader may read, opened, earliest first; the latest per author and kind."""
    rank = Window(
        RowNumber(), partition_by=[F("recorded_by"), F("kind")], order_by=F("recorded_at").desc()
    )
    notes = access.visible(reader, ReportNote).filter(report=report).annotate(rank=rank)
    listed: list[ReportNote] = list(
        notes.filter(rank__lte=MAX_NOTES_OF_EACH).order_by("recorded_at", "pk")
    )
    records.open_texts_of_each(listed)
    return listed


def _earlier_texts(
    report: Report, texts: Mapping[str, Any], reader: Staff
) -> Iterable[ReportAddition]:
    """Texts that were added before such texts had records of their own."""
    for each in texts.get("additions", []):
        kind = ReportNoteKind.VISIT if each["is_visit"] else ReportNoteKind.INFORMATION
        at = dt.datetime.fromisoformat(each["at"])
        yield ReportAddition(kind, at, each["by"], each["text"])
    zone = ZoneInfo(reader.office.time_zone)
    for each in texts.get("handed_over", []):
        at = dt.datetime.fromisoformat(each["on"]).replace(tzinfo=zone)
        yield ReportAddition(ReportNoteKind.HANDOVER, at, each["by"], each["note"], each["to"])
    if note := texts.get("request_note"):
        at = report.case_requested_at or report.recorded_at
        yield ReportAddition(ReportNoteKind.CASE_REQUEST, at, "", note)
    if note := texts.get("outcome_note"):
        yield ReportAddition(
            ReportNoteKind.OUTCOME, report.outcome_at or report.recorded_at, "", note
        )


def visit_facts(added: ReportAddition) -> list[str]:
    """Who went to the child, when, and whether the child was met; old records lack details."""
    if added.kind not in VISIT_NOTES:
        return []
    if not added.went_on:
        return [gettext("went to the child")]
    day = formats.date_format(dt.date.fromisoformat(added.went_on), "j F Y")
    was_met = added.kind == ReportNoteKind.VISIT
    met = [gettext("The child was met") if was_met else gettext("The child was not met")]
    if added.meeting:
        met = [str(ReportMeeting(added.meeting).label)]
    if added.place:
        met.append(str(ReportVisitPlace(added.place).label))
    if added.child_safe:
        answer = {"answer": YesNo(added.child_safe).label}
        met.append(gettext("Child safe: %(answer)s") % answer)
    words = {"name": added.who, "day": f"{day} {added.went_time}".strip()}
    return [gettext("%(name)s went to the child on %(day)s") % words, *met]


def describe_visits(added: Iterable[ReportAddition]) -> str:
    """Who went to the child of a report, when, and with what result: a line for each visit.

    Of a person bypassed by the report, only that the child was not safe.
    """
    return "\n".join(
        f"{join_facts(visit_facts(each))}: {each.text}"
        if each.is_by_handler
        else describe_unsafe_visit(each)
        for each in added
        if each.kind in VISIT_NOTES and each.counts
    )


def is_seen_safe(met: Iterable[ReportAddition]) -> bool:
    """Whether the latest visit that knows found the child safe, though it may end no alert."""
    answers = [each for each in met if each.child_safe in {YesNo.YES, YesNo.NO}]
    latest = max(answers, key=lambda each: each.went_at or each.at, default=None)
    return latest is not None and latest.child_safe == YesNo.YES


def describe_unsafe_visit(added: ReportAddition) -> str:
    """That a visit found the child not safe, without what a person bypassed by the report wrote."""
    if not added.went_on:
        return gettext("A visit found the child not safe.")
    day = formats.date_format(dt.date.fromisoformat(added.went_on), "j F Y")
    return gettext("A visit on %(day)s found the child not safe.") % {"day": day}
