"""When protection may begin, be reviewed and end, and what texts never say."""

import datetime as dt

import pytest

from saathi.protection.justice.protection_measures import rules
from saathi.protection.justice.protection_measures.rules import ProtectionPeriod, ReviewFacts
from saathi.protection.justice.protection_measures.vocabulary import (
    ProtectionDecision,
    ProtectionState,
    ThreatLevel,
    ThreatState,
)

ON = dt.date(2026, 5, 1)
PLACES = ["Asha Shelter Home", "Ward 7, Lakeside Road, Pokhara", "RU"]


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("The patrol passes each evening.", False),
        ("She stays at ASHA shelter  home now.", True),
        ("ward 7 lakeside road pokhara", True),
        ("At 28.2096, 83.9856 since Monday", True),
        ("The code is 7MV86X5P+F2", True),
        ("The escort came at 10.30, with two officers.", False),
        ("She ran.", False),  # a place of two letters is no place
        ("", False),
    ],
)
@pytest.mark.requirement("JUS-001")
def test_texts_never_say_where_a_protected_child_is(text: str, is_refused: bool) -> None:
    reasons = rules.reasons_against_places({"note": text}, PLACES)
    assert [reason.code for reason in reasons] == ["note"] * is_refused


@pytest.mark.parametrize(
    ("state", "on", "response", "fields"),
    [
        ("open", ON, "The police came.", []),
        ("answered", ON, "Again.", []),
        ("ended", ON, "Late.", ["answered_on"]),
        ("open", ON - dt.timedelta(days=1), "x", ["answered_on"]),
        ("open", ON, " ", ["response"]),
    ],
)
def test_action_on_a_threat(state: str, on: dt.date, response: str, fields: list[str]) -> None:
    found = rules.reasons_against_answering(
        state=ThreatState(state), happened_on=ON, answered_on=on, response=response
    )
    assert [reason.code for reason in found] == fields


@pytest.mark.parametrize(
    ("state", "answer", "on", "why", "fields"),
    [
        ("requested", "granted", ON, "", []),
        ("requested", "refused", ON, "No danger.", []),
        ("refused", "granted", ON, "", []),  # after a new request
        ("requested", "refused", ON, "", ["refusal"]),
        ("in_force", "granted", ON, "", ["answer"]),
        ("granted", "granted", ON - dt.timedelta(days=1), "", ["decided_on"]),
    ],
)
def test_answer_to_a_request(
    state: str, answer: str, on: dt.date, why: str, fields: list[str]
) -> None:
    found = rules.reasons_against_answer(
        state=ProtectionState(state), answer=answer, requested_on=ON, decided_on=on, refusal=why
    )
    assert [reason.code for reason in found] == fields


@pytest.mark.parametrize(
    ("state", "until", "review_in", "call", "fields"),
    [
        ("granted", None, 30, "Lawyer 0000", []),
        ("requested", 60, 92, "Lawyer 0000", []),  # without a formal answer
        ("in_force", 60, 0, "Lawyer 0000", []),
        ("refused", None, 30, "Lawyer 0000", ["in_force_from"]),
        ("ended", None, 30, "Lawyer 0000", ["in_force_from"]),
        ("granted", -1, 30, "Lawyer 0000", ["until_on"]),
        ("granted", None, 30, "", ["call"]),
        ("granted", None, 93, "Lawyer 0000", ["review_on"]),
        ("granted", None, -1, "Lawyer 0000", ["review_on"]),
    ],
)
def test_start_of_protection(
    state: str, until: int | None, review_in: int, call: str, fields: list[str]
) -> None:
    until_on = None if until is None else ON + dt.timedelta(days=until)
    period = ProtectionPeriod(ON, until_on, ON + dt.timedelta(days=review_in))
    found = rules.reasons_against_start(ProtectionState(state), period, call=call, today=ON)
    assert [reason.code for reason in found] == fields


@pytest.mark.parametrize(
    ("state", "on", "reason", "has_threat", "fields"),
    [
        ("in_force", ON, "threat_over", False, []),
        ("in_force", ON, "authority", True, []),  # a fact is never refused
        ("in_force", ON, "threat_over", True, ["end_reason"]),
        ("requested", ON, "other", False, ["ended_on"]),
        ("in_force", ON - dt.timedelta(days=1), "other", False, ["ended_on"]),
    ],
)
@pytest.mark.requirement("JUS-001")
def test_end_of_protection(
    state: str, on: dt.date, reason: str, has_threat: bool, fields: list[str]
) -> None:
    found = rules.reasons_against_end(
        state=ProtectionState(state), since=ON, ended_on=on, reason=reason, has_threat=has_threat
    )
    assert [each.code for each in found] == fields


def review(**more: object) -> ReviewFacts:
    usual: dict[str, object] = {
        "state": ProtectionState.IN_FORCE, "since": ON, "reviewed_on": ON, "threat": ThreatLevel.SAME,
        "decision": ProtectionDecision.CONTINUE, "next_on": ON + dt.timedelta(days=30),
        "has_threat": True,
    }  # fmt: skip
    return ReviewFacts(**(usual | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        (review(), []),
        (review(threat=ThreatLevel.NONE, has_threat=False, decision=ProtectionDecision.END), []),
        (review(threat=ThreatLevel.NONE), ["threat"]),
        (review(decision=ProtectionDecision.END), ["decision"]),
        (review(next_on=None), ["next_on"]),
        (review(state=ProtectionState.ENDED), ["reviewed_on"]),
        (review(reviewed_on=ON - dt.timedelta(days=1)), ["reviewed_on"]),
    ],
)
def test_review_of_protection(facts: ReviewFacts, fields: list[str]) -> None:
    assert [reason.code for reason in rules.reasons_against_review(facts, ON)] == fields


def test_warnings_of_a_child_who_is_threatened_and_not_protected() -> None:
    assert rules.lacks_protection([("open", "soon")], [])
    assert rules.lacks_protection([("answered", "immediate")], ["refused", "ended"])
    assert not rules.lacks_protection([("open", "soon")], ["in_force"])
    assert not rules.lacks_protection([("open", "watch"), ("ended", "immediate")], [])
    assert rules.has_ended_in_threat(["answered"], ["ended"])
    assert not rules.has_ended_in_threat(["answered"], ["ended", "in_force"])
    assert not rules.has_ended_in_threat(["ended"], ["ended"])


@pytest.mark.parametrize(
    ("view", "said", "why", "expected"),
    [
        ("wants", "", "", []),
        ("does_not_want", "", "", ["child_words", "why_despite"]),
        ("does_not_want", "I want to stay.", "", ["why_despite"]),
        ("does_not_want", "I want to stay.", "He knows the street.", []),
        ("conditions", "", "", ["child_words"]),
        ("not_asked", "", "", ["why_despite"]),
        ("cannot_say", "", "", []),
    ],
)
def test_a_measure_against_the_child_names_words_and_reason(
    view: str, said: str, why: str, expected: list[str]
) -> None:
    assert [each.code for each in rules.reasons_against_view(view, said, why)] == expected
