"""Leaves notes, tasks and flags, and ends them. A closed case takes them as well."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import NoticeKind
from saathi.protection.cases.actions import duties
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import Duty
from saathi.protection.notes.models import Note
from saathi.protection.notes.vocabulary import NoteKind, NoteState
from saathi.vault import store as vault


@dataclass(frozen=True)
class NewNote:
    """What is left for the others; `text` is sealed."""

    kind: NoteKind
    text: str
    to: Staff | None = None
    until: dt.date | None = None


@transaction.atomic
def leave(*, case: Case, new: NewNote, by: Staff) -> Note:
    """The note, task or flag on record. A task stands on the colleague's day, and she is told.

    `new.to` is one of the child's team, which the form has asked.
    """
    is_task = new.kind == NoteKind.TASK
    note = Note(
        file_id=case.file_id,
        case=case,
        kind=new.kind,
        to=new.to if is_task else None,
        until=None if new.kind == NoteKind.NOTE else new.until,
    )
    access.require(by, Permission.WORK_ON_CASE, note)

    if is_task and new.to is not None and new.until is not None:
        due = duties.add_single(case=case, duty=Duty.TASK, due_on=new.until, by=by, worker=new.to)
        note.due = due.pk if due else None
    writing.add(note, by=by, payload={"text": new.text})
    if is_task and new.to is not None:
        notices.tell(new.to.pk, kind=NoticeKind.TASK_GIVEN, record=case.file_id, by=by)
    return note


@transaction.atomic
def end(*, note: Note, state: NoteState, answer: str, version: int, by: Staff) -> Note:
    """The task or flag ended, with an answer where there is one; who left it is told.

    `ChangedMeanwhile` where `version` is not the present one.
    """
    access.require(by, Permission.WORK_ON_CASE, note)

    today = by.office.today()
    text = vault.open(note).get("text", "")
    changed = writing.change(
        note,
        by=by,
        version=version,
        payload={"text": text, "answer": answer.strip()},
        state=state,
        ended_on=today,
    )
    if note.due is not None:
        duties.finish_single(due_id=note.due, done_on=today, by=by)
    if note.kind == NoteKind.TASK and state != NoteState.WITHDRAWN:
        notices.tell(note.recorded_by, kind=NoticeKind.TASK_ANSWERED, record=note.file_id, by=by)
    return changed
