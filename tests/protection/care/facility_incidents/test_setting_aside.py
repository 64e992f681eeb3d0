"""A serious incident that did not happen, was not confirmed or is an error: two people say so, each in words."""

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
WAITS = (
    "A second person has to confirm that it did not happen, could not be confirmed or is an error."
)
NO = {"kind": "closed", "finding": "no"}
NOT_CONFIRMED = {"kind": "closed", "finding": "not_confirmed"}
ERROR = {"kind": "error"}


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


def test_other_incidents_and_findings_need_no_second_person(
    facility: Facility, keeper: Staff
) -> None:
    worker = agencies.staff("case_worker")
    slight = recorded(facility, worker, severity="other")
    assert "Status Recorded in error" in decide(keeper, slight, text=".", **ERROR)
    serious = recorded(facility, worker)
    page = decide(keeper, serious, kind="closed", finding="confirmed", text="He was dismissed.")
    assert "Status Closed" in page
    # once closed, it is not taken back as an error by one person either
    assert "Status Closed" in decide(keeper, serious, **ERROR)


@pytest.mark.requirement("FAC-011")
@pytest.mark.parametrize("decision", [NO, NOT_CONFIRMED, ERROR | {"finding": ""}])
def test_the_database_lets_no_one_set_a_serious_incident_aside_alone(
    facility: Facility, keeper: Staff, second: Staff, decision: dict[str, str]
) -> None:
    incident = recorded(facility, agencies.staff("case_worker"))
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
