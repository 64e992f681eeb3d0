"""The result of an inspection by rule, who may inspect, and which facilities come first."""

import datetime as dt
import uuid
from typing import Any

import pytest

from saathi.protection.care.facilities.vocabulary import LicenceStatus
from saathi.protection.care.inspections import notice_rules, rules
from saathi.protection.care.inspections.rules import (
    FindingFacts,
    InspectorFacts,
    RiskFacts,
    SubmissionFacts,
)
from saathi.protection.care.inspections.vocabulary import InspectionResult, InspectionState

TODAY = dt.date(2026, 6, 1)
UNEXAMINED = "All residents had left for the festival."


def findings(critical: str, *others: str) -> list[FindingFacts]:
    """One critical finding and others."""
    return [FindingFacts(True, critical), *(FindingFacts(False, result) for result in others)]


@pytest.mark.requirement("FAC-002")
@pytest.mark.parametrize(
    ("found", "result"),
    [
        ([], None),
        (findings("met", ""), None),
        (findings("met", "met"), "passed"),
        (findings("met", "not_applicable"), "passed"),
        (findings("not_met", *["met"] * 59), "failed"),
        (findings("not_seen", *["met"] * 59), "incomplete"),
        (findings("partly", *["met"] * 59), "with_notice"),
        (findings("met", *["met"] * 3, "not_met"), "with_notice"),
        (findings("met", *["met"] * 2, "not_met"), "failed"),
        (findings("met", *["met"] * 3, "not_seen"), "with_notice"),
        (findings("met", *["met"] * 2, "not_seen"), "incomplete"),
        (findings("not_applicable", "not_applicable"), "incomplete"),
        (findings("not_seen", "not_met", "not_met"), "failed"),
        (findings("met", *["not_applicable"] * 59), "incomplete"),
        (findings("met", "not_applicable", "not_applicable"), "incomplete"),
        (findings("not_applicable", *["met"] * 59), "incomplete"),
        ([*[FindingFacts(True, "met")] * 4, *findings("not_applicable")], "passed"),
        ([*[FindingFacts(True, "met")] * 3, *findings("not_applicable")], "incomplete"),
    ],
)
def test_result_by_rule(found: list[FindingFacts], result: str | None) -> None:
    assert rules.inspection_result(found) == (InspectionResult(result) if result else None)


def test_no_one_inspects_what_the_own_agency_operates_or_with_a_conflict() -> None:
    mine, other = uuid.uuid4(), uuid.uuid4()
    assert not rules.reasons_against_inspector(InspectorFacts(is_operator=False))
    assert rules.reasons_against_inspector(InspectorFacts(is_operator=True))
    assert rules.reasons_against_inspector(InspectorFacts(False, "declared"))
    assert rules.reasons_against_agreeing(lead=mine, editors=[mine], actor_id=mine)
    assert not rules.reasons_against_agreeing(lead=mine, editors=[mine], actor_id=other)
    assert rules.reasons_against_agreeing(lead=mine, editors=[mine, other], actor_id=other)
    assert rules.reasons_against_returning(lead=mine, actor_id=mine)
    assert not rules.reasons_against_returning(lead=mine, actor_id=other)


@pytest.mark.requirement("FAC-014")
@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, []),
        ({"open_findings": 3}, ["findings"]),
        ({"children_heard": None}, ["children_heard"]),
        ({"children_heard": 0}, []),
        ({"discrimination": ""}, ["discrimination"]),
        ({"discrimination": "found"}, ["discrimination_text"]),
        ({"discrimination": "found", "discrimination_text": "Food"}, []),
        ({"discrimination": "not_examined"}, ["discrimination_text"]),
        (
            {"discrimination": "not_examined", "discrimination_text": "no time"},
            ["discrimination_text"],
        ),
        ({"discrimination": "not_examined", "discrimination_text": UNEXAMINED}, []),
    ],
)
def test_what_an_inspection_needs_before_it_is_submitted(
    fields: dict[str, Any], codes: list[str]
) -> None:
    usual: dict[str, Any] = {
        "open_findings": 0, "children_heard": 4, "discrimination": "not_found",
    }  # fmt: skip
    found = rules.reasons_against_submitting(SubmissionFacts(**usual | fields))
    assert [reason.code for reason in found] == codes


