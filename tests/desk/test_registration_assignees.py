"""Who is assigned when a case is opened from a report, and who reads it then."""

from uuid import uuid4

import pytest
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Grant, Notice
from saathi.desk.registration import assignees
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case, Seat
from saathi.protection.identification.intake.models import Report
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.desk.cast import entries
from tests.desk.report_to_case import SUSPECT, Office, own_report
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_intake_officer_opens_a_case_for_a_worker_and_reads_it_no_more() -> None:
    office = Office()
    answer, client = office.send(office.officer, assign_to="worker", worker_name="wasim worker")
    assert answer["Location"] == office.page
    with acting(office.worker):
        case = access.visible(office.worker, Case).select_related("child").get()
        seat = Seat.objects.get(role="case_worker")
        assert access.visible(office.worker, Report).get().child_file_id == case.file_id
    assert (case.worker_id, seat.staff_id) == (office.worker.pk, office.worker.pk)
    assert not case.awaits_assignment
    page = read(client.get(office.page))[0]
    assert f"Case {case.child.code} is open and assigned to Wasim Worker." in page
    assert client.get(f"/child/{case.file_id}/").status_code == 404
    with acting(office.officer):
        assert not access.visible(office.officer, Child).exists()
        assert not Child.objects.exists()
    assert signed_in(office.worker).get(f"/child/{case.file_id}/").status_code == 200
    with role("maintenance"):
        assert Notice.objects.filter(staff=office.worker, kind="case_assigned").count() == 1
    logged = entries(file_id=case.file_id, kind__in=["granted", "grant_ended"])
    assert [(e.kind, e.detail["staff"]) for e in logged] == [
        ("granted", str(office.worker.pk)),
        ("grant_ended", str(office.officer.pk)),
    ]


def test_worker_over_the_limit_is_assigned_for_a_reason() -> None:
    office = Office()
    for _each in range(25):
        children.case(office.worker)
    answer, _client = office.send(
        office.officer,
        assign_to="worker",
        worker_name="wasim worker",
        over_limit_because="no_capacity",
    )
    assert answer.status_code == 302, read(answer)[0]
    with acting(office.worker):
        case = access.visible(office.worker, Case).get(over_limit_because="no_capacity")
    page = read(signed_in(office.worker).get(f"/child/{case.file_id}/"))[0]
    assert "Above the case limit: No case worker nearby has capacity" in page


def test_worker_without_room_or_unknown_is_refused() -> None:
    office = Office()
    for _each in range(25):
        children.case(office.worker)
    answer, client = office.send(office.officer, assign_to="worker", worker_name="Wasim Worker")
    assert "Wasim Worker is at the limit (25 of 25)" in read(answer)[0]
    page = answer.content.decode()
    assert f'value="Wasim Worker, {office.office.name}"' in page
    assert "at the limit: 25 of 25" in page.partition('id="workers"')[2]
    for typed in ("", "No one"):
        answer, _client = office.send(office.officer, assign_to="worker", worker_name=typed)
        assert "Enter the name of one case worker from the list." in read(answer)[0]
    with acting(office.officer):
        assert Report.objects.get().child_file_id is None
    assert client.get(office.address).status_code == 200


def test_one_word_of_a_name_is_enough_where_one_case_worker_has_it() -> None:
    office = Office()
    agencies.staff("case_worker", office.office, name="Wasima Second")
    answer, _client = office.send(office.officer, assign_to="worker", worker_name="Was")
    text = read(answer)[0]
    assert "No name contains this word. Enter one of these:" in text
    assert f"Wasim Worker, {office.office.name}" in text
    answer, _client = office.send(office.officer, assign_to="worker", worker_name="Wasim")
    assert answer["Location"] == office.page
    with acting(office.worker):
        assert access.visible(office.worker, Case).get().worker_id == office.worker.pk


def test_all_who_match_are_named_with_the_reason_that_each_of_them_needs() -> None:
    office = Office()
    second = agencies.staff("case_worker", office.office, name="Wasim Second")
    for worker in (office.worker, second):
        for _each in range(25):
            children.case(worker)
    answer, _client = office.send(office.officer, assign_to="worker", worker_name="Wasim")
    text = read(answer)[0]
    for name in ("Wasim Worker", "Wasim Second"):
        assert f"{name}, {office.office.name} (at the limit: 25 of 25)" in text
    assert "All of these case workers are at the limit. Give a reason." in text
    answer, _client = office.send(
        office.officer, assign_to="worker", worker_name="Wasim", over_limit_because="no_capacity"
    )
    assert "Several case workers match." in read(answer)[0]
    assert "Give a reason" not in read(answer)[0]


