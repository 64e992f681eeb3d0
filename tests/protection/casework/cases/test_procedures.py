"""What a country's procedure may set: one list of names, each read, each within its bounds."""

import dataclasses

import pytest

from saathi.agencies.configuration_rules import (
    ASSESSMENT_DOMAINS,
    JUSTICE_TARGETS,
    PROCEDURE_TARGETS,
    REPORT_TARGETS,
    RISK_MEANINGS,
    TIME_LIMIT_STARTS,
    initial_configuration,
    parse_configuration,
)
from saathi.protection.casework.cases.procedures import parse_procedure
from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.cases.vocabulary import Facet, RiskLevel
from saathi.protection.decisions.orders.vocabulary import LimitTrigger


def targets(procedure: Procedure) -> dict[str, int]:
    """Every target of a procedure, under the name by which a line sets it."""
    by_level = {
        f"{part}_{level}": value
        for level, times in procedure.by_risk.items()
        for part, value in dataclasses.asdict(times).items()
    }
    return by_level | {
        field.name: getattr(procedure, field.name)
        for field in dataclasses.fields(procedure)
        if field.name not in {"by_risk", "required_domains", "meanings"}
    }


def test_the_list_names_every_target_there_is_and_no_other() -> None:
    assert set(PROCEDURE_TARGETS) == set(targets(Procedure()))


@pytest.mark.requirement("CAS-009")
@pytest.mark.requirement("CAS-010")
@pytest.mark.parametrize("name", PROCEDURE_TARGETS)
def test_a_line_sets_its_own_target_within_its_bounds(name: str) -> None:
    least, most = PROCEDURE_TARGETS[name]
    usual = targets(Procedure())
    assert least <= usual[name] <= most, "common practice can be typed"
    for value, is_kept in ((least - 1, False), (least, True), (most, True), (most + 1, False)):
        body, mistakes = parse_configuration("procedure", f"{name} = {value}")
        assert body == ({name: value} if is_kept else {})
        messages = [] if is_kept else [f"Line 1: Enter a whole number from {least} to {most}."]
        assert [str(mistake) for mistake in mistakes] == messages
        if is_kept:
            levels = {
                f"review_days_{level}": value
                if level == "low"
                else min(value, usual[f"review_days_{level}"])
                for level in RiskLevel
                if name == "review_days"  # the longest time between reviews at every level
            }
            assert targets(parse_procedure(body)) == usual | levels | {name: value}


@pytest.mark.parametrize(
    "name",
    [
        # Were accepted before, although no code reads them.
        "screen_report_days", "first_visit_days", "assess_needs_days", "visit_every_days",
        "review_plan_days", "approve_days", "caseload_limit",
        # Parts of a target's name, or no target that a line can set.
        "visit_days", "assessment_hours", "by_risk", "soon_days", "time_limits",
    ],
)  # fmt: skip
def test_unknown_target_is_refused_and_known_targets_are_listed(name: str) -> None:
    body, mistakes = parse_configuration("procedure", f"plan_days = 10\n{name} = 7")
    assert body == {"plan_days": 10}
    (message,) = map(str, mistakes)
    assert message.startswith(f"Line 2: “{name}” is not a target of a procedure.")
    assert all(known in message for known in PROCEDURE_TARGETS)
    assert parse_procedure({name: 7}) == Procedure()


def test_what_starts_a_time_limit_is_one_list() -> None:
    assert set(TIME_LIMIT_STARTS) == set(LimitTrigger.values)


def test_required_domains_are_those_of_an_assessment() -> None:
    assert set(ASSESSMENT_DOMAINS) == set(Facet.values)
    procedure = parse_procedure(
        parse_configuration("procedure", "required_domains = legal, care")[0]
    )
    assert procedure.required_domains == (Facet.LEGAL, Facet.CARE)
    body, mistakes = parse_configuration("procedure", "required_domains = legal, housing")
    assert not body
    assert "housing" in str(mistakes[0])
    for stored in ("housing", 7, None, ""):
        assert parse_procedure({"required_domains": stored}) == Procedure()


