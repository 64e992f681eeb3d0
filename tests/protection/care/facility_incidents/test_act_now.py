"""Act now of an inspector: serious incidents in facilities that no one follows up."""

import datetime as dt

import pytest

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents.models import FacilityIncidentStep
from saathi.protection.care.inspections.conflict_actions import declare_conflict
from tests.factories import agencies
from tests.protection.care.facility_incidents.test_screens import (
    address,
    follow,
    recorded,
)
from tests.reading import day, whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
NO_ONE = "no one follows up"


def day_page(person: Staff) -> str:
    return whole(signed_in(person).get("/").content)


@pytest.mark.requirement("FAC-011")
def test_act_now_names_the_facility_of_serious_incidents_without_follow_up(
    facility: Facility, keeper: Staff, manager: Staff
) -> None:
    worker = agencies.staff("case_worker")
    recorded(facility, worker, severity="other")
    assert NO_ONE not in day_page(keeper)
    first = recorded(facility, worker)
    page = day_page(keeper)
    assert "House of hope, " in page
    assert "no one follows up a serious incident" in page
    assert "Restraint, isolation or locking in, " in page
    assert address("show_incident", first.pk) in signed_in(keeper).get("/").content.decode()
    second = recorded(facility, worker, kind="death")
    page = day_page(keeper)
    assert page.count("House of hope, ") == 1
    assert "no one follows up 2 serious incidents" in page
    assert NO_ONE not in day_page(manager)  # who operates it
    today = day("done_on", keeper.office.today())
    for incident in (first, second):
        step = address("record_step", incident.pk)
        follow(keeper, step, kind="inquiry", text="The police came.", **today)
    assert NO_ONE not in day_page(keeper)
    with role("maintenance"):
        FacilityIncidentStep.objects.update(recorded_at=clock.now() - dt.timedelta(days=15))
    assert "no one follows up 2 serious incidents" in day_page(keeper)


def test_who_declared_a_connection_and_data_officers_have_none_of_these_lines(
    facility: Facility, keeper: Staff
) -> None:
    recorded(facility, keeper)  # also read by its recorder
    assert NO_ONE in day_page(keeper)
    with acting(keeper):
        declare_conflict(facility=facility, actor=keeper)
    assert NO_ONE not in day_page(keeper)
    assert NO_ONE not in day_page(agencies.staff("data_officer", keeper.office))
