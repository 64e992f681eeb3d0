"""What a remedy, a decision, a payment and the control of money need."""

import datetime as dt

import pytest

from saathi.protection.justice.compensation import rules
from saathi.protection.justice.compensation.rules import (
    ControlFacts,
    MeasureFacts,
    Money,
    RemedyDecisionFacts,
)
from saathi.protection.justice.compensation.vocabulary import (
    LegalMeasureKind,
    MeasureState,
    RemedyAppeal,
    RemedyOutcome,
)

ON = dt.date(2026, 5, 1)
NEXT = dt.date(2026, 6, 1)


def measure(kind: str = "compensation", state: str = "claimed", **more: object) -> MeasureFacts:
    usual: dict[str, object] = {"as_of": ON, "next_on": NEXT} | more
    return MeasureFacts(LegalMeasureKind(kind), MeasureState(state), **usual)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (measure(next_on=None), "next_on"),
        (measure(state="not_claimed", next_on=None), "next_on"),
        (measure(state="awarded", next_on=None, has_award=True), "next_on"),  # not a payment
        (measure(state="awarded"), "state"),  # without the decision that it comes from
        (measure(state="awarded", was=MeasureState.CLAIMED), "state"),
        (measure(next_on=ON - dt.timedelta(days=1)), "next_on"),
        (measure(state="received", next_on=None), "state"),
        (measure("civil", "received", next_on=None, by_payments=MeasureState.PART_PAID), "state"),
        (measure(state="part_paid"), "state"),
        (measure("stay", "part_paid"), "state"),
        (measure(state="refused", next_on=None), "note"),
        (measure(state="not_available", next_on=None, amount="50,000 INR"), "amount"),
        (measure(state="withdrawn", was=MeasureState.AWARDED, is_award_latest=True), "state"),
        (measure(state="claimed", was=MeasureState.PART_PAID, is_award_latest=True), "state"),
    ],
)
def test_a_measure_that_is_not_whole_is_refused(facts: MeasureFacts, field: str) -> None:
    assert [r.code for r in rules.reasons_against_measure(facts)] == [field]


@pytest.mark.parametrize(
    "facts",
    [
        measure(),
        measure(state="awarded", was=MeasureState.CLAIMED, has_award=True),
        measure(state="awarded", was=MeasureState.AWARDED),  # an older record
        measure(state="received", next_on=None, by_payments=MeasureState.RECEIVED),
        measure(state="received", next_on=None, was=MeasureState.RECEIVED),  # an older record
        measure("return", "received", next_on=None),  # nothing is paid to the child
        measure(state="refused", next_on=None, note="Out of time; no appeal."),
        measure("stay", "not_available", next_on=None),
        measure(state="withdrawn", next_on=None),
        measure("stay", "withdrawn", was=MeasureState.AWARDED, is_award_latest=True),  # no money
        measure(state="withdrawn", was=MeasureState.WITHDRAWN, is_award_latest=True),  # as it was
    ],
)
def test_a_measure_that_is_whole_can_be_saved(facts: MeasureFacts) -> None:
    assert not rules.reasons_against_measure(facts)


INR = Money(50_000, "INR")


@pytest.mark.parametrize(
    ("award", "payments", "is_controlled", "state"),
    [
        (INR, [], True, None),
        (INR, [Money(20_000, "INR")], True, "part_paid"),
        (INR, [Money(20_000, "INR"), Money(30_000, "INR")], True, "received"),
        (INR, [Money(60_000, "INR")], True, "received"),
        (INR, [Money(50_000, "INR")], False, "part_paid"),  # no one named who controls it
        (INR, [Money(50_000, "NPR")], True, "part_paid"),  # another currency pays nothing of it
        (None, [Money(50_000, "INR")], True, "part_paid"),  # interim money without a decision
        (Money(None, ""), [Money(50_000, "INR")], True, "part_paid"),
    ],
)
def test_status_follows_from_payments(
    award: Money | None, payments: list[Money], is_controlled: bool, state: str | None
) -> None:
    assert rules.state_by_payments(award, payments, is_controlled=is_controlled) == state


