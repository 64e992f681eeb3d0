"""What was added to a report, with author and time, for those who may read it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import formats
from django.utils.translation import gettext

from saathi.agencies import access, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.people.vocabulary import YesNo
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
class AddedText:
    """One text that was added to a report; `to`: the colleague to whom the report went.

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

    def moment(self, zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
        """When the visit was, at most `now`; without a time it counts as the end of its day."""
        return min(now, dt.datetime.combine(self.on, self.time or dt.time.max, zone))

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


def first_timed_danger(report: Report, on: dt.date, actor: Staff) -> dt.datetime | None:
    """When a visit of this day first found the child not safe at a known time; None without one.

    A visit of unknown time cannot be later than that.
    """
    notes = access.visible(actor, ReportNote).filter(
        report=report, kind=ReportNoteKind.VISIT, child_safe=YesNo.NO
    )
    at = [note.went_at for note in notes if records.open_texts(note).get("went_time")]
    return min((each for each in at if each and actor.office.date_of(each) == on), default=None)


def list_added_texts(
    report: Report, texts: Mapping[str, Any], reader: Staff, *, may_handle: bool
) -> list[AddedText]:
    """What was added to a report, earliest first; bypassed readers get only their own notes.

    `texts`: the opened report, which holds what was added to earlier reports. Those texts name
    their author only by name, so none is shown to a person whom the report bypasses.
    """
    notes = _latest_notes(report, reader)
    names = names_of({note.recorded_by for note in notes})
    visitors = {note.recorded_by for note in notes if note.kind == ReportNoteKind.VISIT}
    bypassed = find_bypassed(report, sorted(visitors)) if visitors else set()
    added = [
        AddedText(
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
        )
        for note in notes
    ]
    return [*(_earlier_texts(report, texts, reader) if may_handle else ()), *added]


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


def _earlier_texts(report: Report, texts: Mapping[str, Any], reader: Staff) -> Iterable[AddedText]:
    """Texts that were added before such texts had records of their own."""
    for each in texts.get("additions", []):
        kind = ReportNoteKind.VISIT if each["is_visit"] else ReportNoteKind.INFORMATION
        at = dt.datetime.fromisoformat(each["at"])
        yield AddedText(kind, at, each["by"], each["text"])
    zone = ZoneInfo(reader.office.time_zone)
    for each in texts.get("handed_over", []):
        at = dt.datetime.fromisoformat(each["on"]).replace(tzinfo=zone)
        yield AddedText(ReportNoteKind.HANDOVER, at, each["by"], each["note"], each["to"])
    if note := texts.get("request_note"):
        at = report.case_requested_at or report.recorded_at
        yield AddedText(ReportNoteKind.CASE_REQUEST, at, "", note)
    if note := texts.get("outcome_note"):
        yield AddedText(ReportNoteKind.OUTCOME, report.outcome_at or report.recorded_at, "", note)


def visit_facts(added: AddedText) -> list[str]:
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


def describe_visits(added: Iterable[AddedText]) -> str:
    """Who went to the child of a report, when, and with what result: a line for each visit."""
    return "\n".join(
        f"{join_facts(visit_facts(each))}: {each.text}"
        for each in added
        if each.kind in VISIT_NOTES and each.is_by_handler
    )


def is_found_safe(met: Sequence[AddedText]) -> bool:
    """Whether a visit found the child safe, and none then or later unsafe; as in the queue."""
    safe_at, unsafe_at = (
        max((each.went_at or each.at for each in met if each.child_safe == answer), default=None)
        for answer in (YesNo.YES, YesNo.NO)
    )
    return safe_at is not None and (unsafe_at is None or unsafe_at < safe_at)
