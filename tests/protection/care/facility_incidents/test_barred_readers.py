"""Who follows no incident up: inspectors with a declared connection, and data officers of a child's office."""

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies.models import Staff
from saathi.agencies.row_proofs import prove_rows
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents import queries
from saathi.protection.care.facility_incidents.models import (
    FacilityIncident,
    FacilityIncidentChild,
    FacilityIncidentStep,
)
from saathi.protection.care.inspections.conflict_actions import declare_conflict
from tests.desk.cast import ChildFileCast
from tests.factories import agencies
from tests.protection.care.facility_incidents.test_screens import (
    address,
    follow,
    recorded,
    told,
    typed_incident,
)
from tests.reading import day, read, status
from tests.roles import acting

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("FAC-002")
def test_who_declared_a_connection_follows_no_incident_of_the_facility_up(
    facility: Facility, keeper: Staff, second: Staff
) -> None:
    incident = recorded(facility, agencies.staff("case_worker"))
    show, step = address("show_incident", incident.pk), address("record_step", incident.pk)
    assert "Record a step" in read(keeper, show)
    with acting(keeper):
        declare_conflict(facility=facility, actor=keeper)
        assert not queries.may_decide(incident)
        assert not FacilityIncident.objects.exists()
    for path in (show, step):
        assert 200 not in status(keeper, path)
    # nor the steps of what the person recorded, which anybody still can
    path = address("record_incident", facility.pk)
    assert f"Saved. Who reads it: {keeper.agency.name} (1 person)." in follow(
        keeper, path, **typed_incident(keeper)
    )
    with acting(keeper):
        own = FacilityIncident.objects.get()
    assert second.pk in told()
    page = read(keeper, address("show_incident", own.pk))
    assert "Another person records the steps." in page
    assert "Record a step" not in page
    today = day("done_on", keeper.office.today())
    page = follow(keeper, address("record_step", own.pk), kind="police", text="x", **today)
    assert "You declared a connection with this facility." in page
    for kind, finding in (("police", ""), ("closed", "no")):
        row = FacilityIncidentStep(
            incident=own, kind=kind, text="x", finding=finding, recorded_by=keeper.pk,
            done_on=keeper.office.today(),
        )  # fmt: skip
        with acting(keeper), transaction.atomic():
            prove_rows([(row, {})], by=keeper.pk)
            with pytest.raises(DatabaseError, match="takes no part"), transaction.atomic():
                row.save(force_insert=True)
    closing = {"kind": "closed", "finding": "no", "text": "The door was never locked at night."}
    assert "Not in effect." in follow(second, step, **closing, **today)


@pytest.mark.requirement("FAC-002")
def test_if_all_of_the_authority_declared_a_connection_the_inspectors_of_the_country_follow_up(
    facility: Facility, keeper: Staff
) -> None:
    near = agencies.staff("oversight", agencies.office(agencies.agency(country=facility.country)))
    incident = recorded(facility, agencies.staff("case_worker"))
    assert status(near, address("show_incident", incident.pk)) <= {404, 405}
    with acting(keeper):
        declare_conflict(facility=facility, actor=keeper)
    assert "Locked in" in read(near, address("show_incident", incident.pk))


@pytest.mark.requirement("FAC-011")
def test_a_data_officer_reads_no_incident_through_the_file_of_a_child(
    facility: Facility, around: ChildFileCast
) -> None:
    worker = around.worker
    typed = typed_incident(worker, facility=facility.pk, role="harmed", words="He hit my hand.")
    follow(
        worker,
        f"{around.url}facility-incidents/new/",
        **typed,
        **day("known_on", worker.office.today()),
    )
    with acting(worker):
        incident = FacilityIncident.objects.get()
    officer = agencies.staff("data_officer", worker.office)
    with acting(officer):
        assert (
            FacilityIncidentChild.objects.exists()
        )  # the record of the child, as others of the file
        assert not FacilityIncident.objects.exists()
        assert not FacilityIncidentStep.objects.exists()
    for name in ("show_incident", "record_step"):
        assert status(officer, address(name, incident.pk)) <= {404, 405}
    assert "Violence by staff" in read(around.supervisor, address("show_incident", incident.pk))
    own = recorded(facility, officer)  # what the officer recorded
    assert "Locked in" in read(officer, address("show_incident", own.pk))
