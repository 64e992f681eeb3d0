"""What the page of notes reads: what was left, the latest first, opened for this reader."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.permissions import TEAM_READS
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.cases.models import Case, Seat
from saathi.protection.notes import rules
from saathi.protection.notes.models import Note
from saathi.protection.notes.vocabulary import NoteKind, NoteState
from saathi.vault import store as vault
from saathi.web.components import join_facts

PAGE_SIZE = 30


@dataclass(frozen=True)
class NoteRow:
    """One note, task or flag, in words; `end` leads to its form while it can be ended."""

    id: UUID
    kind: str
    is_flag: bool
    is_active: bool
    text: str
    answer: str
    about: str
    state: str
    end_url: str


@dataclass(frozen=True)
class NotesPage:
    """A page of what was left, the latest first; `earlier` is the key of the next page."""

    notes: Sequence[NoteRow]
    earlier: str


def list_notes(
    staff: Staff, child: Child, *, kind: str = "", before: UUID | None = None
) -> NotesPage:
    """What was left for the team of a child, of one kind or all; thirty at a time."""
    found = access.visible(staff, Note).filter(file_id=child.file_id)
    if kind in NoteKind.values:
        found = found.filter(kind=kind)
    at = found.filter(pk=before).first() if before else None
    if at is not None:
        found = found.filter(
            Q(recorded_at__lt=at.recorded_at) | Q(recorded_at=at.recorded_at, pk__lt=at.pk)
        )
    rows = list(found.select_related("to").order_by("-recorded_at", "-pk")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    opened = vault.open_many(shown)
    names = names_of(note.recorded_by for note in shown)
    return NotesPage(
        [_row(note, opened.get(note.pk, {}), names, staff) for note in shown],
        str(shown[-1].pk) if len(rows) > PAGE_SIZE else "",
    )


def _row(note: Note, content: dict[str, Any], names: dict[UUID, str], staff: Staff) -> NoteRow:
    kind, state = NoteKind(note.kind), NoteState(note.state)
    holds = rules.is_flag_active(state, note.until, staff.office.today())
    may_end = state == NoteState.STANDS and bool(rules.NOTE_ENDINGS[kind])
    return NoteRow(
        id=note.pk,
        kind=str(kind.label),
        is_flag=kind == NoteKind.FLAG and holds,
        is_active=holds and kind != NoteKind.NOTE,
        text=str(content.get("text", "")),
        answer=str(content.get("answer", "")),
        about=join_facts(_about(note, names, staff)),
        state=_state(note, kind, state, is_active=holds),
        end_url=reverse("notes:end_note", args=[note.file_id, note.pk]) if may_end else "",
    )


def _about(note: Note, names: dict[UUID, str], staff: Staff) -> list[str]:
    by = _("you") if note.recorded_by == staff.id else names.get(note.recorded_by, "")
    at = note.recorded_at.astimezone(ZoneInfo(staff.office.time_zone))
    about = [_("%(day)s, by %(name)s") % {"day": date_format(at, "j F Y, H:i"), "name": by}]
    if note.to is not None:
        to = _("you") if note.to_id == staff.id else note.to.name
        about.append(_("for %(name)s") % {"name": to})
    if note.until is not None:
        words = _("by %(day)s") if note.kind == NoteKind.TASK else _("until %(day)s")
        about.append(words % {"day": date_format(note.until, "j F Y")})
    return about


def _state(note: Note, kind: NoteKind, state: NoteState, *, is_active: bool) -> str:
    if kind == NoteKind.NOTE:
        return ""
    if state == NoteState.STANDS:
        return _("over") if kind == NoteKind.FLAG and not is_active else ""
    day = date_format(note.ended_on, "j F Y") if note.ended_on else ""
    return f"{state.label} · {day}"


def get_note(staff: Staff, file_id: UUID, note_id: UUID) -> Note:
    """One note of a file, its look on record; 404 to strangers."""
    return records.get_record_of_file(staff, Note, file_id, note_id)


def open_note_text(note: Note) -> str:
    """What was left, for a reader whose access was asked."""
    return str(vault.open(note).get("text", ""))


def assignable_team_members(case: Case) -> QuerySet[Staff]:
    """Those of the child's team who read the daily record, and so can take a task."""
    readers = [role for role, reads in TEAM_READS.items() if reads & Section.VISITS]
    sits = Seat.objects.filter(case=case, ended_on=None, role__in=readers)
    return Staff.objects.filter(
        Q(pk__in=sits.values("staff")) | Q(pk=case.worker_id), is_active=True
    ).order_by("name")


def active_flags(notes: QuerySet[Note], today: dt.date) -> QuerySet[Note]:
    """Of these the flags that hold on a day; their last day counts."""
    return notes.filter(kind=NoteKind.FLAG, state=NoteState.STANDS, until__gte=today)
