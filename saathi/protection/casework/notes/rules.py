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
        reasons.append(Reason("to", _("Say who of the team is to do it.")))
    if kind == NoteKind.TASK and until is None:
        reasons.append(Reason("until", _("Say by which day.")))
    if kind == NoteKind.FLAG and until is None:
        reasons.append(
            Reason("until", _("Say until which day the flag holds; it can be raised anew."))
        )
    if until is not None and kind != NoteKind.NOTE and until < today:
        reasons.append(Reason("until", _("This day is over already.")))
    if kind == NoteKind.FLAG and until is not None and (until - today).days > MAX_FLAG_DAYS:
        reasons.append(
            Reason(
                "until",
                _("A flag holds for 180 days at most. Raise it anew if it still holds."),
            )
        )
    return tuple(reasons)


def reasons_not_to_end(
    kind: NoteKind, state: NoteState, new_state: NoteState, answer: str, *, is_own: bool
) -> tuple[Reason, ...]:
    """Why a task or flag cannot be ended in this way. Only its author may withdraw it."""
    if state != NoteState.STANDS or new_state not in NOTE_ENDINGS[kind]:
        return (Reason("state", _("This has ended already.")),)
    if new_state == NoteState.WITHDRAWN and not is_own:
        return (Reason("state", _("Only who left it takes it back.")),)
    if new_state == NoteState.DECLINED and not answer.strip():
        return (Reason("answer", _("Say why it is not done, so that somebody else can.")),)
    return ()


def is_flag_active(state: NoteState, until: dt.date | None, today: dt.date) -> bool:
    """Whether a flag is active on a day; its last day is included."""
    return state == NoteState.STANDS and (until is None or today <= until)
