"""When an incident in a facility and a step after it can be recorded."""

import datetime as dt

import pytest

from saathi.protection.care.facility_incidents import rules
from saathi.protection.care.facility_incidents.rules import IncidentStepFacts
from saathi.protection.care.facility_incidents.vocabulary import (
    FacilityIncidentState,
    FacilityIncidentStepKind,
)

TODAY = dt.date(2026, 3, 10)
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "severity", "on", "codes"),
    [
        ("neglect", "other", TODAY, []),
        ("neglect", "serious", TODAY, []),
        ("death", "serious", TODAY, []),
        ("death", "other", TODAY, ["severity"]),
        ("sexual", "other", TOMORROW, ["severity", "occurred_on"]),
        ("staff_violence", "other", TODAY, ["severity"]),
        ("restraint", "other", TOMORROW, ["occurred_on"]),
    ],
)
def test_which_incidents_can_be_recorded(
    kind: str, severity: str, on: dt.date, codes: list[str]
) -> None:
    found = rules.reasons_against_incident(kind, severity, on, today=TODAY)
    assert [reason.code for reason in found] == codes


@pytest.mark.parametrize(
    ("state", "kind", "finding", "is_own", "is_authority", "codes"),
    [
        ("open", "police", "", True, False, []),
        ("closed", "medical", "", True, False, []),
        ("open", "police", "confirmed", False, False, ["finding"]),
        ("open", "closed", "confirmed", False, True, []),
        ("open", "closed", "", False, True, ["finding"]),
        ("open", "closed", "confirmed", False, False, ["kind"]),
        ("open", "closed", "confirmed", True, True, ["kind"]),
        ("closed", "closed", "confirmed", False, True, ["kind"]),
        ("closed", "reopened", "", True, True, []),
        ("open", "reopened", "", False, True, ["kind"]),
        ("error", "reopened", "", False, True, []),
        ("open", "error", "", True, True, ["kind"]),
        ("closed", "error", "", False, True, []),
    ],
)
def test_who_decides_on_an_incident(
    state: str, kind: str, finding: str, is_own: bool, is_authority: bool, codes: list[str]
) -> None:
    step = IncidentStepFacts(
        FacilityIncidentState(state), FacilityIncidentStepKind(kind), YESTERDAY, TODAY, finding,
        is_own, is_authority,
    )  # fmt: skip
    assert [reason.code for reason in rules.reasons_against_step(step, today=TODAY)] == codes


@pytest.mark.parametrize("kind", ["police", "closed", "reopened", "error"])
def test_who_declared_a_connection_records_no_step(kind: str) -> None:
    step = IncidentStepFacts(
        FacilityIncidentState.OPEN, FacilityIncidentStepKind(kind), YESTERDAY, TODAY,
        "confirmed" if kind == "closed" else "", is_own=False, is_authority=True, is_barred=True,
    )  # fmt: skip
    assert rules.reasons_against_step(step, today=TODAY) == (rules.BARRED,)


@pytest.mark.parametrize(("done_on", "is_valid"), [(TODAY, True), (TOMORROW, False)])
def test_a_step_follows_the_incident_and_is_past(done_on: dt.date, is_valid: bool) -> None:
    kind, state = FacilityIncidentStepKind.POLICE, FacilityIncidentState.OPEN
    step = IncidentStepFacts(state, kind, TODAY, done_on, "", False, False)
    assert (rules.reasons_against_step(step, today=TODAY) == ()) is is_valid
    early = IncidentStepFacts(state, kind, TODAY, YESTERDAY, "", False, False)
    assert [reason.code for reason in rules.reasons_against_step(early, today=TODAY)] == ["done_on"]
