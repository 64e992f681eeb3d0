"""Rules of verifications: never waiting without a date, and what follows after 90 days."""

import datetime as dt

import pytest

from saathi.protection.returns.verifications import pages, rules
from saathi.protection.returns.verifications.models import OriginVerification
from saathi.protection.returns.verifications.vocabulary import (
    OtherSolution,
    PermitState,
    VerificationAnswer,
    VerificationRoute,
)

TODAY = dt.date(2026, 6, 10)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def codes(reasons: tuple[object, ...]) -> list[str]:
    return [reason.code for reason in reasons]


@pytest.mark.parametrize(
    ("asked", "answer", "more", "expected"),
    [
        (10, "waiting", {"next_on": ago(-14)}, []),
        (10, "waiting", {}, ["next_on"]),
        (10, "waiting", {"next_on": TODAY}, ["next_on"]),
        (10, "waiting", {"next_on": ago(-61)}, ["next_on"]),
        (10, "waiting", {"next_on": ago(-14), "answered_on": ago(1)}, ["answered_on"]),
        (89, "waiting", {"next_on": ago(-14)}, []),
        (92, "waiting", {"next_on": ago(-14)}, ["solutions_on"]),
        (92, "waiting", {"next_on": ago(-14), "solutions_on": ago(-31)}, ["solutions_on"]),
        (92, "waiting", {"next_on": ago(-14), "solutions_on": ago(-30)}, []),
        (92, "waiting", {"next_on": ago(-14), "is_solved": True}, []),
        (10, "confirmed", {}, ["answered_on"]),
        (10, "confirmed", {"answered_on": ago(11)}, ["answered_on"]),
        (10, "confirmed", {"answered_on": ago(1)}, []),
        (10, "not_known", {"answered_on": ago(1)}, []),
        (10, "refused", {"answered_on": ago(1)}, ["solutions_on"]),
        (10, "denied", {"answered_on": ago(1)}, ["solutions_on"]),
        (10, "declined", {"answered_on": ago(1)}, ["solutions_on"]),
        (10, "none", {"answered_on": ago(1)}, ["solutions_on"]),
        (10, "refused", {"answered_on": ago(1), "solutions_on": ago(-7)}, []),
        (10, "refused", {"answered_on": ago(1), "is_solved": True}, []),
    ],
)
def test_a_verification_never_waits_without_a_date(
    asked: int, answer: str, more: dict[str, object], expected: list[str]
) -> None:
    facts = rules.VerificationFacts(ago(asked), VerificationAnswer(answer), **more)
    assert codes(rules.reasons_against_verification(facts, today=TODAY)) == expected


@pytest.mark.parametrize(
    ("asked", "next_in", "expected_in"),
    [
        (0, 60, 30),  # asked again after 30 days at the latest
        (0, 14, 14),
        (40, 60, 20),  # and after 60
        (70, 45, 45),
    ],
)
def test_a_verification_is_asked_again_after_30_and_60_days(
    asked: int, next_in: int, expected_in: int
) -> None:
    assert rules.reminder_day(ago(asked), ago(-next_in), TODAY) == ago(-expected_in)


def test_other_solutions_are_assessed_after_90_days_or_on_the_chosen_day() -> None:
    assert rules.solution_day(ago(10), None) == ago(-80)
    assert rules.solution_day(ago(10), ago(-5)) == ago(-5)
    assert rules.days_waiting(ago(92), None, TODAY) == 92
    assert rules.days_waiting(ago(92), ago(2), TODAY) == 90


@pytest.mark.parametrize(
    ("solution", "next_in", "expected"),
    [
        ("stay", None, []),
        ("none_yet", None, ["solutions_on"]),
        ("none_yet", 0, ["solutions_on"]),
        ("none_yet", 31, ["solutions_on"]),
        ("none_yet", 30, []),
    ],
)
def test_no_solution_yet_has_a_next_date(
    solution: str, next_in: int | None, expected: list[str]
) -> None:
    day = None if next_in is None else ago(-next_in)
    found = rules.reasons_against_solution(OtherSolution(solution), day, TODAY)
    assert codes(found) == expected


def test_a_verification_belongs_to_one_question() -> None:
    def found(*, has_enquiry: bool, has_contact: bool, asked: list[str]) -> list[str]:
        return codes(
            rules.reasons_against_question(
                has_enquiry=has_enquiry, has_contact=has_contact, asked=asked
            )
        )

    assert found(has_enquiry=True, has_contact=False, asked=["address"]) == []
    assert found(has_enquiry=False, has_contact=True, asked=[]) == ["subjects"]
    assert found(has_enquiry=True, has_contact=True, asked=["address"]) == ["enquiry"]
    assert found(has_enquiry=False, has_contact=False, asked=["address"]) == ["enquiry"]


@pytest.mark.parametrize(
    ("state", "received", "valid_in", "expected"),
    [
        ("asked", None, None, []),
        ("asked", 1, None, ["received_on"]),
        ("received", None, None, ["received_on"]),
        ("received", 1, 30, []),
        ("received", 11, 30, ["received_on"]),
        ("refused", 1, 30, ["valid_until"]),
    ],
)
def test_a_permit_is_complete(
    state: str, received: int | None, valid_in: int | None, expected: list[str]
) -> None:
    found = rules.reasons_against_permit(
        PermitState(state),
        asked_on=ago(10),
        received_on=None if received is None else ago(received),
        valid_until=None if valid_in is None else ago(-valid_in),
    )
    assert codes(found) == expected


def test_a_permit_is_valid_on_its_last_day_only_if_received() -> None:
    assert rules.is_permit_valid(PermitState.RECEIVED, TODAY, TODAY)
    assert rules.is_permit_valid(PermitState.RECEIVED, None, TODAY)
    assert not rules.is_permit_valid(PermitState.RECEIVED, ago(1), TODAY)
    assert not rules.is_permit_valid(PermitState.ASKED, None, TODAY)


@pytest.mark.parametrize(
    ("route", "is_of_others", "expected"),
    [
        ("agency", True, ["route"]),
        ("representative", True, ["route"]),
        ("partner", True, ["route"]),
        ("others", False, ["route"]),
        ("others", True, []),
        ("ministry", True, []),
        ("agency", False, []),
    ],
)
def test_contact_by_others_is_no_verification_of_ours(
    route: str, *, is_of_others: bool, expected: list[str]
) -> None:
    reasons = rules.reasons_against_route(VerificationRoute(route), is_of_others=is_of_others)
    assert codes(reasons) == expected


@pytest.mark.parametrize("may_contact", [True, False])
def test_a_verification_that_waits_names_a_follow_up_only_while_contact_is_allowed(
    *, may_contact: bool
) -> None:
    asked_on = dt.date(2026, 3, 2)
    waiting = OriginVerification(
        asked_on=asked_on, next_on=dt.date(2026, 3, 30), answer=VerificationAnswer.WAITING
    )
    (alert,) = pages.waiting_alerts([waiting], asked_on, may_contact=may_contact)
    assert ("Next follow-up: 30 March 2026" in str(alert.text)) == may_contact
    assert ("Do not follow up" in str(alert.text)) != may_contact
