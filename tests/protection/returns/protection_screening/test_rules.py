"""Rules of the screening for international protection, as tables."""

import datetime as dt
from dataclasses import replace

import pytest

from saathi.protection.returns.protection_screening import rules
from saathi.protection.returns.protection_screening.models import PROMPTS
from saathi.protection.returns.protection_screening.vocabulary import (
    ClaimAppeal,
    ClaimOutcome,
    ContactGate,
    ContactRoute,
    PermissionAnswer,
    PermissionState,
    ProtectionAnswer,
    ProtectionScreeningResult,
)

TODAY = dt.date(2026, 3, 10)
ALL_NO = dict.fromkeys(PROMPTS, ProtectionAnswer.NO)
DAY = dt.timedelta(days=1)


def codes(reasons: tuple[object, ...]) -> list[str]:
    return [reason.code for reason in reasons]


@pytest.mark.parametrize(
    ("prompts", "result", "more", "expected"),
    [
        ({}, "no_sign", {}, []),
        ({"fears_family": "yes"}, "no_sign", {}, ["result"]),
        ({"fears_family": "not_asked"}, "no_sign", {}, ["result"]),
        ({"fears_family": "chose_not"}, "no_sign", {}, ["grounds"]),
        ({"fears_family": "not_known"}, "no_sign", {}, ["grounds"]),
        ({"fears_family": "not_known"}, "no_sign", {"grounds": "Her aunt knows."}, []),
        ({"fears_family": "yes"}, "sign", {}, []),
        ({}, "sign", {}, []),  # a screener may see what no prompt asks
        ({"is_registered": "yes"}, "sign", {}, ["result"]),
        ({"is_registered": "yes"}, "refugee", {}, []),
        ({}, "refugee", {}, ["result"]),
        ({"is_registered": "not_known"}, "claim", {}, []),
        ({"lacks_nationality": "yes"}, "stateless", {}, []),
        ({"fears_group": "not_asked"}, "unfinished", {}, ["why_unfinished", "continue_on"]),
        (
            {"fears_group": "not_asked"},
            "unfinished",
            {"why_unfinished": "No interpreter.", "continue_on": TODAY},
            [],
        ),
        (
            {},
            "unfinished",
            {"why_unfinished": "No interpreter.", "continue_on": TODAY - DAY},
            ["continue_on"],
        ),
    ],
)
def test_the_result_of_a_screening_fits_its_answers(
    prompts: dict[str, str], result: str, more: dict[str, object], expected: list[str]
) -> None:
    answers = ALL_NO | {name: ProtectionAnswer(code) for name, code in prompts.items()}
    facts = rules.ScreeningFacts(answers, ProtectionScreeningResult(result), **more)
    found = rules.reasons_against_screening(facts, is_claim_over=True, today=TODAY)
    assert codes(found) == expected


@pytest.mark.parametrize("result", list(ProtectionScreeningResult))
def test_only_no_sign_waits_for_an_open_claim(result: ProtectionScreeningResult) -> None:
    prompts = ALL_NO | {"is_registered": ProtectionAnswer.NOT_KNOWN}
    facts = rules.ScreeningFacts(prompts, result, "Grounds.", "Tired.", TODAY)
    found = rules.reasons_against_screening(facts, is_claim_over=False, today=TODAY)
    assert codes(found) == (["result"] if result == ProtectionScreeningResult.NO_SIGN else [])


@pytest.mark.parametrize("gate", list(ContactGate))
@pytest.mark.parametrize("is_represented", [True, False])
def test_only_an_open_gate_allows_a_contact(gate: ContactGate, is_represented: bool) -> None:
    found = rules.reasons_against_contact(gate, "state", is_represented=is_represented)
    allowed = gate == ContactGate.OPEN or (gate == ContactGate.STATELESS and is_represented)
    assert codes(found) == ([] if allowed else ["state"])


ASKED = rules.PermissionFacts(
    state=PermissionState.ASKED,
    child_answer=PermissionAnswer.AGREES,
    through=ContactRoute.AGENCY,
    ends_on=TODAY,
    has_legal_basis=True,
    is_own=False,
)


@pytest.mark.parametrize(
    ("changed", "gate", "count"),
    [
        ({}, "open", 0),
        ({"child_answer": PermissionAnswer.TOO_YOUNG}, "open", 0),
        ({"child_answer": PermissionAnswer.CHOSE_NOT}, "open", 0),
        ({"child_answer": PermissionAnswer.CHOSE_NOT, "is_silent": True}, "open", 1),
        ({"is_silent": True, "has_legal_basis": False}, "open", 1),
        ({"child_answer": PermissionAnswer.REFUSES}, "open", 1),
        ({"child_answer": PermissionAnswer.NOT_ASKED}, "open", 1),
        ({"has_legal_basis": False}, "open", 1),
        ({"is_own": True}, "open", 1),
        ({"ends_on": TODAY - DAY}, "open", 1),
        ({"state": PermissionState.ENDED}, "open", 1),
        ({}, "not_screened", 1),
        ({}, "unfinished", 1),
        ({}, "closed", 1),
        ({}, "stateless", 1),
        ({"through": ContactRoute.REPRESENTATIVE}, "stateless", 0),
        (
            {
                "through": ContactRoute.REPRESENTATIVE,
                "child_answer": PermissionAnswer.TOO_YOUNG,
            },
            "stateless",
            1,
        ),
        ({"through": ContactRoute.REPRESENTATIVE}, "closed", 1),
    ],
)
def test_a_supervisor_opens_only_a_complete_request(
    changed: dict[str, object], gate: str, count: int
) -> None:
    permission = replace(ASKED, **changed)
    found = rules.reasons_against_opening(permission, ContactGate(gate), today=TODAY)
    assert codes(found) == ["state"] * count


