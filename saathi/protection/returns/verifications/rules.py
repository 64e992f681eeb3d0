"""When a verification is asked again, and when it leads to other solutions. Pure functions.

A verification never waits without a date: after 90 days, or if the country of origin denies or
declines to answer, other solutions than a return are assessed.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.verifications.vocabulary import (
    NEEDS_SOLUTION,
    OUR_ROUTES,
    CourtNeedKind,
    OtherSolution,
    PermitBody,
    PermitState,
    VerificationAnswer,
    VerificationRoute,
)

REMINDER_DAYS = (30, 60)
SOLUTION_DAYS = 90
MAX_NEXT_DAYS = 60
MAX_SOLUTION_DAYS = 30


@dataclass(frozen=True, slots=True)
class VerificationFacts:
    """A verification as entered."""

    asked_on: dt.date
    answer: VerificationAnswer
    answered_on: dt.date | None = None
    next_on: dt.date | None = None
    solutions_on: dt.date | None = None
    is_solved: bool = False  # other solutions were assessed


def days_waiting(asked_on: dt.date, answered_on: dt.date | None, today: dt.date) -> int:
    """How many days a verification waited until the answer, or waits until today."""
    return ((answered_on or today) - asked_on).days


def reminder_day(asked_on: dt.date, next_on: dt.date, today: dt.date) -> dt.date:
    """The day to ask again: the next of 30 and 60 days, unless the chosen day is earlier."""
    reminders = [asked_on + dt.timedelta(days=days) for days in REMINDER_DAYS]
    return min([next_on, *(day for day in reminders if day > today)])


def solution_day(asked_on: dt.date, solutions_on: dt.date | None) -> dt.date:
    """The day on which other solutions are assessed: the chosen one, otherwise after 90 days."""
    return solutions_on or asked_on + dt.timedelta(days=SOLUTION_DAYS)


def reasons_against_verification(
    verification: VerificationFacts, *, today: dt.date
) -> tuple[Reason, ...]:
    """Why a verification cannot be saved as entered: above all, waiting without a date."""
    reasons = []
    if verification.answer == VerificationAnswer.WAITING:
        reasons += _reasons_against_waiting(verification, today)
    elif verification.answered_on is None:
        reasons.append(Reason("answered_on", _("Enter the date of the answer.")))
    elif verification.answered_on < verification.asked_on:
        text = _("Enter an answer date that is not before the request date.")
        reasons.append(Reason("answered_on", text))
    if verification.answer in NEEDS_SOLUTION and not verification.is_solved:
        reasons += _reasons_against_solution_day(verification.solutions_on, today)
    return tuple(reasons)


def _reasons_against_waiting(verification: VerificationFacts, today: dt.date) -> list[Reason]:
    reasons = []
    next_on = verification.next_on
    if next_on is None or not today < next_on <= today + dt.timedelta(days=MAX_NEXT_DAYS):
        text = _("Enter the next date, after today and at most 60 days from now.")
        reasons.append(Reason("next_on", text))
    if verification.answered_on is not None:
        text = _("Choose the answer, or leave its date blank.")
        reasons.append(Reason("answered_on", text))
    has_waited = days_waiting(verification.asked_on, None, today) >= SOLUTION_DAYS
    if has_waited and not verification.is_solved:
        reasons += _reasons_against_solution_day(verification.solutions_on, today)
    return reasons


def _reasons_against_solution_day(solutions_on: dt.date | None, today: dt.date) -> list[Reason]:
    latest = today + dt.timedelta(days=MAX_SOLUTION_DAYS)
    if solutions_on is not None and solutions_on <= latest:
        return []
    text = _(
        "Enter a date within 30 days for the assessment of alternatives to return: staying, "
        "relatives elsewhere, a third country."
    )
    return [Reason("solutions_on", text)]


def reasons_against_question(
    *, has_enquiry: bool, has_contact: bool, asked: Collection[str]
) -> tuple[Reason, ...]:
    """Why a verification does not belong to exactly one question that went abroad."""
    reasons = []
    if has_enquiry == has_contact:
        text = _("Choose either a cross-border request or a contact with the country of origin.")
        reasons.append(Reason("enquiry", text))
    if not asked:
        reasons.append(Reason("subjects", _("Select what is to be verified.")))
    return tuple(reasons)


def reasons_against_route(route: VerificationRoute, *, is_of_others: bool) -> tuple[Reason, ...]:
    """Why a verification does not go by this route: we do not ask by a contact that others made.

    `is_of_others`: it belongs to a contact that others, or staff without permission, made.
    """
    if is_of_others and route in OUR_ROUTES:
        text = _(
            "Others made this contact, so others asked. Choose who asked, or choose a permitted "
            "contact or a cross-border request of our own."
        )
        return (Reason("route", text),)
    if not is_of_others and route == VerificationRoute.OTHERS:
        return (Reason("route", _("This contact or request is our own. Choose who asked.")),)
    return ()


def reasons_against_solution(
    solution: OtherSolution, solutions_on: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Why an assessment of other solutions cannot be saved: none found, and no next date."""
    if solution != OtherSolution.NONE_YET:
        return ()
    latest = today + dt.timedelta(days=MAX_SOLUTION_DAYS)
    if solutions_on is not None and today < solutions_on <= latest:
        return ()
    text = _("No solution yet. Enter the date of the next assessment, within 30 days.")
    return (Reason("solutions_on", text),)


