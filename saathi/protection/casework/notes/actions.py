"""Adds notes, tasks and flags, corrects notes, and ends tasks and flags; also in a closed case."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from saathi.agencies import access, notices, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.notes import rules
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import (
    SUPERVISION_NOTICE,
    TASK_ANSWERED_NOTICE,
    TASK_GIVEN_NOTICE,
    NoteAudience,
    NoteKind,
    NoteState,
)
from saathi.vault import store as vault

# The unencrypted columns of a note that its author may correct and its history keeps.
CORRECTED_COLUMNS = ("happened_on", "contact", "present")


class NoteCorrectionRefused(Refused):
    """A note that can no longer be corrected; `reasons` give the codes."""


@transaction.atomic
def add_note(*, note: Note, actor: Staff) -> Note:
    """Saves the note, task or flag.

    A task, a dated next step and a next supervision are due on the My day of the assigned
    colleague, who is notified, or else of the author. The form has checked that the colleague may
    read the file.
    """
    if note.kind == NoteKind.FLAG:
        note.to = None
    access.require(actor, Permission.WORK_ON_CASE, note)

    is_supervision = note.audience == NoteAudience.SUPERVISION
    if note.kind != NoteKind.FLAG and note.until is not None:
        due = duties.add_standalone_duty(
            case=note.case,
            duty=Duty.SUPERVISION if is_supervision else Duty.TASK,
            due_on=note.until,
            actor=actor,
            worker=note.to or actor,
        )
        note.due = due.pk if due else None
    if is_supervision:
        _end_earlier_supervisions(note, actor)
    writing.add(note, actor=actor)
    if note.to is not None and note.to.pk != actor.pk:
        kind = SUPERVISION_NOTICE if is_supervision else TASK_GIVEN_NOTICE
        notices.notify_staff(note.to.pk, kind=kind, record=note.file_id, actor=actor)
    return note


def _end_earlier_supervisions(note: Note, actor: Staff) -> None:
    """Ends the due dates of earlier supervisions of the same two people."""
    same_pair = Q(recorded_by=actor.pk, to=note.to_id)
    if note.to_id is not None:
        same_pair |= Q(recorded_by=note.to_id, to=actor.pk)
    open_notes = access.visible(actor, Note).filter(
        same_pair,
        case=note.case,
        audience=NoteAudience.SUPERVISION,
        state=NoteState.ACTIVE,
        due__isnull=False,
    )
    today = actor.office.today()
    for earlier in open_notes:
        assert earlier.due is not None
        writing.change(earlier, actor=actor, state=NoteState.DONE, ended_on=today)
        duties.finish_standalone_duty(due_id=earlier.due, done_on=today, actor=actor)


@transaction.atomic
def add_addendum(*, original: Note, addendum: Note, actor: Staff) -> Note:
    """Adds to a note; read by the same people as that note."""
    addendum.case, addendum.adds_to = original.case, original.adds_to or original.pk
    addendum.audience = original.audience
    if original.audience == NoteAudience.SUPERVISION:
        # In a supervision, each of the two people reads what the other adds.
        is_author = original.recorded_by == actor.pk
        addendum.to_id = original.to_id if is_author else original.recorded_by
    access.require(actor, Permission.WORK_ON_CASE, addendum)
    return writing.add(addendum, actor=actor)


@transaction.atomic
def correct_note(*, note: Note, columns: Mapping[str, Any], version: int, actor: Staff) -> Note:
    """Corrects the note with the texts set on it and `columns`; seals the earlier version.

    `NoteCorrectionRefused` with reasons; `ChangedMeanwhile` if `version` is outdated.
    """
    access.require(actor, Permission.WORK_ON_CASE, note)
    reasons = rules.reasons_not_to_correct(
        NoteKind(note.kind),
        is_own=note.recorded_by == actor.pk,
        recorded_on=actor.office.date_of(note.recorded_at),
        today=actor.office.today(),
    )
    if reasons:
        raise NoteCorrectionRefused(reasons)

    whole, payload = _sealed_whole(note), payload_of(note)
    changed = {name: columns[name] for name in CORRECTED_COLUMNS if name in columns}
    writing.change(
        note, actor=actor, version=version, payload=payload, corrected_at=clock.now(), **changed
    )
    writing.set_old_value(note, whole, actor=actor)
    return note


def _sealed_whole(note: Note) -> bytes:
    """The stored envelope of a note with its clear columns, to be kept as the earlier version."""
    stored = Note.objects.get(pk=note.pk)
    clear = {
        "happened_on": stored.happened_on.isoformat() if stored.happened_on else "",
        "contact": stored.contact,
        "present": list(stored.present),
    }
    whole = Note(id=note.pk, file_id=note.file_id)
    vault.seal(whole, vault.open(stored) | clear)
    return bytes(whole.sealed)


@transaction.atomic
def close_note(*, note: Note, state: NoteState, answer: str, version: int, actor: Staff) -> Note:
    """Ends the task, flag or next step, with an optional answer, and notifies its author.

    `ChangedMeanwhile` if `version` is outdated.
    """
    access.require(actor, Permission.WORK_ON_CASE, note)

    today = actor.office.today()
    records.open_texts(note)
    note.answer = answer.strip()
    changed = writing.change(
        note,
        actor=actor,
        version=version,
        payload=payload_of(note),
        state=state,
        ended_on=today,
    )
    if note.due is not None:
        duties.finish_standalone_duty(due_id=note.due, done_on=today, actor=actor)
    is_task = note.kind != NoteKind.FLAG and note.recorded_by != actor.pk
    if is_task and state != NoteState.WITHDRAWN:
        notices.notify_staff(
            note.recorded_by, kind=TASK_ANSWERED_NOTICE, record=note.file_id, actor=actor
        )
    return changed
