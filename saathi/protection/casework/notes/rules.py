"""Rules for notes, tasks and flags: required values, and who may end one. Events are never refused."""

import datetime as dt
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _
from saathi.protection.casework.notes.vocabulary import NoteKind, NoteState

# A flag without an end would stay for ever and be ignored; a flag still needed is set again.
MAX_FLAG_DAYS: Final = 180
# The states in which each kind can end. An ended task or flag cannot be reopened.
NOTE_ENDINGS: Final[dict[NoteKind, frozenset[NoteState]]] = {
    NoteKind.NOTE: frozenset(),
    NoteKind.TASK: frozenset({NoteState.DONE, NoteState.DECLINED, NoteState.WITHDRAWN}),
    NoteKind.FLAG: frozenset({NoteState.DONE, NoteState.WITHDRAWN}),
}


def reasons_not_to_write(
    kind: NoteKind, *, has_colleague: bool, until: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Why this cannot be saved: a task without colleague or day, a flag without an end."""
    reasons = []
    if kind == NoteKind.TASK and not has_colleague:
        reasons.append(Reason("to", _("Choose the team member responsible.")))
    if kind == NoteKind.TASK and until is None:
        reasons.append(Reason("until", _("Enter a due date.")))
    if kind == NoteKind.FLAG and until is None:
        reasons.append(
            Reason("until", _("Enter the date on which the flag expires. You can set it again."))
        )
    if until is not None and kind != NoteKind.NOTE and until < today:
        reasons.append(Reason("until", _("Choose today or a later day.")))
    if kind == NoteKind.FLAG and until is not None and (until - today).days > MAX_FLAG_DAYS:
        reasons.append(
            Reason(
                "until",
                _("A flag lasts at most 180 days. Set it again if it is still needed."),
            )
        )
    return tuple(reasons)


def reasons_not_to_end(
    kind: NoteKind, state: NoteState, new_state: NoteState, answer: str, *, is_own: bool
) -> tuple[Reason, ...]:
    """Why a task or flag cannot be ended in this way. Only its author may withdraw it."""
    if state != NoteState.STANDS or new_state not in NOTE_ENDINGS[kind]:
        return (Reason("state", _("This has already ended.")),)
    if new_state == NoteState.WITHDRAWN and not is_own:
        return (Reason("state", _("Only the author can withdraw it.")),)
    if new_state == NoteState.DECLINED and not answer.strip():
        return (Reason("answer", _("Enter why it is not done, so that someone else can do it.")),)
    return ()


def is_flag_active(state: NoteState, until: dt.date | None, today: dt.date) -> bool:
    """Whether a flag is active on a day; its last day is included."""
    return state == NoteState.STANDS and (until is None or today <= until)
