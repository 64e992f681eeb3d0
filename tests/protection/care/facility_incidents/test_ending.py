"""A serious incident is ended by two people, each in words; one that happened, after children are safe."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies.models import Staff
from saathi.agencies.row_proofs import prove_rows
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents.models import (
    FacilityIncident,
    FacilityIncidentStep,
)
from tests.factories import agencies
from tests.protection.care.facility_incidents.test_screens import address, follow, recorded
from tests.reading import day, read, whole
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
WORDS = "The child was at school all day, as two teachers say."
WAITS = "A second person has to confirm that it is closed, or that it was recorded in error."
NO = {"kind": "closed", "finding": "no"}
NOT_CONFIRMED = {"kind": "closed", "finding": "not_confirmed"}
ERROR = {"kind": "error"}
HAPPENED = [{"kind": "closed", "finding": finding} for finding in ("confirmed", "in_part")]
SAFE = {"kind": "child_safe", "text": "The cook left; each child was asked without staff."}
INFORMED = {"kind": "police", "text": "The police of the district have a written report."}


def decide(person: Staff, incident: FacilityIncident, **typed: Any) -> str:
    today = day("done_on", person.office.today())
    return follow(person, address("record_step", incident.pk), **today, **{"text": WORDS} | typed)


def act_now(person: Staff) -> str:
    return whole(signed_in(person).get("/").content)


def by_database(person: Staff, incident: FacilityIncident, **values: Any) -> None:
    step = FacilityIncidentStep(
        incident=incident, recorded_by=person.pk, done_on=person.office.today(), **values
    )
    with acting(person), transaction.atomic():
        prove_rows([(step, {})], by=person.pk)
        step.save(force_insert=True)


@pytest.mark.requirement("FAC-011")
@pytest.mark.parametrize(
    ("decision", "status"),
    [(NO, "Closed"), (NOT_CONFIRMED, "Closed"), (ERROR, "Recorded in error")],
)
def test_a_serious_incident_is_set_aside_by_two_people_in_words(
    facility: Facility, keeper: Staff, second: Staff, decision: dict[str, str], status: str
) -> None:
    incident = recorded(facility, agencies.staff("case_worker"))
    assert "Explain how you know this: at least 20" in decide(
        keeper, incident, text=".", **decision
    )
    page = decide(keeper, incident, **decision)
    assert "Status Open" in page
    assert "Not in effect." in page
    for person in (keeper, second):
        assert WAITS in act_now(person)
    page = decide(keeper, incident, **decision)
    assert "Another person of the authority has to confirm it." in page
    page = decide(second, incident, **decision)
    assert f"Status {status}" in page
    assert "Not in effect." not in page
    assert WAITS not in act_now(keeper)


def test_a_step_after_it_sets_the_first_decision_aside(
    facility: Facility, keeper: Staff, second: Staff
) -> None:
    incident = recorded(facility, agencies.staff("case_worker"))
    decide(keeper, incident, **NO)
    page = decide(second, incident, kind="inquiry", text="The police came.")
    assert "Not in effect." not in page
    assert "Status Open" in decide(second, incident, **NO)
    assert "Status Open" in decide(keeper, incident, **NOT_CONFIRMED)
    assert "Status Open" in decide(keeper, incident, **ERROR)  # not the same decision
    assert "Status Recorded in error" in decide(second, incident, **ERROR)


@pytest.mark.requirement("FAC-011")
@pytest.mark.parametrize("decision", HAPPENED)
def test_a_serious_incident_that_happened_is_closed_by_two_people_once_children_are_safe(
    facility: Facility, keeper: Staff, second: Staff, decision: dict[str, str]
) -> None:
    incident = recorded(facility, agencies.staff("case_worker"))
    page = decide(keeper, incident, **decision | {"text": "x"})
    assert "Explain how you know this: at least 20" in page
    decide(keeper, incident, **SAFE | {"text": "x"})
    page = decide(keeper, incident, **decision)
    assert "First record the step “The children’s safety was ensured”" in page
    assert "First record the step that the police or the child welfare" in page
    for step in (SAFE, INFORMED):
        decide(keeper, incident, **step)
    assert "Status Open" in decide(keeper, incident, **decision)
    assert WAITS in act_now(second)
    page = decide(keeper, incident, **decision)
    assert "Another person of the authority has to confirm it." in page
    assert "Status Closed" in decide(second, incident, **decision)
    assert WAITS not in act_now(second)
    # once closed, it is not taken back as an error by one person either
    assert "Status Closed" in decide(keeper, incident, **ERROR)


def test_other_incidents_need_no_second_person(facility: Facility, keeper: Staff) -> None:
    worker = agencies.staff("case_worker")
    for decision in (ERROR, *HAPPENED):
        slight = recorded(facility, worker, severity="other")
        assert "Status Open" not in decide(keeper, slight, **decision | {"text": "."})


@pytest.mark.requirement("FAC-011")
@pytest.mark.parametrize("decision", HAPPENED)
def test_the_database_closes_no_serious_incident_that_happened_without_safety_steps(
    facility: Facility, keeper: Staff, decision: dict[str, str]
) -> None:
    incident = recorded(facility, agencies.staff("case_worker"))
    by_database(keeper, incident, **INFORMED)
    by_database(keeper, incident, **SAFE | {"text": "x"})
    with pytest.raises(DatabaseError, match="first the children are safe"):
        by_database(keeper, incident, text=WORDS, **decision)
    by_database(keeper, incident, **SAFE)
    by_database(keeper, incident, text=WORDS, **decision)
    with acting(keeper):
        incident.refresh_from_db()
    assert incident.state == "open"


@pytest.mark.requirement("FAC-011")
@pytest.mark.parametrize("decision", [NO, NOT_CONFIRMED, ERROR | {"finding": ""}, *HAPPENED])
def test_the_database_lets_no_one_set_a_serious_incident_aside_alone(
    facility: Facility, keeper: Staff, second: Staff, decision: dict[str, str]
) -> None:
    incident = recorded(facility, agencies.staff("case_worker"))
    for step in (SAFE, INFORMED):
        by_database(keeper, incident, **step)
    with pytest.raises(DatabaseError, match="in words"):
        by_database(keeper, incident, text=".", **decision)
    by_database(keeper, incident, text=WORDS, **decision)
    with pytest.raises(DatabaseError, match="second person"):
        by_database(keeper, incident, text=WORDS, **decision)
    with acting(keeper):
        incident.refresh_from_db()
    assert incident.state == "open"
    by_database(second, incident, text=WORDS, **decision)
    assert "Status Open" not in read(keeper, address("show_incident", incident.pk))