def test_a_country_says_what_each_risk_level_means() -> None:
    text = "risk_high_means = Harm is likely within a day"
    procedure = parse_procedure(parse_configuration("procedure", text)[0])
    assert procedure.meaning_of(RiskLevel.HIGH) == "Harm is likely within a day"
    assert procedure.meaning_of(RiskLevel.LOW) == Procedure().meaning_of(RiskLevel.LOW) != ""


@pytest.mark.parametrize(
    ("meaning", "is_kept"),
    [
        ("sexual_violence; 72; Medicine against HIV; National guideline 2024", True),
        ("self_harm; 0; Stay with the child; National guideline 2024", True),
        ("fever; 72; Medicine; Guideline", False),
        ("sexual_violence; soon; Medicine; Guideline", False),
        ("sexual_violence;", False),
    ],
)
def test_a_step_of_urgent_care_is_a_line_of_the_procedure(meaning: str, *, is_kept: bool) -> None:
    body, mistakes = parse_configuration("procedure", f"care_pep = {meaning}")
    assert body == ({"care_pep": meaning} if is_kept else {})
    assert len(mistakes) == (not is_kept)


def test_initial_configuration_lists_every_target_as_comment() -> None:
    lines = initial_configuration("procedure").splitlines()

    assert [line.split()[1] for line in lines] == [
        *PROCEDURE_TARGETS, *REPORT_TARGETS, *JUSTICE_TARGETS, "required_domains", *RISK_MEANINGS, "emergency_1", "limit_produce",
        "notify_all", "care_pep",
    ]  # fmt: skip
    assert all(line.startswith("# ") for line in lines)
    for line in (lines[-2], lines[-1], lines[-3], lines[-7]):
        assert parse_configuration("procedure", line.removeprefix("# "))[1] == []
    assert initial_configuration("vocabulary") == ""


@pytest.mark.requirement("AUT-006")
@pytest.mark.parametrize(
    ("meaning", "is_kept"),
    [
        ("found; 24; Bring her before the committee; Act of 2018, s. 66", True),
        ("ordered;1;Tell her;Act", True),
        ("found؛ ۲۴؛ کمیٹی کے سامنے پیش کریں؛ قانون", True),
        ("ordered;8760;Tell her;Act", True),
        ("ordered;8761;Tell her;Act", False),
        ("ordered;0;Tell her;Act", False),
        ("born; 24; Tell her; Act", False),
        ("found; soon; Tell her; Act", False),
        ("found; 24; Tell her", False),
        ("found; 24; ; Act", False),
    ],
)
def test_a_time_limit_of_law_is_a_line_of_the_procedure(meaning: str, *, is_kept: bool) -> None:
    body, mistakes = parse_configuration("procedure", f"limit_produce = {meaning}")

    assert body == ({"limit_produce": meaning} if is_kept else {})
    assert len(mistakes) == (not is_kept)
    assert all("Line 1: Enter a time limit as: trigger" in str(mistake) for mistake in mistakes)
    assert parse_procedure(body) == Procedure()  # not a target


@pytest.mark.parametrize("value", ["7", "soon", 0, -7, 7.5, True, None, [7], {"high": 7}])
@pytest.mark.parametrize("name", ["plan_days", "visit_days_high", "assessment_hours_low"])
def test_a_mistake_that_was_stored_takes_no_target_away(name: str, value: object) -> None:
    assert parse_procedure({name: value}) == Procedure()


def test_a_level_that_is_not_named_keeps_its_times() -> None:
    usual, set_one = Procedure(), parse_procedure({"visit_days_medium": 10})
    for level in (RiskLevel.HIGH, RiskLevel.LOW):
        assert set_one.by_risk[level] == usual.by_risk[level]
    medium = set_one.by_risk[RiskLevel.MEDIUM]
    assert (medium.visit_days, medium.assessment_hours) == (10, 72)
