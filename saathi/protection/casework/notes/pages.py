"""Notes, tasks and flags as the page shows them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day, format_field, format_moment
from saathi.infra.join_words import join_words
from saathi.protection.casework.notes import queries, rules
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.queries import EarlierNote, OpenedNotes
from saathi.protection.casework.notes.vocabulary import (
    ContactType,
    NoteAudience,
    NoteKind,
    NoteState,
    PersonPresent,
)
from saathi.web.components import ActionLink, LabelledValue, join_facts


@dataclass(frozen=True)
class NoteAddition:
    """An addendum to a note."""

    text: str
    about: str
    actions: Sequence[ActionLink]


@dataclass(frozen=True)
class NoteRow:
    """One note, task or flag with its addenda, and the links to what the reader may do with it."""

    id: UUID
    title: str
    is_flag: bool
    is_supervision: bool
    text: str
    pairs: Sequence[LabelledValue]
    answer: str
    about: str
    state: str
    addenda: Sequence[NoteAddition]
    actions: Sequence[ActionLink]


@dataclass(frozen=True)
class NotesPage:
    """A page of notes, latest first; `earlier` is the key of the next page."""

    notes: Sequence[NoteRow]
    earlier: str


def notes_page(opened: OpenedNotes, staff: Staff, *, may_write: bool) -> NotesPage:
    """The opened notes as rows."""
    rows = [_note_row(note, opened, staff, may_write=may_write) for note in opened.notes]
    return NotesPage(rows, opened.earlier)


def _note_row(note: Note, opened: OpenedNotes, staff: Staff, *, may_write: bool) -> NoteRow:
    kind, state = NoteKind(note.kind), NoteState(note.state)
    is_active = rules.is_flag_active(state, note.until, staff.office.today())
    added = opened.addenda.get(note.pk, ())
    return NoteRow(
        id=note.pk,
        title=note_title(note),
        is_flag=kind == NoteKind.FLAG and is_active,
        is_supervision=note.audience == NoteAudience.SUPERVISION,
        text=note.text,
        pairs=note_pairs(note, staff),
        answer=note.answer,
        about=join_facts(_about_parts(note, opened.names, staff)),
        state=_state_text(note, kind, state, is_active=is_active),
        addenda=[
            NoteAddition(
                each.text,
                _recorded(each, opened.names, staff, _("Added on %(day)s by %(name)s")),
                list(_corrections(each, staff)) if may_write else (),
            )
            for each in added
        ],
        actions=list(_actions(note, staff)) if may_write else (),
    )


def note_title(note: Note) -> str:
    """The kind of entry and, for a note, the day of the contact."""
    if note.audience == NoteAudience.SUPERVISION:
        name = _("Supervision")
    elif note.kind == NoteKind.NOTE and note.contact:
        name = str(ContactType(note.contact).label)
    else:
        name = str(NoteKind(note.kind).label)
    return join_facts([name, format_day(note.happened_on)] if note.happened_on else [name])


def note_pairs(note: Note, staff: Staff) -> list[LabelledValue]:
    """What is known about a contact besides what happened; empty values are left out."""
    is_supervision = note.audience == NoteAudience.SUPERVISION
    present = join_facts(
        part for part in (str(format_field(note, "present")), note.present_names) if part
    )
    colleague = note.to.name if note.to is not None and is_supervision else ""
    step = join_facts(part for part in (note.next_step, _step_facts(note, staff)) if part)
    pairs = [
        LabelledValue(_("Present"), present),
        LabelledValue(_("Colleague"), colleague),
        LabelledValue(_("Professional judgement"), note.judgement),
        LabelledValue(_("Decisions agreed") if is_supervision else _("Next step"), step),
    ]
    return [pair for pair in pairs if pair.text]


def _step_facts(note: Note, staff: Staff) -> str:
    """The day and responsible person of a next step, or the next supervision."""
    if note.kind != NoteKind.NOTE or note.until is None:
        return ""
    day = format_day(note.until)
    if note.audience == NoteAudience.SUPERVISION:
        return _("next supervision on %(day)s") % {"day": day}
    to = _for(note, staff)
    return join_facts(part for part in (_("by %(day)s") % {"day": day}, to) if part)


def _for(note: Note, staff: Staff) -> str:
    if note.to is None:
        return ""
    return _("for %(name)s") % {"name": _("you") if note.to_id == staff.id else note.to.name}


def _about_parts(note: Note, names: dict[UUID, str], staff: Staff) -> list[str]:
    parts = [_recorded(note, names, staff, _("Recorded %(day)s, by %(name)s"))]
    if note.kind != NoteKind.NOTE:
        parts.append(_for(note, staff))
        if note.until is not None:
            text = _("by %(day)s") if note.kind == NoteKind.TASK else _("until %(day)s")
            parts.append(text % {"day": format_day(note.until)})
        elif note.kind == NoteKind.FLAG:
            parts.append(_("no end date"))
    if note.corrected_at is not None:
        at = format_moment(note.corrected_at, staff.office, "H:i")
        parts.append(_("corrected at %(time)s") % {"time": at})
    return [part for part in parts if part]


def _recorded(note: Note, names: dict[UUID, str], staff: Staff, text: str) -> str:
    by = _("you") if note.recorded_by == staff.id else names.get(note.recorded_by, "")
    at = format_moment(note.recorded_at, staff.office)
    return text % {"day": at, "name": by}


def _state_text(note: Note, kind: NoteKind, state: NoteState, *, is_active: bool) -> str:
    if kind == NoteKind.NOTE and note.due is None:
        return ""
    if state == NoteState.ACTIVE:
        return _("expired") if kind == NoteKind.FLAG and not is_active else ""
    day = date_format(note.ended_on, "j F Y") if note.ended_on else ""
    return f"{state.label} · {day}"


def _actions(note: Note, staff: Staff) -> list[ActionLink]:
    ids = [note.file_id, note.pk]
    kind, links = NoteKind(note.kind), []
    if rules.can_end(kind, NoteState(note.state), has_duty=note.due is not None):
        label = _("Remove flag") if kind == NoteKind.FLAG else _("Record outcome")
        links.append(ActionLink(label, reverse("notes:close_note", args=ids)))
    if kind == NoteKind.NOTE:
        links.append(ActionLink(_("Add addendum"), reverse("notes:add_addendum", args=ids)))
    return [*links, *_corrections(note, staff)]


def _corrections(note: Note, staff: Staff) -> list[ActionLink]:
    """The links to correct a note or an addendum, and to its earlier versions."""
    ids, links = [note.file_id, note.pk], []
    if not rules.reasons_not_to_correct(
        NoteKind(note.kind),
        is_own=note.recorded_by == staff.pk,
        recorded_on=staff.office.date_of(note.recorded_at),
        today=staff.office.today(),
    ):
        links.append(ActionLink(_("Edit"), reverse("notes:correct_note", args=ids)))
    if note.corrected_at is not None:
        page = reverse("notes:list_note_versions", args=ids)
        links.append(ActionLink(_("Earlier versions"), page))
    return links


def version_pairs(note: Note, version: EarlierNote) -> list[LabelledValue]:
    """An earlier version of a note with everything it contained, labelled as in its form."""
    texts, is_supervision = version.texts, note.audience == NoteAudience.SUPERVISION
    text_label = _("What was discussed") if is_supervision else _("What happened")
    text_label = _("Addendum") if note.adds_to else text_label
    on = texts.get("happened_on") or ""
    contact = texts.get("contact") or ""
    labels = dict(PersonPresent.choices)
    present = join_words(labels.get(code, code) for code in texts.get("present") or ())
    pairs = [
        LabelledValue(_("Date"), format_day(dt.date.fromisoformat(on)) if on else ""),
        LabelledValue(_("Type of contact"), ContactType(contact).label if contact else ""),
        LabelledValue(
            _("Present"), join_facts(filter(None, (present, texts.get("present_names"))))
        ),
        LabelledValue(text_label, texts.get("text", "")),
        LabelledValue(_("Professional judgement"), texts.get("judgement", "")),
        LabelledValue(
            _("Decisions agreed") if is_supervision else _("Next step"), texts.get("next_step", "")
        ),
    ]
    return [pair for pair in pairs if pair.text]


def filter_labels() -> list[tuple[str, str]]:
    """The labels of the page's filters, with their values in its URL."""
    labels = (_("Case notes"), _("Tasks"), _("Flags"), _("Supervision"))
    return list(zip(queries.FILTERS, labels, strict=True))
