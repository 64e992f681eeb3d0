"""Incidents in facilities: recorded by anyone, followed up by the authority, hidden from the operator."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies.models import Notice, Staff
from saathi.agencies.register_kit.actions import SeenEntry, publish_entries
from saathi.agencies.row_proofs import prove_rows
from saathi.audit.models import AuditEntry
from saathi.protection.care.facilities.actions import FACILITIES, change_facility
from saathi.protection.care.facilities.forms import COLUMNS
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents import actions, queries
from saathi.protection.care.facility_incidents.actions import FacilityIncidentInput
from saathi.protection.care.facility_incidents.models import (
    FacilityIncident,
    FacilityIncidentChild,
    FacilityIncidentStep,
)
from saathi.protection.care.inspections import queries as inspection_queries
from tests import filled
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, inspections
from tests.reading import day, read, status, whole, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def address(name: str, *ids: object) -> str:
    return reverse(f"facility_incidents:{name}", args=ids)


def follow(person: Staff, path: str, **typed: object) -> str:
    """Sends the form of a page with what is typed; the words of the page that follows."""
    client = signed_in(person)
    page = client.get(path)
    assert page.status_code == 200, path
    answer: Any = client.post(path, filled.form(page.content.decode(), **typed))
    while answer.status_code == 302:
        answer = client.get(answer.url)
    return words(answer.content)


def typed_incident(person: Staff, **more: object) -> dict[str, object]:
    values: dict[str, object] = {
        "kind": "staff_violence",
        "severity": "serious",
        "channel": "worker",
        "text": "A cook struck two children.",
    }
    return values | day("occurred_on", person.office.today()) | more


def recorded(facility: Facility, person: Staff, **more: Any) -> FacilityIncident:
    values: dict[str, Any] = {
        "kind": "restraint", "severity": "serious", "channel": "worker",
        "occurred_on": person.office.today(), "children_harmed": 1, "text": "Locked in at night.",
    }  # fmt: skip
    with acting(person):
        data = FacilityIncidentInput(**values | more)
        return actions.record_facility_incident(facility=facility, data=data, actor=person)


def told() -> set[Any]:
    with role("maintenance"):
        notices = Notice.objects.filter(kind="facility_incident")
        return set(notices.values_list("staff_id", flat=True))


@pytest.mark.requirement("FAC-011")
def test_an_incident_is_followed_up_by_the_authority_and_never_by_the_facility(
    facility: Facility, keeper: Staff, second: Staff, manager: Staff, around: ChildFileCast
) -> None:
    worker = around.worker
    path = address("record_incident", facility.pk)
    refused = follow(worker, path, **typed_incident(worker, kind="death", severity="other"))
    assert "Choose “Serious incident”" in refused
    page = follow(worker, path, **typed_incident(worker))
    assert "1 serious incident in this facility is open." in page
    assert "Violence by staff" in page
    with acting(worker):
        incident = FacilityIncident.objects.get()
    show, step = address("show_incident", incident.pk), address("record_step", incident.pk)
    assert told() == {keeper.pk, second.pk}
    # the operator: neither the incident, nor a count, nor a line in its list
    assert status(manager, show) <= {404, 405}
    assert status(manager, step) == {404}
    facility_page = read(manager, reverse("facilities:show_facility", args=[facility.pk]))
    assert "Violence by staff" not in facility_page
    assert "serious incident" not in facility_page
    assert "House of hope" not in read(manager, address("list_incidents"))
    # strangers to it, who see the warning alone
    stranger = agencies.staff("case_worker")
    assert status(stranger, show) <= {404, 405}
    facility_page = read(stranger, reverse("facilities:show_facility", args=[facility.pk]))
    assert "1 serious incident in this facility is open." in facility_page
    assert "Violence by staff" not in facility_page
    # the recorder adds what was done, and does not decide
    today = day("done_on", worker.office.today())
    page = follow(worker, step, kind="police", text="Reported at the station.", **today)
    assert "The police were informed" in page
    assert "The incident was closed" not in words(signed_in(worker).get(step).content)
    # the authority closes it with a finding
    assert "1 serious incident in a facility is open" in whole(signed_in(keeper).get("/").content)
    page = follow(keeper, step, kind="closed", text="Cook dismissed.", **today)
    assert "Choose what the follow-up found." in page
    page = follow(worker, step, kind="child_safe", text="The cook works elsewhere now.", **today)
    closing = {"kind": "closed", "finding": "confirmed", "text": "The cook was dismissed today."}
    assert "Status Open" in follow(keeper, step, **closing, **today)
    page = follow(second, step, **closing, **today)
    assert "Status Closed" in page
    assert "It happened" in page
    page = follow(second, step, kind="reopened", text="The cook is back.", **today)
    assert "Status Open" in page
    logged = AuditEntry.objects.filter(objects_seen__contains=[incident.pk], kind="wrote")
    with role("maintenance"):
        assert logged.count() == 6


@pytest.mark.requirement("FAC-011")
def test_an_incident_that_concerns_a_child_is_in_the_file_and_hidden_from_the_operator(
    facility: Facility, keeper: Staff, around: ChildFileCast
) -> None:
    worker, path = around.worker, f"{around.url}facility-incidents/"
    typed = typed_incident(worker, facility=facility.pk, role="harmed", words="He hit my hand.")
    page = follow(worker, f"{path}new/", **typed, **day("known_on", worker.office.today()))
    assert "There is a problem" not in page, page
    assert "He hit my hand." in page
    assert "House of hope" in page
    assert "An incident in a facility became known" in read(worker, f"{around.url}timeline/")
    with acting(worker):
        incident = FacilityIncident.objects.get()
        link = FacilityIncidentChild.objects.get()
    assert "He hit" not in bytes(link.sealed).decode(errors="ignore")
    # the child's supervisor reads it; the authority reads the incident and no child
    assert "Violence by staff" in read(around.supervisor, path)
    assert "Violence by staff" in read(around.supervisor, address("show_incident", incident.pk))
    authority = read(keeper, address("show_incident", incident.pk))
    assert around.case.child.code not in authority
    assert "He hit" not in authority
    assert signed_in(keeper).get(path).status_code == 404
    # the agency of the child's own team turns out to operate the facility: closed at once
    with role("maintenance"):
        Facility.objects.filter(pk=facility.pk).update(run_by=worker.agency)
    for person in (worker, around.supervisor):
        assert "House of hope" not in read(person, path)
        assert status(person, address("show_incident", incident.pk)) <= {404, 405}
        with acting(person):
            assert not FacilityIncidentChild.objects.exists()
            assert not FacilityIncident.objects.exists()
            assert queries.count_open_incidents(facility.pk) == 0


def test_the_people_it_is_about_neither_read_it_nor_get_a_notice(
    facility: Facility, keeper: Staff, second: Staff
) -> None:
    author = agencies.staff("supervisor", keeper.office)
    incident = recorded(facility, author, not_for=[keeper.pk])
    assert told() == {second.pk}
    assert status(keeper, address("show_incident", incident.pk)) <= {404, 405}
    assert "Locked in" in read(second, address("show_incident", incident.pk))
    with acting(keeper):
        assert queries.count_open_incidents(facility.pk) == 0
    # who records an incident about themselves cannot read it
    own = recorded(facility, second, not_for=[second.pk])
    assert status(second, address("show_incident", own.pk)) <= {404, 405}


@pytest.mark.requirement("FAC-011")
def test_no_one_opens_incidents_by_taking_the_operator_off_the_entry(
    facility: Facility, keeper: Staff, manager: Staff
) -> None:
    incident = recorded(facility, agencies.staff("case_worker"))
    path = address("show_incident", incident.pk)
    with role("maintenance"):  # the operator keeps its own entry
        Facility.objects.filter(pk=facility.pk).update(agency=manager.agency)
    colleague = agencies.staff("data_officer", manager.office)
    with acting(colleague):
        facility.refresh_from_db()
        values = {name: getattr(facility, name) for name in COLUMNS} | {"run_by": None}
        change_facility(seen=SeenEntry(facility, facility.version), values=values, actor=colleague)
    with acting(manager):  # neither alone nor with a second person
        facility.refresh_from_db()
        publish_entries(FACILITIES, seen_versions={facility.pk: facility.version}, actor=manager)
    for person in (manager, colleague):
        assert status(person, path) <= {404, 405}
        with acting(person):
            assert not FacilityIncident.objects.exists()
            assert not queries.may_decide(incident)
        step = FacilityIncidentStep(
            incident=incident, kind="closed", text="x", finding="no", recorded_by=person.pk,
            done_on=person.office.today(),
        )  # fmt: skip
        with acting(person), transaction.atomic():
            prove_rows([(step, {})], by=person.pk)
            with pytest.raises(DatabaseError), transaction.atomic():
                step.save(force_insert=True)


@pytest.mark.requirement("FAC-011")
def test_no_one_hides_an_incident_by_entering_the_recorder_as_operator(
    facility: Facility, keeper: Staff
) -> None:
    worker = agencies.staff("case_worker")
    incident = recorded(facility, worker)
    with acting(worker):
        assert FacilityIncident.objects.filter(pk=incident.pk).exists()
    with acting(keeper):
        values = {name: getattr(facility, name) for name in COLUMNS} | {"run_by": worker.agency}
        change_facility(seen=SeenEntry(facility, facility.version), values=values, actor=keeper)
    with acting(worker):
        assert FacilityIncident.objects.filter(pk=incident.pk).exists()


def test_a_facility_that_only_its_operator_keeps_answers_to_the_inspectors_of_the_country(
    facility: Facility, keeper: Staff, manager: Staff
) -> None:
    country = facility.country
    with role("maintenance"):
        Facility.objects.filter(pk=facility.pk).update(agency=manager.agency)
    near = agencies.staff("supervisor", agencies.office(agencies.agency(country=country)))
    incident = recorded(facility, agencies.staff("case_worker"))
    assert near.pk in told()
    assert manager.pk not in told()
    assert "Locked in" in read(near, address("show_incident", incident.pk))
    # once an agency inspects, its inspectors are the authority, and no others of the country
    inspections.planned(facility, keeper)
    assert status(near, address("show_incident", incident.pk)) <= {404, 405}
    assert "Locked in" in read(keeper, address("show_incident", incident.pk))


@pytest.mark.requirement("FAC-011")
def test_an_open_serious_incident_comes_first_in_the_plan_of_inspections(
    facility: Facility, keeper: Staff, second: Staff
) -> None:
    inspector = agencies.staff("supervisor", agencies.office(agencies.agency(country="IND")))
    with role("maintenance"):
        Facility.objects.filter(pk=facility.pk).update(country=inspector.office.country)
    recorded(facility, second)
    page = read(inspector, reverse("inspections:list_by_risk"))
    assert "Open serious incident" in page
    with acting(inspector):
        ranked = inspection_queries.ranked_facilities(inspector)
        assert "incidents" in [reason.code for reason in ranked[0].risk.reasons]


def test_the_database_lets_no_one_change_an_incident_or_decide_on_their_own(
    facility: Facility, keeper: Staff, second: Staff, manager: Staff
) -> None:
    incident = recorded(facility, keeper, severity="other")
    with acting(keeper), pytest.raises(DatabaseError), transaction.atomic():
        FacilityIncident.objects.filter(pk=incident.pk).update(state="closed")

    def decide(person: Staff, kind: str = "closed", **more: Any) -> None:
        values = {"recorded_by": person.pk, "done_on": person.office.today()} | more
        finding = "confirmed" if kind == "closed" else ""
        step = FacilityIncidentStep(
            incident=incident, kind=kind, text="x", finding=finding, **values
        )
        with acting(person), transaction.atomic():
            prove_rows([(step, {})], by=person.pk)
            step.save(force_insert=True)

    for attempt in (
        lambda: decide(keeper),
        lambda: decide(keeper, "error"),
        lambda: decide(manager),
        lambda: decide(agencies.staff("case_worker")),
        lambda: decide(second, recorded_by=keeper.pk),
        lambda: decide(second, "reopened"),
        lambda: decide(second, done_on=incident.occurred_on - dt.timedelta(days=1)),
    ):
        with pytest.raises(DatabaseError):
            attempt()
    decide(second)
    with acting(keeper):
        incident.refresh_from_db()
    assert incident.state == "closed"
    with acting(second), pytest.raises(DatabaseError), transaction.atomic():
        FacilityIncident.objects.create(
            facility=facility, agency=second.agency, recorded_by=second.pk, kind="death",
            severity="other", channel="worker", occurred_on=second.office.today(), text="x",
        )  # fmt: skip


def test_incidents_are_filtered_and_found_by_facility(facility: Facility, keeper: Staff) -> None:
    recorded(facility, keeper)
    recorded(facility, keeper, kind="neglect", severity="other")
    for query, found in (
        ("", 2), ("?q=hope", 2), ("?q=other", 0), ("?severity=serious", 1), ("?kind=neglect", 1),
        ("?state=closed", 0), ("?country=MDV", 0),
    ):  # fmt: skip
        page = read(keeper, address("list_incidents") + query)
        assert page.count("House of hope") == found, query


def test_who_has_no_such_work_finds_no_page(facility: Facility, keeper: Staff) -> None:
    incident = recorded(facility, keeper)
    outsider = agencies.staff("intake_officer")
    for path in (
        address("record_incident", facility.pk),
        address("show_incident", incident.pk),
        address("record_step", incident.pk),
    ):
        assert 404 in status(outsider, path)
        assert 200 not in status(outsider, path)


@pytest.mark.requirement("FAC-011")
def test_recorder_learns_before_and_after_who_reads_an_incident(
    facility: Facility, keeper: Staff, manager: Staff
) -> None:
    path = address("record_incident", facility.pk)
    assert f"Who reads it {keeper.agency.name} (1 person)" in read(manager, path)
    page = follow(manager, path, **typed_incident(manager))
    assert f"Saved. Who reads it: {keeper.agency.name} (1 person)." in page


@pytest.mark.requirement("FAC-011")
def test_incident_in_a_home_of_the_only_inspecting_agency_goes_on_or_says_that_nobody_reads_it(
    facility: Facility, manager: Staff
) -> None:
    with role(
        "maintenance"
    ):  # only the operator keeps the entry, and nobody else is in its country
        Facility.objects.filter(pk=facility.pk).update(agency=manager.agency, country="BTN")
    own_oversight = agencies.staff("oversight", manager.office)
    own_administrator = agencies.staff("administrator", manager.office)
    administrator = agencies.staff("administrator")
    path = address("record_incident", facility.pk)
    page = read(manager, path)
    assert "No one outside the agency that operates this facility would read this incident." in page
    assert "the child helpline" in page
    page = follow(manager, path, **typed_incident(manager))
    assert "Saved. No one outside the agency that operates this facility can read it." in page
    with role("maintenance"):
        incident = FacilityIncident.objects.get()
    assert told() == set()
    unread = "1 incident in a facility has no reader"
    assert unread in whole(signed_in(administrator).get("/").content)
    assert "A cook struck" not in whole(signed_in(administrator).get("/").content)
    assert unread not in whole(signed_in(own_administrator).get("/").content)
    assert unread not in whole(signed_in(agencies.staff("case_worker")).get("/").content)
    # an oversight officer of another agency of the country is the next body
    abroad = agencies.office(agencies.agency(country="BTN"))
    oversight = agencies.staff("oversight", abroad)
    assert "A cook struck" in read(oversight, address("show_incident", incident.pk))
    assert status(own_oversight, address("show_incident", incident.pk)) <= {404, 405}
    assert unread not in whole(signed_in(administrator).get("/").content)
    follow(manager, path, **typed_incident(manager))
    assert told() == {oversight.pk}


def test_keepers_of_registers_and_accounts_read_no_incident(
    facility: Facility, keeper: Staff
) -> None:
    people = [agencies.staff(kind, keeper.office) for kind in ("administrator", "data_officer")]
    incident = recorded(facility, agencies.staff("case_worker"))
    assert told() == {keeper.pk}
    for person in people:
        assert status(person, address("show_incident", incident.pk)) <= {404, 405}
        with acting(person):
            assert not FacilityIncident.objects.exists()
            assert not queries.may_decide(incident)


def test_incident_closed_to_all_of_the_authority_goes_to_the_inspectors_of_the_country(
    facility: Facility, keeper: Staff
) -> None:
    near = agencies.staff("oversight", agencies.office(agencies.agency(country=facility.country)))
    incident = recorded(facility, agencies.staff("case_worker"), not_for=[keeper.pk])
    assert told() == {near.pk}
    assert "Locked in" in read(near, address("show_incident", incident.pk))
    other = recorded(facility, agencies.staff("case_worker"))
    assert status(near, address("show_incident", other.pk)) <= {404, 405}
