"""When a screening prompt is active: never answered, or new evidence since the answer.

Pure functions. Only new evidence reactivates an answered prompt, never a repetition (IDN-008).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

# Within this many days of answered evidence, a report or a first recorded state counts as the same
# event: a child and a worker are not asked twice [derived].
SAME_EVENT_DAYS = 14


class PromptEvidenceKind(StrEnum):
    """How a record indicates a kind of misidentification."""

    EVENT = "event"  # an event on its day: an arrest, a charge, an entry in a list
    STATE = "state"  # a state from its day until another is recorded: no documents, alone
    OTHERWISE = "otherwise"  # the opposite of a state on its day: documents, a parent
    REPORT = "report"  # reported on its day; the day of the event is not known


@dataclass(frozen=True, slots=True)
class PromptEvidence:
    """One record that indicates a kind of misidentification.

    `detail` is the offence of an event, or "to/from" of a journey; unknown parts are empty.
    """

    kind: PromptEvidenceKind
    day: dt.date
    known_at: dt.datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PromptAnswer:
    """An answer to the prompt that is still valid."""

    on: dt.date
    at: dt.datetime


def is_prompt_active(evidence: Iterable[PromptEvidence], answers: Sequence[PromptAnswer]) -> bool:
    """Whether the prompt of one kind is active, given all evidence of this kind.

    An answer covers what was recorded before it. Later evidence reactivates the prompt if it is
    new: a second charge, an offence not named before, another journey, alone once more.
    """
    amounting = [item for item in evidence if item.kind != PromptEvidenceKind.OTHERWISE]
    if not answers:
        return bool(amounting)
    last = max(answer.at for answer in answers)
    later = [item for item in amounting if item.known_at > last]
    if not later:
        return False
    answered = [item for item in amounting if item.known_at <= last]
    states = [
        item
        for item in evidence
        if item.kind in {PromptEvidenceKind.STATE, PromptEvidenceKind.OTHERWISE}
    ]
    days = [*(item.day for item in answered), *(answer.on for answer in answers)]
    return any(_says_more(item, answered, states, days) for item in later)


def _says_more(
    item: PromptEvidence,
    answered: Sequence[PromptEvidence],
    states: Sequence[PromptEvidence],
    days: Sequence[dt.date],
) -> bool:
    if item.kind == PromptEvidenceKind.EVENT:
        return _is_another_event(item, answered)
    if item.kind == PromptEvidenceKind.STATE:
        return _is_another_state(item, answered, states, days)
    return not _near(item.day, days)


def _is_another_event(event: PromptEvidence, answered: Iterable[PromptEvidence]) -> bool:
    """Whether an event is new: another day, or a new offence on the same day.

    If only a report or a state was answered, an event near that day counts as the event it
    reported.
    """
    for earlier in answered:
        if earlier.kind != PromptEvidenceKind.EVENT:
            is_recorded = not event.detail and _near(event.day, [earlier.day])
        else:
            is_recorded = earlier.day == event.day and event.detail in {"", earlier.detail}
        if is_recorded:
            return False
    return True


def _is_another_state(
    state_item: PromptEvidence,
    answered: Iterable[PromptEvidence],
    states: Iterable[PromptEvidence],
    days: Iterable[dt.date],
) -> bool:
    """Whether a state is new: after its opposite, or on another journey."""
    earlier = [state for state in states if _place(state) < _place(state_item)]
    previous = max(earlier, key=_place, default=None)
    if previous is None:  # the oldest: as answered later, or the first of its kind
        earlier_states = [state for state in answered if state.kind == PromptEvidenceKind.STATE]
        if earlier_states:
            return _is_another_way(state_item, min(earlier_states, key=_place))
    elif previous.kind == PromptEvidenceKind.STATE:
        return _is_another_way(state_item, previous)
    since_day = previous.day if previous else dt.date.min
    return not _near(state_item.day, [day for day in days if day > since_day])


def _is_another_way(journey: PromptEvidence, earlier: PromptEvidence) -> bool:
    ends = zip(journey.detail.split("/"), earlier.detail.split("/"), strict=False)
    return any(new_end and old_end and new_end != old_end for new_end, old_end in ends)


def _place(state: PromptEvidence) -> tuple[dt.date, dt.datetime]:
    return state.day, state.known_at


def _near(day: dt.date, days: Iterable[dt.date]) -> bool:
    return any(abs((day - other_day).days) <= SAME_EVENT_DAYS for other_day in days)