@pytest.mark.parametrize(
    ("outcome", "appeal", "decided_on", "expected"),
    [
        ("waiting", "", None, []),
        ("waiting", "", TODAY, ["outcome"]),
        ("waiting", "waiting", None, ["outcome"]),
        ("refused", "", None, ["decided_on"]),
        ("refused", "none", TODAY, []),
        ("recognised", "", TODAY - 2 * DAY, ["decided_on"]),
    ],
)
def test_the_outcome_of_a_referral_is_complete(
    outcome: str, appeal: str, decided_on: dt.date | None, expected: list[str]
) -> None:
    referral = rules.ReferralFacts(TODAY - DAY)
    found = rules.reasons_against_claim_outcome(
        referral, ClaimOutcome(outcome), ClaimAppeal(appeal), decided_on
    )
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (("recognised", ""), ("recognised", "none"), []),
        (("recognised", ""), ("refused", "none"), ["outcome"]),
        (("refused", "allowed"), ("refused", "dismissed"), ["appeal"]),
        (("refused", "waiting"), ("refused", "dismissed"), []),
        (("refused", "none"), ("recognised", ""), []),
    ],
)
def test_protection_that_was_granted_stays_so(
    before: tuple[str, str], after: tuple[str, str], expected: list[str]
) -> None:
    (outcome, appeal), (later, later_appeal) = before, after
    referral = rules.ReferralFacts(TODAY, ClaimOutcome(outcome), ClaimAppeal(appeal))
    found = rules.reasons_against_claim_outcome(
        referral, ClaimOutcome(later), ClaimAppeal(later_appeal), TODAY
    )
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("gate", "is_represented", "goes"),
    [("open", False, True), ("closed", True, False), ("stateless", True, True)],
)
def test_a_letter_is_printed_only_while_it_may_go(
    gate: str, is_represented: bool, goes: bool
) -> None:
    answer = rules.GateAnswer(ContactGate(gate), is_represented)
    assert rules.may_print_letter(answer) == goes


@pytest.mark.parametrize(
    ("state", "is_own", "reason", "expected"),
    [
        ("asked", False, "No need.", []),
        ("asked", False, " ", ["reason"]),
        ("asked", True, "No need.", ["state"]),
        ("open", False, "No need.", ["state"]),
    ],
)
def test_a_request_is_refused_with_a_reason_by_another_person(
    state: str, is_own: bool, reason: str, expected: list[str]
) -> None:
    found = rules.reasons_against_refusal(PermissionState(state), is_own=is_own, reason=reason)
    assert codes(found) == expected


def test_requests_end_once_and_are_used_only_while_open() -> None:
    may_end = {state for state in PermissionState if not rules.reasons_against_ending(state)}
    assert may_end == {PermissionState.ASKED, PermissionState.OPEN}
    usable = {
        state
        for state in PermissionState
        if not rules.reasons_against_use(state, has_legal_basis=True)
    }
    assert usable == {PermissionState.OPEN}
    assert rules.reasons_against_use(PermissionState.OPEN, has_legal_basis=False)
    assert rules.reasons_against_use(PermissionState.OPEN, has_legal_basis=True, is_silent=True)


@pytest.mark.parametrize(
    ("facts", "days", "expected"),
    [
        (["age"], 30, []),
        (["age"], 0, []),
        ([], 30, ["facts"]),
        (["age"], -1, ["ends_on"]),
        (["age"], 181, ["ends_on"]),
    ],
)
def test_a_request_names_its_facts_and_its_end(
    facts: list[str], days: int, expected: list[str]
) -> None:
    found = rules.reasons_against_request(facts, TODAY + days * DAY, TODAY)
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("shared", "clues", "is_day_covered", "expected"),
    [
        (["age"], "", True, []),
        ([], "", True, []),
        (["age", "names"], "", True, ["facts"]),
        (["age"], "A temple.", True, ["clues"]),
        (["age"], "", False, ["made_on"]),
    ],
)
def test_a_contact_shares_only_what_the_permission_covers(
    shared: list[str], clues: str, is_day_covered: bool, expected: list[str]
) -> None:
    found = rules.reasons_against_own_contact(
        shared, clues, ["age", "gender"], is_day_covered=is_day_covered
    )
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        ([], ["An earlier screening or a referral is open"]),
        (["sign"], ["an earlier screening found a sign"]),
        (["referral"], ["awaits a decision"]),
        (["own", "unconfirmed"], ["is not confirmed", "Another person screens again"]),
        (["granted"], ["was granted"]),
    ],
)
def test_who_may_know_it_reads_what_is_open(lacks: list[str], words: list[str]) -> None:
    screening = rules.ScreeningFacts(
        prompts=dict.fromkeys(PROMPTS, ProtectionAnswer.NO),
        result=ProtectionScreeningResult.NO_SIGN,
    )
    reasons = rules.reasons_against_screening(
        screening, is_claim_over=False, lacks=lacks, today=TODAY
    )
    assert len(reasons) == len(words)
    for reason, word in zip(reasons, words, strict=True):
        assert word in reason.text
