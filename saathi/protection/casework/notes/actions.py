"""Adds notes, tasks and flags, and ends them; also in a closed case."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import (
    TASK_ANSWERED_NOTICE,
    TASK_GIVEN_NOTICE,
    NoteKind,
    NoteState,
)
from saathi.vault import store as vault


@dataclass(frozen=True)
class NewNote:
    """A note, task or flag for the team; `text` is sealed."""

    kind: NoteKind
    text: str
    assignee: Staff | None = None
    until: dt.date | None = None


@transaction.atomic
def leave_note(*, case: Case, new: NewNote, actor: Staff) -> Note:
    """Saves the note, task or flag. A task appears on the colleague's day, and they are notified.

    `new.assignee` is a member of the child's team, which the form has checked.
    """
    is_task = new.kind == NoteKind.TASK
    note = Note(
        file_id=case.file_id,
        case=case,
        kind=new.kind,
        to=new.assignee if is_task else None,
        until=None if new.kind == NoteKind.NOTE else new.until,
    )
    access.require(actor, Permission.WORK_ON_CASE, note)

    if is_task and new.assignee is not None and new.until is not None:
        due = duties.add_standalone_duty(
            case=case, duty=Duty.TASK, due_on=new.until, actor=actor, worker=new.assignee
        )
        note.due = due.pk if due else None
    writing.add(note, actor=actor, payload={"text": new.text})
    if is_task and new.assignee is not None:
        notices.notify_staff(
            new.assignee.pk, kind=TASK_GIVEN_NOTICE, record=case.file_id, actor=actor
        )
    return note


@transaction.atomic
def end_note(*, note: Note, state: NoteState, answer: str, version: int, actor: Staff) -> Note:
    """Ends the task or flag, with an optional answer, and notifies its author.

    `ChangedMeanwhile` if `version` is outdated.
    """
    access.require(actor, Permission.WORK_ON_CASE, note)

    today = actor.office.today()
    text = vault.open(note).get("text", "")
    changed = writing.change(
        note,
        actor=actor,
        version=version,
        payload={"text": text, "answer": answer.strip()},
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
