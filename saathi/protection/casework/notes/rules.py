"""Rules for notes, tasks and flags: required values, correction, and who may end one."""

import datetime as dt
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.notes.vocabulary import NoteKind, NoteState

# The states in which each kind, or a note's next step, can end. None can be reopened.
NOTE_ENDINGS: Final[dict[NoteKind, frozenset[NoteState]]] = {
    NoteKind.NOTE: frozenset({NoteState.DONE, NoteState.DECLINED}),
    NoteKind.TASK: frozenset({NoteState.DONE, NoteState.DECLINED, NoteState.WITHDRAWN}),
    NoteKind.FLAG: frozenset({NoteState.DONE, NoteState.WITHDRAWN}),
}


def reasons_not_to_write(  # noqa: PLR0913 - the values of a note
    kind: NoteKind,
    *,
    has_colleague: bool,
    until: dt.date | None,
    today: dt.date,
    has_next_step: bool = True,
    needs_date: bool = False,
) -> tuple[Reason, ...]:
    """Why this cannot be saved: a task without colleague or day, or a day that has passed.

    `needs_date`: a case note has a next step, which is shown on My day only with its date.
    """
    reasons = []
    if kind == NoteKind.TASK and not has_colleague:
        reasons.append(Reason("to", _("Choose the team member responsible.")))
    if kind == NoteKind.TASK and until is None:
        reasons.append(Reason("until", _("Enter a due date.")))
    if kind == NoteKind.NOTE and until is not None and not has_next_step:
        reasons.append(Reason("next_step", _("Enter what is to be done by this date.")))
    if kind == NoteKind.NOTE and has_colleague and until is None:
        reasons.append(Reason("until", _("Enter the due date of the task.")))
    elif kind == NoteKind.NOTE and needs_date and until is None:
        text = _("Enter the due date of the next step, for example tomorrow.")
        reasons.append(Reason("until", text))
    if until is not None and until < today:
        reasons.append(Reason("until", _("Choose today or a later day.")))
    return tuple(reasons)


def can_end(kind: NoteKind, state: NoteState, *, has_duty: bool) -> bool:
    """Whether there is something to end: a task, a flag, or a note's next step with a date."""
    return state == NoteState.ACTIVE and (kind != NoteKind.NOTE or has_duty)


def reasons_not_to_end(  # noqa: PLR0913 - what is ended, how, and who does it
    kind: NoteKind,
    state: NoteState,
    new_state: NoteState,
    answer: str,
    *,
    is_own: bool,
    has_duty: bool,
) -> tuple[Reason, ...]:
    """Why a task, flag or next step cannot be ended in this way. Only its author may withdraw it."""
    if not can_end(kind, state, has_duty=has_duty) or new_state not in NOTE_ENDINGS[kind]:
        return (Reason("state", _("This has already ended.")),)
    if new_state == NoteState.WITHDRAWN and not is_own:
        return (Reason("state", _("Only the author can withdraw it.")),)
    if new_state == NoteState.DECLINED and not answer.strip():
        return (Reason("answer", _("Enter why it was not done, so that someone else can do it.")),)
    return ()


def reasons_not_to_correct(
    kind: NoteKind, *, is_own: bool, recorded_on: dt.date, today: dt.date
) -> tuple[Reason, ...]:
    """Why a note cannot be corrected: only its author may, until the day of recording ends."""
    if kind != NoteKind.NOTE or not is_own:
        return (Reason("text", _("Only the author can correct a case note.")),)
    if recorded_on != today:
        reason = _(
            "A note can be corrected only on the day it was recorded. Add an addendum instead."
        )
        return (Reason("text", reason),)
    return ()


def is_flag_active(state: NoteState, until: dt.date | None, today: dt.date) -> bool:
    """Whether a flag is active on a day: until its last day or, without one, until removed."""
    return state == NoteState.ACTIVE and (until is None or today <= until)
