"""Queries of the notes page: notes, tasks and flags, latest first, decrypted for the reader."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
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
from saathi.protection.casework.cases.models import Case, Seat
from saathi.protection.casework.notes import rules
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import NoteKind, NoteState
from saathi.web.components import join_facts

PAGE_SIZE = 30


@dataclass(frozen=True)
class NoteRow:
    """One note, task or flag; `end_url` is the URL of the form to end it, while possible."""

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
    """A page of notes, latest first; `earlier` is the key of the next page."""

    notes: Sequence[NoteRow]
    earlier: str


def list_notes(
    staff: Staff, child: Child, *, kind: str = "", before: UUID | None = None
) -> NotesPage:
    """The notes for the team of a child, of one kind or all; thirty at a time."""
    notes = access.visible(staff, Note).filter(file_id=child.file_id)
    if kind in NoteKind.values:
        notes = notes.filter(kind=kind)
    start = notes.filter(pk=before).first() if before else None
    if start is not None:
        notes = notes.filter(
            Q(recorded_at__lt=start.recorded_at) | Q(recorded_at=start.recorded_at, pk__lt=start.pk)
        )
    rows = list(notes.select_related("to").order_by("-recorded_at", "-pk")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    records.open_texts_of_each(shown)
    names = names_of(note.recorded_by for note in shown)
    return NotesPage(
        [_note_row(note, names, staff) for note in shown],
        str(shown[-1].pk) if len(rows) > PAGE_SIZE else "",
    )


def _note_row(note: Note, names: dict[UUID, str], staff: Staff) -> NoteRow:
    kind, state = NoteKind(note.kind), NoteState(note.state)
    is_active = rules.is_flag_active(state, note.until, staff.office.today())
    may_end = state == NoteState.STANDS and bool(rules.NOTE_ENDINGS[kind])
    return NoteRow(
        id=note.pk,
        kind=str(kind.label),
        is_flag=kind == NoteKind.FLAG and is_active,
        is_active=is_active and kind != NoteKind.NOTE,
        text=note.text,
        answer=note.answer,
        about=join_facts(_about_parts(note, names, staff)),
        state=_state_text(note, kind, state, is_active=is_active),
        end_url=reverse("notes:close_note", args=[note.file_id, note.pk]) if may_end else "",
    )


def _about_parts(note: Note, names: dict[UUID, str], staff: Staff) -> list[str]:
    by = _("you") if note.recorded_by == staff.id else names.get(note.recorded_by, "")
    recorded_at = note.recorded_at.astimezone(ZoneInfo(staff.office.time_zone))
    parts = [
        _("%(day)s, by %(name)s") % {"day": date_format(recorded_at, "j F Y, H:i"), "name": by}
    ]
    if note.to is not None:
        to = _("you") if note.to_id == staff.id else note.to.name
        parts.append(_("for %(name)s") % {"name": to})
    if note.until is not None:
        words = _("by %(day)s") if note.kind == NoteKind.TASK else _("until %(day)s")
        parts.append(words % {"day": date_format(note.until, "j F Y")})
    return parts


def _state_text(note: Note, kind: NoteKind, state: NoteState, *, is_active: bool) -> str:
    if kind == NoteKind.NOTE:
        return ""
    if state == NoteState.STANDS:
        return _("expired") if kind == NoteKind.FLAG and not is_active else ""
    day = date_format(note.ended_on, "j F Y") if note.ended_on else ""
    return f"{state.label} · {day}"


def assignable_team_members(case: Case) -> QuerySet[Staff]:
    """The members of the child's team who can read the daily record, and so can be given a task."""
    readers = [role for role, reads in TEAM_READS.items() if reads & Section.VISITS]
    seats = Seat.objects.filter(case=case, ended_on=None, role__in=readers)
    return Staff.objects.filter(
        Q(pk__in=seats.values("staff")) | Q(pk=case.worker_id), is_active=True
    ).order_by("name")


def active_flags(notes: QuerySet[Note], today: dt.date) -> QuerySet[Note]:
    """The flags among these that are active on a day; the last day is included."""
    return notes.filter(kind=NoteKind.FLAG, state=NoteState.STANDS, until__gte=today)
