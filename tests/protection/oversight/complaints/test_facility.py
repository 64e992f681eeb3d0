"""A complaint about the facility where the child lives goes past the facility."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies.models import Notice, Staff
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents.models import FacilityIncident
from saathi.protection.oversight.complaints.models import Complaint
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, complaints, facilities
from tests.reading import read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CHP-004", "FAC-011")]


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.fixture
def keeper() -> Staff:
    return agencies.staff("supervisor")


def complain(around: ChildFileCast, **typed: object) -> str:
    client = signed_in(around.worker)
    path = f"{around.url}complaints/new/"
    page = client.get(path).content.decode()
    values = {"kind": "complaint", "child_words": complaints.WORDS, "about": "care_home"}
    answer: Any = client.post(path, filled.form(page, **values | typed))
    while answer.status_code == 302:
        answer = client.get(answer.url)
    return words(answer.content)


def told(kind: str) -> set[Any]:
    with role("maintenance"):
        return set(Notice.objects.filter(kind=kind).values_list("staff_id", flat=True))


def test_the_authority_learns_of_it_without_name_and_words_if_the_child_agrees(
    around: ChildFileCast, keeper: Staff
) -> None:
    operator = agencies.staff("supervisor")
    facility = facilities.registered(keeper, name="House of hope", run_by=operator.agency)
    page = complain(around, facility=facility.pk)
    assert "Ask the child whether the authority may be informed." in page
    assert complaints.WORDS in page  # nothing is lost
    page = complain(around, facility=facility.pk, informs_authority="no")
    assert "House of hope" in page
    with role("maintenance"):
        assert not FacilityIncident.objects.exists()
    complain(around, facility=facility.pk, informs_authority="yes")
    assert told("facility_incident") == {keeper.pk}
    with acting(keeper):
        incident = FacilityIncident.objects.get()
        assert not Complaint.objects.exists()
    shown = read(keeper, f"/facility-incidents/{incident.pk}/")
    assert "Complaint by a child about the facility" in shown
    assert complaints.WORDS not in shown
    assert around.case.child.code not in shown
    assert signed_in(operator).get(f"/facility-incidents/{incident.pk}/").status_code == 404


def test_staff_of_the_operator_neither_read_it_nor_get_a_notice_nor_answer(
    around: ChildFileCast, keeper: Staff
) -> None:
    """The child's own team works for the agency that operates the facility."""
    facility = facilities.registered(keeper, name="Own house", run_by=around.worker.agency)
    form = complain(
        around, facility=facility.pk, informs_authority="yes", handler=around.supervisor.pk
    )
    assert "This person works for the agency that operates the facility." in form
    page = complain(around, facility=facility.pk, informs_authority="yes")
    assert complaints.WORDS not in page
    assert told("complaint") == set()
    assert told("facility_incident") == {keeper.pk}
    with role("maintenance"):
        complaint = Complaint.objects.get()
    for person in (around.worker, around.supervisor, around.house_mother):
        assert complaints.WORDS not in read(person, f"{around.url}complaints/")
        assert signed_in(person).get(f"{around.url}complaints/{complaint.pk}/").status_code == 404
        with acting(person):
            assert not Complaint.objects.exists()
    with (
        acting(around.supervisor),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT complaint_tell(%s, false)", [complaint.pk])
    # another agency operates it from now on: the team reads what the child said
    with role("maintenance"):
        Facility.objects.filter(pk=facility.pk).update(run_by=agencies.agency())
    assert complaints.WORDS in read(around.supervisor, f"{around.url}complaints/")
