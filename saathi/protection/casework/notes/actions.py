"""Adds notes, tasks and flags, and ends them; also in a closed case."""

from django.db import transaction

from saathi.agencies import access, notices, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import (
    TASK_ANSWERED_NOTICE,
    TASK_GIVEN_NOTICE,
    NoteKind,
    NoteState,
)


@transaction.atomic
def add_note(*, note: Note, actor: Staff) -> Note:
    """Saves the note, task or flag. A task appears on the colleague's day, and they are notified.

    The colleague is a member of the child's team, which the form has checked.
    """
    if note.kind != NoteKind.TASK:
        note.to = None
    if note.kind == NoteKind.NOTE:
        note.until = None
    access.require(actor, Permission.WORK_ON_CASE, note)

    if note.to is not None and note.until is not None:
        due = duties.add_standalone_duty(
            case=note.case, duty=Duty.TASK, due_on=note.until, actor=actor, worker=note.to
        )
        note.due = due.pk if due else None
    writing.add(note, actor=actor)
    if note.to is not None:
        notices.notify_staff(note.to.pk, kind=TASK_GIVEN_NOTICE, record=note.file_id, actor=actor)
    return note


@transaction.atomic
def close_note(*, note: Note, state: NoteState, answer: str, version: int, actor: Staff) -> Note:
    """Ends the task or flag, with an optional answer, and notifies its author.

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
    if note.kind == NoteKind.TASK and state != NoteState.WITHDRAWN:
        notices.notify_staff(
            note.recorded_by, kind=TASK_ANSWERED_NOTICE, record=note.file_id, actor=actor
        )
    return changed
