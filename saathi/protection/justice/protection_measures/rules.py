"""What threats and protection measures need, when protection may end, and what texts never say."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.justice.protection_measures.vocabulary import (
    ACTIVE_THREATS,
    PENDING,
    MeasureAnswer,
    ProtectionChildView,
    ProtectionDecision,
    ProtectionEnd,
    ProtectionState,
    ThreatLevel,
    ThreatState,
    ThreatUrgency,
)

# A measure in force is reviewed at least each quarter.
LONGEST_REVIEW_DAYS: Final = 92
_COORDINATES: Final = re.compile(r"-?\d{1,3}\.\d{3,}\s*[,; ]\s*-?\d{1,3}\.\d{3,}")
_PLUS_CODE: Final = re.compile(r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b")
_SHORTEST_PLACE: Final = 5


def reasons_against_places(texts: Mapping[str, str], places: Collection[str]) -> tuple[Reason, ...]:
    """Why texts cannot be saved: they say where a protected child is. The field names are the codes."""
    known = [_words(place) for place in places]
    known = [place for place in known if len(place) >= _SHORTEST_PLACE]
    reasons = []
    for name, text in texts.items():
        entered = _words(text)
        has_place = any(place in entered for place in known)
        if has_place or _COORDINATES.search(text) or _PLUS_CODE.search(text.upper()):
            message = _(
                "Remove the place: where a protected child is or goes is not recorded here."
            )
            reasons.append(Reason(name, message))
    return tuple(reasons)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def reasons_against_answering(
    *, state: ThreatState, happened_on: dt.date, answered_on: dt.date, response: str
) -> tuple[Reason, ...]:
    """Why action on a threat cannot be recorded as entered; empty if it can."""
    reasons = []
    if state == ThreatState.ENDED:
        reasons.append(Reason("answered_on", _("This threat is recorded as ended.")))
    if answered_on < happened_on:
        text = _("Enter a date on or after the date of the threat.")
        reasons.append(Reason("answered_on", text))
    if not response.strip():
        reasons.append(Reason("response", _("Enter the action taken, and by whom.")))
    return tuple(reasons)


def reasons_against_view(child_view: str, words: str, why: str) -> tuple[Reason, ...]:
    """Why a request cannot be recorded: what the child says against it, or why it is made, is missing."""
    reasons = []
    is_said = child_view in {ProtectionChildView.DOES_NOT_WANT, ProtectionChildView.CONDITIONS}
    if is_said and not words.strip():
        reasons.append(Reason("child_words", _("Enter what the child says, in the child’s words.")))
    if child_view == ProtectionChildView.DOES_NOT_WANT and not why.strip():
        text = _("Enter why this measure is requested although the child does not want it.")
        reasons.append(Reason("why_despite", text))
    if child_view == ProtectionChildView.NOT_ASKED and not why.strip():
        reasons.append(Reason("why_despite", _("Enter why the child was not asked.")))
    return tuple(reasons)


def reasons_against_other_view(was: str, view: str) -> tuple[Reason, ...]:
    """Why a correction cannot change what the child says: a "no" is kept, another answer is a new request.

    The same in SQL: `protection_keep_no`.
    """
    if was != ProtectionChildView.DOES_NOT_WANT or view == was:
        return ()
    text = _(
        "The child does not want this measure, and this is kept. If the child has changed their mind, "
        "record it at a review, or add a new request."
    )
    return (Reason("child_view", text),)


def reasons_against_answer(
    *,
    state: ProtectionState,
    answer: str,
    requested_on: dt.date,
    decided_on: dt.date,
    refusal: str,
) -> tuple[Reason, ...]:
    """Why the answer of an authority cannot be recorded as entered; empty if it can."""
    reasons = []
    if state not in {*PENDING, ProtectionState.REFUSED}:
        text = _("This measure is already in force or ended.")
        reasons.append(Reason("answer", text))
    if decided_on < requested_on:
        reasons.append(Reason("decided_on", _("Enter a date on or after the request.")))
    if answer == MeasureAnswer.REFUSED and not refusal.strip():
        reasons.append(Reason("refusal", _("Enter the reasons of the refusal.")))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class ProtectionPeriod:
    """Since and until when a measure is in force, and when it is reviewed."""

    since: dt.date
    until_on: dt.date | None
    review_on: dt.date


def reasons_against_start(
    state: ProtectionState, period: ProtectionPeriod, *, call: str, today: dt.date
) -> tuple[Reason, ...]:
    """Why a measure cannot be recorded as in force; empty if it can. It may begin without a formal answer."""
    reasons = []
    if state not in {*PENDING, ProtectionState.IN_FORCE}:
        text = _("This measure was refused or has ended: add a new one.")
        reasons.append(Reason("in_force_from", text))
    if period.until_on is not None and period.until_on < period.since:
        reasons.append(Reason("until_on", _("Enter an end on or after the first day.")))
    if not call.strip():
        text = _("Enter who the child can call at any time.")
        reasons.append(Reason("call", text))
    reasons += reasons_against_review_day("review_on", period.review_on, today)
    return tuple(reasons)


def reasons_against_review_day(field: str, on: dt.date | None, today: dt.date) -> list[Reason]:
    """Why this is no day for the next review: within three months from today."""
    if on is None:
        return [Reason(field, _("Enter the date of the next review."))]
    if not today <= on <= today + dt.timedelta(days=LONGEST_REVIEW_DAYS):
        return [Reason(field, _("Enter a review from today on and within 3 months."))]
    return []


def reasons_against_end(
    *,
    state: ProtectionState,
    since: dt.date | None,
    ended_on: dt.date,
    reason: str,
    has_threat: bool,
) -> tuple[Reason, ...]:
    """Why a measure cannot be recorded as ended; empty if it can.

    That a measure ended is a fact. Only the statement that no threat is left needs the threats ended.
    """
    reasons = []
    if state != ProtectionState.IN_FORCE:
        reasons.append(Reason("ended_on", _("This measure is not in force.")))
    if since is not None and ended_on < since:
        reasons.append(Reason("ended_on", _("Enter an end on or after the first day.")))
    if reason == ProtectionEnd.THREAT_OVER and has_threat:
        text = _(
            "A threat is still active. End it first, with the reason, or choose another reason."
        )
        reasons.append(Reason("end_reason", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """A review as entered."""

    state: ProtectionState
    since: dt.date | None
    reviewed_on: dt.date
    threat: ThreatLevel
    decision: ProtectionDecision
    next_on: dt.date | None
    has_threat: bool


def reasons_against_review(facts: ReviewFacts, today: dt.date) -> tuple[Reason, ...]:
    """Why a review cannot be saved as entered; empty if it can."""
    reasons = []
    if facts.state != ProtectionState.IN_FORCE:
        reasons.append(Reason("reviewed_on", _("This measure is not in force.")))
    if facts.since is not None and facts.reviewed_on < facts.since:
        reasons.append(Reason("reviewed_on", _("Enter a date since the measure is in force.")))
    if facts.threat == ThreatLevel.NONE and facts.has_threat:
        text = _("A threat is still active. End it first, with the reason.")
        reasons.append(Reason("threat", text))
    if facts.decision == ProtectionDecision.END:
        if facts.threat != ThreatLevel.NONE:
            text = _("A review ends protection only if there is no threat any more.")
            reasons.append(Reason("decision", text))
        return tuple(reasons)
    reasons += reasons_against_review_day("next_on", facts.next_on, today)
    return tuple(reasons)


def lacks_protection(threats: Collection[tuple[str, str]], states: Collection[str]) -> bool:
    """Whether a pressing threat is active while no measure is in force. A threat: its state, urgency."""
    pressing = {ThreatUrgency.IMMEDIATE, ThreatUrgency.SOON}
    is_pressed = any(state in ACTIVE_THREATS and urgency in pressing for state, urgency in threats)
    return is_pressed and ProtectionState.IN_FORCE not in states


def has_ended_in_threat(threats: Collection[str], states: Collection[str]) -> bool:
    """Whether protection ended, none is in force, and a threat is still active."""
    is_active = any(state in ACTIVE_THREATS for state in threats)
    return is_active and ProtectionState.ENDED in states and ProtectionState.IN_FORCE not in states


NOT_ENDED: Final = (Reason("state", _("This threat is still active.")),)
