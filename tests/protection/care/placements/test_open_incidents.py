"""A facility in which serious incidents are open: forms and lists say so, and a second person agrees."""

from typing import Any

import pytest
from django.db import DatabaseError

from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.placements import placement_facts
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.models import Placement
from tests.desk.cast import ChildFileCast
from tests.factories import agencies
from tests.protection.care.facility_incidents.test_screens import recorded
from tests.protection.care.placements import steps
from tests.protection.care.placements.test_agreements import approve, insert
from tests.reading import words
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("FAC-011", "FAC-012")]

OPEN = "1 serious incident in this facility is open."
WHY = {"exception_why": "The authority of the facility was asked"}


def troubled(around: ChildFileCast, not_for: Any = (), **told: Any) -> Facility:
    """A licensed home with one open incident of violence by staff."""
    facility = steps.home(around, name="Home by the river", **told)
    reporter = agencies.staff("case_worker")
    recorded(facility, reporter, kind="staff_violence", not_for=[each.pk for each in not_for])
    return facility


def test_the_form_and_the_free_places_name_open_incidents_before_others(
    around: ChildFileCast,
) -> None:
    troubled(around, district=around.worker.office.district)
    steps.home(around, name="A quiet home")
    client = signed_in(around.worker)
    form = words(client.get(f"{around.url}placements/new/").content)
    assert OPEN in form
    assert form.index("A quiet home") < form.index("Home by the river")
    free = words(client.get("/placements/free/").content)
    assert OPEN in free
    assert free.count("serious incident") == 1


def test_a_second_person_agrees_to_a_placement_where_serious_incidents_are_open(
    around: ChildFileCast,
) -> None:
    steps.agree(around)
    facility = troubled(around)
    with pytest.raises(PlacementRefused, match=r"open_incidents.*exception_why"):
        steps.place(around, facility)
    with pytest.raises(DatabaseError, match="no exception was approved for open_incidents"):
        insert(around, steps.unsaved(around, facility=facility, **steps.EXAMINED))
    asked = steps.place(around, facility, **WHY)
    assert (asked.state, asked.unmet) == ("proposed", ["open_incidents"])
    with pytest.raises(PlacementRefused, match="question"):
        approve(around, asked, " ")
    placed = approve(around, asked, "The person concerned no longer works there")
    assert (placed.state, placed.unmet) == ("current", ["open_incidents"])
    assert placed.exception_until is None
    page = read(signed_in(around.worker).get(f"{around.url}placements/"))[0]
    assert OPEN in page
    assert "a second person has to agree" in page


def test_no_one_from_whom_incidents_are_hidden_learns_of_them(around: ChildFileCast) -> None:
    steps.agree(around)
    facility = troubled(around, not_for=[around.worker])
    client = signed_in(around.worker)
    for path in (f"{around.url}placements/new/", "/placements/free/"):
        assert "serious incident" not in words(client.get(path).content)
    placed = steps.place(around, facility)
    assert (placed.state, placed.unmet) == ("current", [])


def test_the_reason_of_a_request_is_hidden_from_the_operator_and_those_complained_about(
    around: ChildFileCast,
) -> None:
    steps.agree(around)
    facility = troubled(around, not_for=[around.supervisor])
    asked = steps.place(around, facility, **WHY)
    for person, is_shown in ((around.worker, True), (around.supervisor, False)):
        page = read(signed_in(person).get(f"{around.url}placements/"))[0]
        assert ("serious incident" in page) == is_shown
        assert (WHY["exception_why"] in page) == is_shown
    placed = approve(around, asked, "The home is near the school")
    assert placed.unmet == ["open_incidents"]
    with role("maintenance"):
        Facility.objects.filter(pk=facility.pk).update(run_by=around.worker.agency)
    page = read(signed_in(around.worker).get(f"{around.url}placements/"))[0]
    assert "serious incident" not in page
    with acting(around.worker):
        assert Placement.objects.get().state == "current"
        assert placement_facts.last_day_of(placed) is None
