"""The guided tour: ten pages of the demo, each opened by one of its people, and nowhere else."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

import saathi.config.urls  # noqa: F401 - read before any test says demo
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.simulation.tour.stops import STOPS
from tests.factories import agencies, children
from tests.protection.exchange import cast
from tests.roles import acting
from tests.screens import read

pytestmark = pytest.mark.django_db
FILE_PAGES = {4: "desk:child_file", 5: "participation:list_statements"}
DEMO = "tests.agencies.sign_in.demo_addresses"


@pytest.fixture
def people(settings: Any) -> dict[str, Staff]:
    settings.ROOT_URLCONF, settings.IS_DEMO = DEMO, True
    roles = {stop.role for stop in STOPS} - {""}
    return {
        role: agencies.staff(role, email=f"{role.replace('_', '-')}@demo.saathi.example")
        for role in roles
    }


def test_tour_exists_only_in_the_demo(client: Client, settings: Any) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("tour", urlconf="saathi.config.urls")
    settings.ROOT_URLCONF = DEMO
    agencies.staff("supervisor", email="supervisor@demo.saathi.example")
    assert client.get("/demo/tour/").status_code == 404
    assert client.post("/demo/tour/2/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_real_accounts_are_not_used_by_the_tour(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF, settings.IS_DEMO = DEMO, True
    agencies.staff("supervisor", email="kamala@ministry.gov.np")
    assert client.post("/demo/tour/2/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_stops_that_do_not_exist(client: Client, people: dict[str, Staff]) -> None:
    assert people
    for number in (0, len(STOPS) + 1):
        assert client.post(f"/demo/tour/{number}/").status_code == 404
        assert client.get(f"/demo/tour/{number}/page/").status_code == 404
    assert client.get("/demo/tour/1/").status_code == 405


def test_each_stop_opens_its_page_with_what_to_look_at(
    client: Client, people: dict[str, Staff]
) -> None:
    children.case(people["case_worker"])
    page = read(client.get("/demo/tour/"))[0]
    for number, stop in enumerate(STOPS, 1):
        assert str(stop.title) in page
        answer = client.post(f"/demo/tour/{number}/", follow=True)
        assert answer.status_code == 200
        assert f"Stop {number} of {len(STOPS)}: {stop.title}." in read(answer)[0]
        following = "" if number == len(STOPS) else f"#stop-{number + 1}"
        assert f'<a href="/demo/tour/{following}">' in answer.content.decode()
        signed_in = client.session.get("_auth_user_id")
        assert signed_in == (str(people[stop.role].id) if stop.role else None)


def test_stop_in_a_file_opens_a_child_of_the_worker(
    client: Client, people: dict[str, Staff]
) -> None:
    number = next(n for n, stop in enumerate(STOPS, 1) if str(stop.title) == "One child’s file")
    assert _opened(client, number) == reverse("desk:my_day")
    case = children.case(people["case_worker"])
    assert _opened(client, number) == f"/child/{case.file_id}/"


def test_stop_in_a_file_opens_no_child_that_was_imported() -> None:
    here = cast.desk()
    own = children.case(here.worker)
    path = cast.brought(here)
    [stop, *_others] = [
        each for each in STOPS if each.role == "case_worker" and "file" in each.title
    ]
    with acting(here.worker):
        imported = Case.objects.filter(file__in=cast.files_of(path))
        assert min(case.opened_on for case in imported) < own.opened_on  # it would come first
        assert str(own.file_id) in stop.place(here.worker)


def test_note_of_a_stop_is_above_the_head_of_the_file_and_there_once(
    client: Client, people: dict[str, Staff]
) -> None:
    children.case(people["case_worker"])
    for number in FILE_PAGES:
        page = client.post(f"/demo/tour/{number}/", follow=True).content.decode()
        assert page.count(f"Stop {number} of {len(STOPS)}") == 1
        assert page.index(f"Stop {number} of") < page.index('class="file-head')


def test_each_stop_opens_the_same_page_whoever_was_signed_in(
    client: Client, people: dict[str, Staff]
) -> None:
    """The database knows the signed-in person from the next request on: the file is asked for there."""
    case = children.case(people["case_worker"])
    for before in (None, *people.values()):
        for number, stop in enumerate(STOPS, 1):
            client.logout()
            if before:
                client.force_login(before)
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('saathi.context', '', true)")
            expected = (
                reverse(FILE_PAGES[number], args=[case.file_id]) if number in FILE_PAGES else ""
            )
            assert _opened(client, number) == (expected or stop.place(None)), (before, number)


def test_page_of_a_stop_is_for_the_person_who_has_it(
    client: Client, people: dict[str, Staff]
) -> None:
    children.case(people["case_worker"])
    assert client.get("/demo/tour/4/page/").headers["Location"] == "/demo/tour/"
    client.force_login(people["supervisor"])
    assert client.get("/demo/tour/4/page/").headers["Location"] == "/demo/tour/"


def _opened(client: Client, number: int) -> str:
    """The address to which a stop leads."""
    led_on = client.post(f"/demo/tour/{number}/").headers["Location"]
    return client.get(led_on).headers["Location"]


def test_demo_page_leads_to_the_tour(client: Client, people: dict[str, Staff]) -> None:
    assert people
    assert 'href="tour/"' in client.get("/demo/").content.decode()
