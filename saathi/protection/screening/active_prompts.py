"""When the prompt to screen stands: what was never answered, and what says more than was answered.

Pure. Whoever answered is asked again by a reason of its own, and never by a repetition (IDN-008).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

# A report, or a state first written down, within so many days of what was answered tells of the
# same: what keeps a child's rest keeps a worker's as well [derived].
SAME_EVENT_DAYS = 14


class PromptEvidenceKind(StrEnum):
    """How a record tells of a way in which the child is misread."""

    EVENT = "event"  # it happened on its day: an arrest, a charge, a list she was put on
    STATE = "state"  # so it was from its day until something else is written: no papers, alone
    OTHERWISE = "otherwise"  # the contrary of a state, on its day: papers, a parent
    REPORT = "report"  # somebody told of it on its day; when it was, is not known


@dataclass(frozen=True, slots=True)
class PromptEvidence:
    """One record that tells of a kind of misreading.

    `says` is the offence of an event, or "to/from" of a journey; what is not known is left empty.
    """

    kind: PromptEvidenceKind
    day: dt.date
    known_at: dt.datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PromptAnswer:
    """An answer to the prompt that still holds."""

    on: dt.date
    at: dt.datetime


def is_prompt_active(evidence: Iterable[PromptEvidence], answers: Sequence[PromptAnswer]) -> bool:
    """Whether the prompt of one kind stands, by all that is on record of this kind.

    An answer counts for what was recorded before it. What is recorded later asks again where it
    says more: a second charge, an offence not named before, another journey, alone once more.
    """
    amounting = [one for one in evidence if one.kind != PromptEvidenceKind.OTHERWISE]
    if not answers:
        return bool(amounting)
    last = max(answer.at for answer in answers)
    later = [one for one in amounting if one.known_at > last]
    if not later:
        return False
    answered = [one for one in amounting if one.known_at <= last]
    states = [
        one
        for one in evidence
        if one.kind in {PromptEvidenceKind.STATE, PromptEvidenceKind.OTHERWISE}
    ]
    days = [*(one.day for one in answered), *(answer.on for answer in answers)]
    return any(_says_more(one, answered, states, days) for one in later)


def _says_more(
    one: PromptEvidence,
    answered: Sequence[PromptEvidence],
    states: Sequence[PromptEvidence],
    days: Sequence[dt.date],
) -> bool:
    if one.kind == PromptEvidenceKind.EVENT:
        return _is_another_event(one, answered)
    if one.kind == PromptEvidenceKind.STATE:
        return _is_another_state(one, answered, states, days)
    return not _near(one.day, days)


def _is_another_event(one: PromptEvidence, answered: Iterable[PromptEvidence]) -> bool:
    """Another day is another event, whoever wrote it down; on the same day a new offence says more.

    Where only a report or a state was answered, an event of about that day is what it told of.
    """
    for other in answered:
        if other.kind != PromptEvidenceKind.EVENT:
            is_told = not one.detail and _near(one.day, [other.day])
        else:
            is_told = other.day == one.day and one.detail in {"", other.detail}
        if is_told:
            return False
    return True


def _is_another_state(
    one: PromptEvidence,
    answered: Iterable[PromptEvidence],
    states: Iterable[PromptEvidence],
    days: Iterable[dt.date],
) -> bool:
    """A state goes on from the one before it; it is another after the contrary, or on another way."""
    before = [state for state in states if _place(state) < _place(one)]
    previous = max(before, key=_place, default=None)
    if previous is None:  # the oldest: as it was answered later on, or the first of its kind
        known = [state for state in answered if state.kind == PromptEvidenceKind.STATE]
        if known:
            return _is_another_way(one, min(known, key=_place))
    elif previous.kind == PromptEvidenceKind.STATE:
        return _is_another_way(one, previous)
    since = previous.day if previous else dt.date.min
    return not _near(one.day, [day for day in days if day > since])


def _is_another_way(one: PromptEvidence, other: PromptEvidence) -> bool:
    ends = zip(one.detail.split("/"), other.detail.split("/"), strict=False)
    return any(here and there and here != there for here, there in ends)


def _place(state: PromptEvidence) -> tuple[dt.date, dt.datetime]:
    return state.day, state.known_at


def _near(day: dt.date, days: Iterable[dt.date]) -> bool:
    return any(abs((day - other).days) <= SAME_EVENT_DAYS for other in days)
