"""What a country's procedure may set: one list of names, each read, each with its bounds."""

import dataclasses

import pytest

from saathi.agencies.rules import PROCEDURE, read_lines
from saathi.protection.cases.procedures import procedure_from
from saathi.protection.cases.rules import Procedure
from saathi.protection.cases.vocabulary import RiskLevel


def targets(procedure: Procedure) -> dict[str, int]:
    """Every target of a procedure, under the name by which a line sets it."""
    found = {
        f"{part}_{level}": value
        for level, times in procedure.by_risk.items()
        for part, value in dataclasses.asdict(times).items()
    }
    return found | {
        field.name: getattr(procedure, field.name)
        for field in dataclasses.fields(procedure)
        if field.name != "by_risk"
    }


def test_the_list_names_every_target_there_is_and_no_other() -> None:
    assert set(PROCEDURE) == set(targets(Procedure()))


@pytest.mark.requirement("CAS-009")
@pytest.mark.requirement("CAS-010")
@pytest.mark.parametrize("name", PROCEDURE)
def test_a_line_sets_its_own_target_within_its_bounds(name: str) -> None:
    least, most = PROCEDURE[name]
    usual = targets(Procedure())
    assert least <= usual[name] <= most, "common practice can be typed"
    for value, is_kept in ((least - 1, False), (least, True), (most, True), (most + 1, False)):
        body, mistakes = read_lines("procedure", f"{name} = {value}")
        assert body == ({name: value} if is_kept else {})
        told = [] if is_kept else [f"Line 1: A whole number from {least} to {most}."]
        assert [str(mistake) for mistake in mistakes] == told
        if is_kept:
            assert targets(procedure_from(body)) == usual | {name: value}


@pytest.mark.parametrize(
    "name",
    [
        # Were accepted, and nothing asked for them.
        "screen_report_days", "first_visit_days", "assess_needs_days", "visit_every_days",
        "review_plan_days", "approve_days", "caseload_limit",
        # Are part of a target's name, or no target that a line could set.
        "visit_days", "assessment_hours", "by_risk", "soon_days", "time_limits",
    ],
)  # fmt: skip
def test_a_name_that_sets_no_target_is_refused_and_those_there_are_are_told(name: str) -> None:
    body, mistakes = read_lines("procedure", f"plan_days = 10\n{name} = 7")
    assert body == {"plan_days": 10}
    (told,) = map(str, mistakes)
    assert told.startswith(f"Line 2: “{name}” is no target that a procedure sets.")
    assert all(known in told for known in PROCEDURE)
    assert procedure_from({name: 7}) == Procedure()


@pytest.mark.parametrize("value", ["7", "soon", 0, -7, 7.5, True, None, [7], {"high": 7}])
@pytest.mark.parametrize("name", ["plan_days", "visit_days_high", "assessment_hours_low"])
def test_a_mistake_that_was_stored_takes_no_target_away(name: str, value: object) -> None:
    assert procedure_from({name: value}) == Procedure()


def test_a_level_that_is_not_named_keeps_its_times() -> None:
    usual, set_one = Procedure(), procedure_from({"visit_days_medium": 10})
    for level in (RiskLevel.HIGH, RiskLevel.LOW):
        assert set_one.by_risk[level] == usual.by_risk[level]
    medium = set_one.by_risk[RiskLevel.MEDIUM]
    assert (medium.visit_days, medium.assessment_hours) == (10, 72)