def test_steps_follow_the_status() -> None:
    assert not rules.reasons_against_step("open", InspectionState.OPEN)
    assert rules.reasons_against_step("final", InspectionState.OPEN)


def test_only_met_needs_no_evidence() -> None:
    assert not rules.finding_reasons("met", "")
    assert rules.finding_reasons("not_seen", "")
    assert not rules.finding_reasons("not_seen", "The kitchen was closed")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, ""),
        ({"is_own": True}, "own"),
        ({"is_open": False}, "state"),
        ({"checked_on": TODAY + dt.timedelta(1)}, "checked_on"),
        ({"checked_on": TODAY - dt.timedelta(9)}, "checked_on"),
    ],
)
def test_who_closes_a_notice_and_when(fields: dict[str, Any], code: str) -> None:
    usual: dict[str, Any] = {
        "is_own": False, "is_open": True, "checked_on": TODAY,
        "issued_on": TODAY - dt.timedelta(5), "today": TODAY,
    }  # fmt: skip
    found = notice_rules.reasons_against_closing(**usual | fields)
    assert [reason.code for reason in found] == ([code] if code else [])


def test_risk_of_facilities_with_its_reasons() -> None:
    calm = RiskFacts(TODAY - dt.timedelta(30), "passed", LicenceStatus.REGISTERED)
    cases = {
        (): calm,
        ("soon",): RiskFacts(TODAY - dt.timedelta(300), "passed", LicenceStatus.REGISTERED),
        ("overdue", "with_notice"): RiskFacts(
            TODAY - dt.timedelta(400), "with_notice", LicenceStatus.CONDITIONAL
        ),
        ("failed", "notices"): RiskFacts(
            TODAY - dt.timedelta(30), "failed", LicenceStatus.REGISTERED, overdue_notices=1
        ),
        ("never", "no_licence"): RiskFacts(None, "", None),
    }
    points = []
    for codes, facts in cases.items():
        risk = rules.inspection_risk(facts, today=TODAY)
        assert tuple(reason.code for reason in risk.reasons) == codes
        points.append(risk.points)
    assert points == sorted(points)


@pytest.mark.parametrize("last_held_on", [None, TODAY - dt.timedelta(400)])
def test_facility_with_an_inspection_under_way_waits_for_none(last_held_on: dt.date | None) -> None:
    facts = RiskFacts(last_held_on, "", LicenceStatus.REGISTERED, is_under_way=True)
    assert rules.inspection_risk(facts, today=TODAY).reasons == ()


@pytest.mark.parametrize(
    ("found", "codes"),
    [
        (findings("met", ""), []),
        (findings("met", "met"), []),
        (findings("met", *["met"] * 3, "not_met"), []),
        (findings("not_seen", *["met"] * 59), []),
        (findings("not_met", *["met"] * 59), ["critical"]),
        (findings("met", *["met"] * 2, "not_met"), ["share"]),
        (findings("met", "partly", "partly"), ["share"]),
        (findings("not_met", "not_met"), ["critical", "share"]),
    ],
)
def test_why_a_facility_failed(found: list[FindingFacts], codes: list[str]) -> None:
    reasons = rules.reasons_for_failure(found)
    assert [reason.code for reason in reasons] == codes
    assert bool(reasons) == (rules.inspection_result(found) == InspectionResult.FAILED)


@pytest.mark.parametrize(
    ("found", "named"),
    [
        (findings("not_met", *["met"] * 8, "partly"), ["not_met"]),  # partly met is no reason here
        (findings("met", "partly", "partly"), ["partly", "partly"]),
        (findings("met", "not_seen", "partly", "not_met"), ["partly", "not_met"]),
    ],
)
def test_which_criteria_a_facility_failed_for(found: list[FindingFacts], named: list[str]) -> None:
    reasons = rules.reasons_for_failure(found)
    assert [each.result for each in found if rules.fails(each, reasons)] == named