def test_case_to_be_assigned_waits_with_the_supervisor() -> None:
    office = Office()
    answer, client = office.send(office.officer, assign_to="supervisor")
    assert answer["Location"] == office.page
    assert "Sita Supervisor was notified" in read(client.get(office.page))[0]
    with acting(office.supervisor):
        case = access.visible(office.supervisor, Case).select_related("child").get()
    assert (case.worker_id, case.awaits_assignment) == (office.supervisor.pk, True)
    supervisor = signed_in(office.supervisor)
    waits = f"{case.child.code} needs a case worker (supervisor: Sita Supervisor)"
    assert waits in read(supervisor.get("/"))[0]
    second = signed_in(agencies.staff("supervisor", office.office))
    assert waits in read(second.get("/"))[0]
    assert waits not in read(signed_in(agencies.staff("supervisor")).get("/"))[0]
    for client in (supervisor, second):
        for address in (f"/child/{case.file_id}/", reverse("desk:list_cases")):
            assert (
                "No case worker yet (supervisor: Sita Supervisor)" in read(client.get(address))[0]
            )
    listed = read(second.get(reverse("desk:list_supervised") + "?part=unassigned"))[0]
    assert case.child.code in listed
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(urgency="soon", risk="low")
    assert "1 new case needs a case worker" in read(second.get("/"))[0]
    page = f"/child/{case.file_id}/assign/"
    assert signed_in(office.worker).get(page).status_code == 404
    with at_most(15):
        sent = filled.form(supervisor.get(page).content.decode(), worker_name="")
    assert "This field is required" in read(supervisor.post(page, sent))[0]
    sent |= {"worker_name": ["Wasim Worker"]} | {name: [each] for name, each in key().items()}
    assert supervisor.post(page, sent)["Location"] == f"/child/{case.file_id}/"
    assert supervisor.get(page)["Location"] == f"/child/{case.file_id}/team/"
    with acting(office.worker):
        case = access.visible(office.worker, Case).get()
    assert (case.worker_id, case.awaits_assignment) == (office.worker.pk, False)
    assert "1 new case needs" not in read(supervisor.get("/"))[0]
    assert "Not assigned" not in read(supervisor.get(reverse("desk:list_cases")))[0]


def test_supervisor_is_of_the_nearest_office_upward() -> None:
    top = agencies.office()
    middle = agencies.office(parent=top)
    below = agencies.office(parent=middle)
    officer = agencies.staff("intake_officer", below)
    with acting(officer):
        assert assignees.find_assigning_supervisor(officer) is None
    above = agencies.staff("supervisor", top)
    agencies.staff("data_officer", below)
    with acting(officer):
        assert assignees.find_assigning_supervisor(officer) == above
    near = agencies.staff("supervisor", middle)
    with acting(officer):
        assert assignees.find_assigning_supervisor(officer) == near


def test_colleague_named_in_the_report_is_accused_in_the_file_and_cannot_read_it() -> None:
    office = own_report(names_a_colleague=True)
    office.send(office.worker)
    with acting(office.worker):
        alleged = AllegedPerpetrator.objects.get()
        assert (alleged.accused_staff, alleged.subject) == (office.colleague.pk, "person")
        assert vault.open(alleged)["description"] == SUSPECT
    with role("maintenance"):
        row = Grant.objects.filter(file=alleged.file_id, principal=office.worker.pk).values().get()
        Grant.objects.create(**row | {"id": uuid4(), "principal": office.colleague.pk})
    with acting(office.colleague):
        assert not access.visible(office.colleague, AllegedPerpetrator).exists()
        assert not access.visible(office.colleague, Case).exists()


def test_intake_officer_requests_a_case() -> None:
    office = Office()
    client = signed_in(office.officer)
    address = f"{office.page}request/"
    page = client.get(address).content.decode()
    assert "This field is required" in read(client.post(address, filled.form(page)))[0]
    sent = filled.form(client.get(address).content.decode(), note="Known as NP-7K3F-92")
    assert client.post(address, sent)["Location"] == office.page
    page = read(client.get(office.page))[0]
    assert "Known as NP-7K3F-92" in page
    assert "Case requested" in page
    with role("maintenance"):
        assert Notice.objects.filter(staff=office.supervisor, kind="case_requested").count() == 1
    supervisor = signed_in(office.supervisor)
    day = supervisor.get("/").content.decode()
    assert "1 request for a case" in day
    assert office.page in day
    again = filled.form(client.get(address).content.decode(), note="Once more")
    assert "already requested" in read(client.post(address, again))[0]
    _answer, _client = office.send(office.supervisor, assign_to="me")
    assert "request for a case" not in read(supervisor.get("/"))[0]