def decision(outcome: str = "granted", **more: object) -> RemedyDecisionFacts:
    granted = {"payer": "state", "awarded": 50_000, "currency": "INR"}
    usual: dict[str, object] = {"decided_on": ON, "appeal": RemedyAppeal.NONE}
    usual |= granted if outcome == "granted" else {}
    kind = LegalMeasureKind(str(more.pop("kind", "compensation")))
    return RemedyDecisionFacts(kind, outcome=RemedyOutcome(outcome), **(usual | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (decision(awarded=None), "awarded"),
        (decision(currency=""), "currency"),
        (decision(payer=""), "payer"),
        (decision("refused", reason="Late", awarded=5), "awarded"),
        (decision("refused"), "reason"),
        (decision(appeal=RemedyAppeal.OPEN), "appeal_by"),
        (decision(pay_by=ON - dt.timedelta(days=1)), "pay_by"),
        (decision(appeal_by=ON - dt.timedelta(days=1)), "appeal_by"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused(facts: RemedyDecisionFacts, field: str) -> None:
    codes = [r.code for r in rules.reasons_against_decision(facts)]
    assert field in codes


def test_decisions_that_are_whole_and_what_follows() -> None:
    stay = decision(kind="stay", payer="", awarded=None, currency="")
    refused = decision("refused", reason="Late")
    waits = decision("refused", reason="Late", appeal=RemedyAppeal.OPEN, appeal_by=NEXT)
    for facts, state in ((decision(), "awarded"), (stay, "awarded"), (refused, "refused"),
                         (waits, "claimed"), (decision("set_aside"), "claimed")):  # fmt: skip
        assert not rules.reasons_against_decision(facts)
        assert rules.state_after_decision(facts) == state
    assert rules.next_step_after_decision(waits, ON) == NEXT
    assert rules.next_step_after_decision(decision(pay_by=NEXT), ON) == NEXT
    assert rules.next_step_after_decision(decision(), ON) == ON + dt.timedelta(days=30)


@pytest.mark.parametrize(
    ("recipient", "receipt", "note", "currency", "refused"),
    [
        ("child", "seen", "", "INR", False),
        ("family", "seen", "", "INR", True),
        ("family", "seen", "The court decided so.", "INR", False),
        ("cash", "none", "", "INR", True),
        ("cash", "child", "", "INR", False),
        ("child", "seen", "", "XXX", True),
    ],
)
def test_a_payment_that_is_not_to_the_child_needs_a_reason(
    recipient: str, receipt: str, note: str, currency: str, refused: bool
) -> None:
    found = rules.reasons_against_payment(
        recipient=recipient, receipt=receipt, note=note, currency=currency
    )
    assert bool(found) == refused


def control(**more: object) -> ControlFacts:
    usual: dict[str, object] = {
        "controller": "court", "safeguards": ["locked"], "risks": ["none"], "since": ON,
        "review_on": NEXT,
    }  # fmt: skip
    return ControlFacts(**(usual | more))  # type: ignore[arg-type]


LATE = ON + dt.timedelta(days=31)


def at_risk(days: int) -> ControlFacts:
    """Money under pressure of the family, reviewed after so many days."""
    return control(risks=["family"], note="Court asked.", review_on=ON + dt.timedelta(days=days))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (control(safeguards=["none", "locked"]), "safeguards"),
        (control(risks=["none", "family"], note="Court asked."), "risks"),
        (control(risks=["accused"]), "note"),
        (control(controller="parent", safeguards=["none"]), "note"),
        (control(review_on=None), "review_on"),
        (at_risk(31), "review_on"),
        (
            control(controller="parent", safeguards=["none"], note="Asked.", review_on=LATE),
            "review_on",
        ),
        (control(review_on=ON), "review_on"),
        (control(review_on=ON + dt.timedelta(days=400)), "review_on"),
        (control(review_on=None, ended_on=ON - dt.timedelta(days=1)), "ended_on"),
    ],
)
def test_control_of_money_that_is_not_whole_is_refused(facts: ControlFacts, field: str) -> None:
    assert field in [r.code for r in rules.reasons_against_control(facts, ON)]


@pytest.mark.parametrize(
    "facts",
    [
        control(),
        control(
            controller="parent",
            note="The court asks for two signatures.",
            safeguards=["none"],
            review_on=ON + dt.timedelta(days=30),
        ),
        control(controller="parent", safeguards=["two"], risks=["not_known"]),
        control(review_on=LATE),  # not at risk
        at_risk(30),
        control(review_on=None, ended_on=NEXT),
    ],
)
def test_control_of_money_that_is_whole_can_be_saved(facts: ControlFacts) -> None:
    assert not rules.reasons_against_control(facts, ON)