def reasons_against_permit(
    state: PermitState,
    *,
    asked_on: dt.date,
    received_on: dt.date | None,
    valid_until: dt.date | None,
) -> tuple[Reason, ...]:
    """Why a permit cannot be saved as entered."""
    reasons = []
    if (state == PermitState.ASKED) != (received_on is None):
        text = _("Enter the date if the permit was received or refused, and only then.")
        reasons.append(Reason("received_on", text))
    if received_on is not None and received_on < asked_on:
        text = _("Enter a date that is not before the request.")
        reasons.append(Reason("received_on", text))
    if valid_until is not None and state != PermitState.RECEIVED:
        text = _("Only a permit that was received is valid until a date.")
        reasons.append(Reason("valid_until", text))
    return tuple(reasons)


def reasons_against_answer_change(
    before: VerificationAnswer, changed: Collection[str]
) -> tuple[Reason, ...]:
    """Why an answer cannot be changed as entered: a denial stays as it was. `changed`: its fields."""
    denied = {VerificationAnswer.DENIED, VerificationAnswer.REFUSED}
    if before in denied and {"answer", "answered_on", "subjects"} & set(changed):
        text = _(
            "This answer stays on record. Add what the country says later as a new verification."
        )
        return (Reason("answer", text),)
    return ()


def reasons_against_permit_change(
    before: PermitState, changed: Collection[str]
) -> tuple[Reason, ...]:
    """Why a permit cannot be changed as entered: a refusal stays as it was. `changed`: its fields."""
    if before == PermitState.REFUSED and {"state", "received_on"} & set(changed):
        text = _("A refusal stays on record. Add the permit that was received later as a new one.")
        return (Reason("state", text),)
    return ()


def reasons_against_need_change(
    before: CourtNeedKind, changed: Collection[str]
) -> tuple[Reason, ...]:
    """Why a statement of a court cannot be changed as entered: that it needs the child stays so."""
    if before == CourtNeedKind.IN_PERSON and set(changed) - {"note"}:
        text = _("This statement stays on record. Add what the court says now as a new entry.")
        return (Reason("need", text),)
    return ()


def asks_abroad(state: PermitState, body: str) -> bool:
    """Whether a permit as entered is our own question to the other country; blank may be one."""
    return state == PermitState.ASKED and body != PermitBody.OURS


def becomes_question(before: PermitState, now: PermitState, body: str) -> bool:
    """Whether a change makes a permit our own question to the other country, as a new request does."""
    return not asks_abroad(before, body) and asks_abroad(now, body)


def is_permit_valid(state: PermitState, valid_until: dt.date | None, today: dt.date) -> bool:
    """Whether a permit can be used today."""
    return state == PermitState.RECEIVED and (valid_until is None or today <= valid_until)
