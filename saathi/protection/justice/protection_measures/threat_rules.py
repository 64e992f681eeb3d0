"""When the alarm for a threat ends, when it is checked again, and who may close it.

Action taken does not make a child safe: a check does, and a second person closes the threat.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.infra.enough_text import has_a_few_letters, has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.justice.protection_measures import vocabulary as codes

# Days after which a threat is first checked.
FIRST_CHECK_DAYS: Final[Mapping[codes.ThreatUrgency, int]] = {
    codes.ThreatUrgency.IMMEDIATE: 1,
    codes.ThreatUrgency.SOON: 3,
    codes.ThreatUrgency.WATCH: 14,
}
# Only a check of one of these ways can say that the child is safe; in SQL by this name.
CONTACT_SOURCES: Final = (codes.SafetyCheckSource.SEEN, codes.SafetyCheckSource.CHILD)
# The longest time until the next check, in SQL by these names.
CHECK_DAYS_IF_SAFE: Final = 30
CHECK_DAYS_IF_NOT_SAFE: Final = 7


def first_check_on(urgency: str, today: dt.date) -> dt.date:
    """The day on which a threat that is recorded or active again today is checked."""
    return today + dt.timedelta(days=FIRST_CHECK_DAYS[codes.ThreatUrgency(urgency)])


@dataclass(frozen=True, slots=True)
class ThreatCheckFacts:
    """A check of a threat as entered."""

    state: codes.ThreatState  # of the threat
    happened_on: dt.date
    checked_on: dt.date
    safe_now: codes.ThreatSafety
    sources: Collection[str]  # of `SafetyCheckSource`
    next_on: dt.date


def reasons_against_check(check: ThreatCheckFacts, today: dt.date) -> tuple[Reason, ...]:
    """Why a check of a threat cannot be saved as entered; empty if it can."""
    reasons = []
    if check.state == codes.ThreatState.ENDED:
        text = _("This threat is recorded as ended. Record that it is active again first.")
        reasons.append(Reason("checked_on", text))
    if check.checked_on < check.happened_on:
        text = _("Enter a date on or after the date of the threat.")
        reasons.append(Reason("checked_on", text))
    is_safe = check.safe_now == codes.ThreatSafety.YES
    if is_safe and not has_contact(check.sources):
        text = _(
            "Only a check at which the child was seen, or said so in private, can say that the child "
            "is safe. Choose “Not known”, or how the child was reached."
        )
        reasons.append(Reason("safe_now", text))
    days = CHECK_DAYS_IF_SAFE if is_safe else CHECK_DAYS_IF_NOT_SAFE
    if not today <= check.next_on <= today + dt.timedelta(days=days):
        text = (
            _("Enter a next check from today on and within 30 days.")
            if is_safe
            else _("Enter a next check from today on and within 7 days.")
        )
        reasons.append(Reason("next_on", text))
    return tuple(reasons)


def reasons_against_short_texts(
    *, is_immediate: bool, texts: Mapping[str, str]
) -> tuple[Reason, ...]:
    """Why what was done or seen is not enough, by field: about an immediate threat a dot says nothing.

    `is_immediate`: the threat is immediate, or was since a check last confirmed that the child is safe.
    """
    text = _(
        "This threat is immediate. Enter at least 20 letters, without counting spaces, digits and signs."
    )
    thin = (name for name, entered in texts.items() if not has_enough_letters(entered))
    return tuple(Reason(name, text) for name in thin) if is_immediate else ()


def reasons_against_checker(checker: str, *, is_immediate: bool) -> tuple[Reason, ...]:
    """Why this names no one who checked an immediate threat."""
    if has_a_few_letters(checker) or not is_immediate:
        return ()
    return (Reason("checker", _("Enter the name and function of the person who checked.")),)


def has_contact(sources: Collection[str]) -> bool:
    """Whether the child was seen or spoke at a check, and is not also said to be out of reach."""
    is_reached = codes.SafetyCheckSource.NOT_REACHED not in sources
    return is_reached and not set(CONTACT_SOURCES).isdisjoint(sources)


def confirms_safety(
    safe_now: str, checked_on: dt.date, *, known_on: dt.date, is_second_person: bool
) -> bool:
    """Whether a check ends the alarm: made on a later day, or by a second person on the same day.

    `known_on`: when the threat was recorded or last changed. As `protection_after_check` in SQL.
    """
    if safe_now != codes.ThreatSafety.YES:
        return False
    return checked_on > known_on or (checked_on == known_on and is_second_person)


def alarm_urgency_after_edit(alarm: str, urgency: str, safe_since: dt.date | None) -> str:
    """The urgency that an edited threat has in Act now: an edit raises it, only a check lowers it.

    `alarm`: before the edit. As `protection_threat_changes` in SQL.
    """
    if safe_since is not None or not alarm:
        return urgency
    by_urgency = list(codes.ThreatUrgency)
    return min(alarm, urgency, key=lambda each: by_urgency.index(codes.ThreatUrgency(each)))


def is_alarming(state: str, alarm: str, safety: str, safe_since: dt.date | None) -> bool:
    """Whether someone must act now: no check confirms that the child is safe.

    `alarm`: the highest urgency since a check last did.
    """
    if state == codes.ThreatState.ENDED or safe_since is not None:
        return False
    return alarm == codes.ThreatUrgency.IMMEDIATE or safety == codes.ThreatSafety.NO


@dataclass(frozen=True, slots=True)
class ThreatClosing:
    """What decides whether a threat may be closed."""

    state: codes.ThreatState
    happened_on: dt.date
    ended_on: dt.date
    reason: str
    end_note: str
    is_confirmed_safe: bool
    is_reporter: bool  # who closes recorded the threat
    is_checker: bool  # who closes recorded the latest check
    has_other: bool  # another threat to the child is active


def reasons_against_closing_threat(closing: ThreatClosing) -> tuple[Reason, ...]:
    """Why a threat cannot be closed; empty if it can. As `protection_require_second_person` in SQL."""
    reasons = []
    if closing.state == codes.ThreatState.ENDED:
        reasons.append(Reason("ended_on", _("This threat is recorded as ended.")))
    if closing.ended_on < closing.happened_on:
        text = _("Enter a date on or after the date of the threat.")
        reasons.append(Reason("ended_on", text))
    if not has_enough_letters(closing.end_note):
        text = _(
            "Explain why it is no longer a threat: at least 20 letters, without counting spaces, "
            "digits and signs."
        )
        reasons.append(Reason("end_note", text))
    if not closing.reason:
        reasons.append(Reason("end_reason", _("Choose the reason.")))
    needs_check = closing.reason not in codes.ENDS_WITHOUT_CHECK
    if needs_check and not closing.is_confirmed_safe:
        text = _(
            "No check confirms that the child is safe. Check on a later day than the report, or have "
            "a second person check."
        )
        reasons.append(Reason("end_reason", text))
    if closing.reason == codes.ThreatEnd.DUPLICATE and not closing.has_other:
        text = _(
            "No other threat is active, so this one is not recorded twice. Choose another reason."
        )
        reasons.append(Reason("end_reason", text))
    if closing.is_checker:
        text = _("Another person than the one who recorded the latest check closes the threat.")
        reasons.append(Reason("end_reason", text))
    elif closing.is_reporter and not needs_check:
        text = _("Another person than the one who recorded the threat closes it.")
        reasons.append(Reason("end_reason", text))
    return tuple(reasons)
