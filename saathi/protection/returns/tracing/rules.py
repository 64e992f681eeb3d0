"""When an enquiry may be made, in which words, and by when tracing goes on. Pure functions.

What happened is always recorded: the rules refuse only what our own staff are about to do.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases.due_rules import OfficeDays
from saathi.protection.returns.protection_screening import rules as screening_rules
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from saathi.protection.returns.tracing.exploitation_words import (
    find_diagnosis_words,
    find_exploitation_words,
)
from saathi.protection.returns.tracing.vocabulary import (
    NAMING_FACTS,
    OPEN_STATES,
    HeardForChild,
    NotAskedReason,
    TracingState,
    TracingWish,
)

FIRST_STEP_OFFICE_DAYS: Final = 5  # from the child's wish to the first enquiry [derived]
REVIEW_DAYS: Final = 30
NO_TRACING: Final = _(
    "The child does not want this tracing. A later answer counts only if another person asks the "
    "child again on a later day."
)
_ALSO_RECIPIENTS: Final = frozenset(("dalal", "dalals", "दलाल", "دلال", "std"))
_LONGEST_WAIT_DAYS: Final = 21  # a calendar that is closed for longer does not delay the first step
SOLUTION_DAYS: Final = 91  # then another solution is assessed while tracing goes on


@dataclass(frozen=True, slots=True)
class ChildWish:
    """The answer of the child about a matter that counts."""

    wish: TracingWish
    asked_on: dt.date
    wait_until: dt.date | None = None
    why_not_asked: str = NotAskedReason.NOT_RECORDED
    heard_for_child: str = HeardForChild.NOT_RECORDED


def reasons_against_view(
    view: ChildWish, *, has_words: bool, has_said_for_child: bool = False
) -> tuple[Reason, ...]:
    """Why a view of the child cannot be saved as entered; empty if it can."""
    reasons = _reasons_against_hearing(view, has_said_for_child=has_said_for_child)
    if view.wish == TracingWish.LATER and (
        view.wait_until is None or view.wait_until <= view.asked_on
    ):
        text = _("Enter the later date that the child chose.")
        reasons.append(Reason("wait_until", text))
    if view.wish != TracingWish.LATER and view.wait_until is not None:
        text = _("Remove the date, or choose that the child wants it later.")
        reasons.append(Reason("wait_until", text))
    not_asked = view.wish == TracingWish.NOT_ASKED
    if not_asked and has_words:
        text = _("Remove the child’s words, or choose what the child answered.")
        reasons.append(Reason("child_words", text))
    if not not_asked and view.why_not_asked != NotAskedReason.NOT_RECORDED:
        text = _("Remove the reason, or choose that the child was not asked.")
        reasons.append(Reason("why_not_asked", text))
    return tuple(reasons)


def _reasons_against_hearing(view: ChildWish, *, has_said_for_child: bool) -> list[Reason]:
    if view.wish != TracingWish.TOO_YOUNG:
        if view.heard_for_child == HeardForChild.NOT_RECORDED:
            return []
        text = _("Leave this blank, or choose that the child is too young to answer.")
        return [Reason("heard_for_child", text)]
    if view.heard_for_child == HeardForChild.NOT_RECORDED:
        text = _("The child is too young to answer. Choose who was heard, or “No one yet”.")
        return [Reason("heard_for_child", text)]
    if view.heard_for_child != HeardForChild.NO_ONE and not has_said_for_child:
        return [Reason("said_for_child", _("Enter what the guardian or representative said."))]
    return []


def reasons_against_enquiry(
    wish: ChildWish | None,
    facts: Collection[str],
    *,
    on: dt.date,
    elsewhere: ChildWish | None = None,
) -> tuple[Reason, ...]:
    """Why we must not make this enquiry on a day; empty if we may.

    Before the child's view, or the reason why the child was not asked, no enquiry tells which child
    is meant. Against the child's will there is none at all; without a view in this request, what the
    child said in another request of the file (`elsewhere`) can only refuse.
    """
    names_child = bool(set(facts) & set(NAMING_FACTS))
    if wish is None:
        return _reasons_without_view(elsewhere, on, names_child=names_child)
    match wish.wish:
        case TracingWish.NO | TracingWish.NOT_NOW:
            now = _("The child does not want this tracing now.")
            return (Reason("child_view", NO_TRACING if wish.wish == TracingWish.NO else now),)
        case TracingWish.LATER:
            is_due = wish.wait_until is not None and on >= wish.wait_until
            text = _(
                "The child wants this tracing later. Wait until the date that the child chose."
            )
            return _unless(not is_due, text)
        case TracingWish.CHOSE_NOT:
            text = _("The child chose not to say. Do not tell which child is meant.")
            return _unless(names_child, text)
        case TracingWish.NOT_ASKED:
            has_reason = wish.why_not_asked != NotAskedReason.NOT_RECORDED
            text = _("Record why the child was not asked before you tell which child is meant.")
            return _unless(names_child and not has_reason, text)
    return ()


def _reasons_without_view(
    elsewhere: ChildWish | None, on: dt.date, *, names_child: bool
) -> tuple[Reason, ...]:
    """Why we must not enquire before the child answered in this request."""
    if elsewhere is not None and elsewhere.wish == TracingWish.NO:
        text = _("The child does not want another person traced. First ask about this person.")
        return (Reason("child_view", text),)
    refused = reasons_against_enquiry(elsewhere, (), on=on) if elsewhere else ()
    return refused or _unless(
        names_child, _("First ask the child, or record why the child was not asked.")
    )


def _unless(refused: bool, text: str) -> tuple[Reason, ...]:  # noqa: FBT001 - a condition
    return (Reason("child_view", text),) if refused else ()


def reasons_against_cover_text(text: str) -> tuple[Reason, ...]:
    """Why these words must not be used: they tell what happened to the child, or of an illness (TRC-003)."""
    reasons = []
    if find_exploitation_words(text):
        why = _(
            "Remove the words about trafficking, exploitation or abuse. Say for example: a child in "
            "care is looking for relatives."
        )
        reasons.append(Reason("cover_text", why))
    if find_diagnosis_words(text):
        why = _("Remove the diagnosis: relatives and neighbours hear this sentence.")
        reasons.append(Reason("cover_text", why))
    return tuple(reasons)


def reasons_against_recipient(text: str) -> tuple[Reason, ...]:
    """Why these words must not say who is asked: a card and a list that others see show them (TRC-003)."""
    reasons = []
    if recipient_words(find_exploitation_words(text)):
        why = _(
            "Remove the words about trafficking, exploitation or abuse: others can see who is asked. "
            "Write for example: district police office."
        )
        reasons.append(Reason("to_whom", why))
    if recipient_words(find_diagnosis_words(text)):
        why = _("Remove the diagnosis: others can see who is asked. Write for example: hospital.")
        reasons.append(Reason("to_whom", why))
    return tuple(reasons)


def reasons_against_card(cover_text: str, to_whom: str) -> tuple[Reason, ...]:
    """Why an enquiry has no card to print: its sentence, or who is asked, tells what happened."""
    return reasons_against_cover_text(cover_text) + reasons_against_recipient(to_whom)


def recipient_words(words: Collection[str]) -> list[str]:
    """The words that must not say who is asked: without those that are family names or a telephone booth."""
    return [word for word in words if word not in _ALSO_RECIPIENTS]


def reasons_against_abroad(gate: ContactGate, *, is_outgoing: bool) -> tuple[Reason, ...]:
    """Why we must not enquire in another country: it goes with a cross-border request after the screening.

    `is_outgoing`: the enquiry has a request of the file that we sent and did not withdraw. For a
    child who may be stateless, that request says who may disclose what.
    """
    reasons = screening_rules.reasons_against_contact(gate, "way", is_represented=True)
    if is_outgoing:
        return reasons
    text = _("Choose a cross-border request that we sent and did not withdraw.")
    return (*reasons, Reason("cross_border", text))


def reasons_against_result(
    made_on: dt.date, result_on: dt.date | None, next_on: dt.date | None, *, has_result: bool
) -> tuple[Reason, ...]:
    """Why the result of an enquiry cannot be saved as entered."""
    reasons = []
    if has_result and result_on is None:
        reasons.append(Reason("result_on", _("Enter the date of the result.")))
    if not has_result and result_on is not None:
        reasons.append(Reason("result", _("Choose a result.")))
    if result_on is not None and result_on < made_on:
        text = _("Enter a date that is not before the enquiry.")
        reasons.append(Reason("result_on", text))
    if next_on is not None and next_on < made_on:
        text = _("Enter a date that is not before the enquiry.")
        reasons.append(Reason("next_on", text))
    return tuple(reasons)


def reasons_not_to_end(
    state: TracingState, new_state: TracingState, why: str
) -> tuple[Reason, ...]:
    """Why a tracing request cannot be moved to this status."""
    if state not in OPEN_STATES:
        return (Reason("state", _("This tracing request has already ended.")),)
    if new_state not in OPEN_STATES and not why.strip():
        return (Reason("why_ended", _("Enter the reason and what the child was told.")),)
    return ()


def review_day(from_day: dt.date) -> dt.date:
    """When tracing is reviewed next."""
    return from_day + dt.timedelta(days=REVIEW_DAYS)


def solution_day(opened_on: dt.date) -> dt.date:
    """When another solution is assessed, while tracing goes on."""
    return opened_on + dt.timedelta(days=SOLUTION_DAYS)


def days_waiting(opened_on: dt.date, ended_on: dt.date | None, today: dt.date) -> int:
    """For how many days a person is or was being sought."""
    return ((ended_on or today) - opened_on).days


def first_step_day(asked_on: dt.date, office: OfficeDays) -> dt.date:
    """The fifth day after the wish on which the office works, within three weeks."""
    days = (asked_on + dt.timedelta(days=ahead) for ahead in range(1, _LONGEST_WAIT_DAYS + 1))
    open_days = [day for day in days if office.is_open(day)]
    if len(open_days) >= FIRST_STEP_OFFICE_DAYS:
        return open_days[FIRST_STEP_OFFICE_DAYS - 1]
    return asked_on + dt.timedelta(days=_LONGEST_WAIT_DAYS)
