"""What may be given to a researcher, and the reasons against it. Tables of cases, no database."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest

from saathi.evidence.approval.rules import reasons_against_time, reasons_not_to_decide
from saathi.evidence.research import rules
from saathi.evidence.research.rules import ExtractMaterial, ResearchRequestFacts

TODAY = dt.date(2026, 11, 26)
REQUESTER, OTHER = UUID(int=1), UUID(int=2)
GOOD = ExtractMaterial("published", True, "a")
ASKED = ResearchRequestFacts("asked", REQUESTER, dt.date(2027, 6, 1), "a", GOOD)
APPROVED = replace(ASKED, state="approved")


def codes(reasons: tuple[object, ...]) -> set[str]:
    return {reason.code for reason in reasons}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("state", "passes", "against"),
    [
        ("published", True, False), ("approved", True, False), ("protected", True, True),
        ("failed", False, True), ("withdrawn", True, True), ("published", False, True),
        ("published", None, True), ("draft", None, True),
    ],
)  # fmt: skip
def test_only_what_passed_the_attack_and_a_second_person_is_material(
    state: str, passes: bool | None, against: bool
) -> None:
    assert bool(rules.reasons_against_material(ExtractMaterial(state, passes, "a"))) is against


@pytest.mark.parametrize(
    ("columns", "good"),
    [
        (["year", "sex", "age", "value", "status"], True),
        (["year", "country", "counted", "value", "status"], True),
        (["year", "sex", "value", "status", "lowest", "highest"], True),  # a rounded one
        (["year", "sex", "value", "status", "lowest"], False),
        (["year", "sex", "lowest", "highest"], False),
        (["year", "sex", "value", "status", "lowest", "highest", "count"], False),
        (["year", "sex", "count"], False),  # an exact table
        (["child", "year", "sex", "value", "status"], False),  # one row for each child
        (["year", "office", "value", "status"], False),  # by office
        (["year", "name", "value", "status"], False),
        (["value", "status"], False),
        ([], False),
    ],
)
def test_a_table_is_judged_by_its_columns(columns: list[str], good: bool) -> None:
    assert (not rules.reasons_against_columns(columns, {"sex", "age"})) is good


def test_a_value_that_was_never_protected_is_not_given() -> None:
    assert not rules.reasons_against_statuses({"rounded", "suppressed", "not applicable"})
    assert rules.reasons_against_statuses({"rounded", "exact"})
    assert rules.reasons_against_statuses({""})
    assert not rules.reasons_against_ranges([("1", "9"), ("0", "5")])
    assert rules.reasons_against_ranges([("1", "9"), ("3", "3")])


@pytest.mark.parametrize(
    ("until", "against"),
    [
        (dt.date(2026, 11, 26), True), (dt.date(2026, 11, 27), False),
        (dt.date(2028, 11, 27), False), (dt.date(2028, 11, 28), True), (dt.date(2020, 1, 1), True),
    ],
)  # fmt: skip
def test_an_agreement_ends_ahead_and_within_two_years(until: dt.date, against: bool) -> None:
    assert bool(reasons_against_time(until, TODAY)) is against


def test_own_research_request_cannot_be_decided() -> None:
    assert codes(rules.reasons_not_to_approve(ASKED, REQUESTER, TODAY)) == {"own"}
    assert not rules.reasons_not_to_approve(ASKED, OTHER, TODAY)
    assert codes(reasons_not_to_decide(APPROVED.state, APPROVED.made_by, OTHER)) == {"state"}


@pytest.mark.parametrize(
    ("request_", "today", "why"),
    [
        (APPROVED, TODAY, set()),
        (APPROVED, dt.date(2027, 6, 1), set()),
        (APPROVED, dt.date(2027, 6, 2), {"until"}),
        (ASKED, TODAY, {"state"}),
        (replace(ASKED, state="ended"), TODAY, {"state"}),
        (replace(APPROVED, tables_hash="b"), TODAY, {"release"}),
        (replace(APPROVED, material=ExtractMaterial("withdrawn", True, "a")), TODAY, {"release"}),
    ],
)
def test_an_extract_is_given_while_the_agreement_runs(
    request_: ResearchRequestFacts, today: dt.date, why: set[str]
) -> None:
    assert codes(rules.reasons_not_to_hand_out(request_, today)) == why
