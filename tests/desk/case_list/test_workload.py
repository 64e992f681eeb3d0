"""The workload of a team: numbers as the lists that they open, and who sees them."""

import datetime as dt
import re

import pytest

from saathi.agencies.models import Configuration, Hidden, Staff
from saathi.desk.case_list.team_workload import list_team_workload
from saathi.desk.led_offices import list_led_offices
from saathi.protection.casework.cases.models import Case, Due
from tests.counting import at_most
from tests.factories import agencies, children
from tests.reading import read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TEAM = "/cases/team/"


def late(case: Case) -> None:
    with role("maintenance"):
        Due.objects.filter(case=case).update(due_on=dt.date(2026, 3, 3))


def on_time(case: Case) -> None:
    with role("maintenance"):
        Due.objects.filter(case=case).update(due_on=dt.date(2099, 3, 3))


def test_only_those_who_approve_see_the_workload(worker: Staff) -> None:
    for role_kind in ("case_worker", "data_officer", "house_mother"):
        assert signed_in(agencies.staff(role_kind, worker.office)).get(TEAM).status_code == 404


def test_numbers_are_those_of_the_lists_they_open(worker: Staff, leader: Staff) -> None:
    free = agencies.staff("case_worker", worker.office, name="Nobody Busy")
    cases = [children.case(worker, name) for name in ("A", "B", "C", "D")]
    for number, case in enumerate(cases):
        (late if number < 3 else on_time)(case)
    with role("maintenance"):
        Case.objects.filter(pk__in=[cases[0].pk, cases[3].pk]).update(risk="high")
        Hidden.objects.create(file_id=cases[2].file_id, principal=leader.id, hidden_by=worker.id)
        Configuration.objects.create(
            country=worker.office.country, kind="procedure", name="", version=1,
            valid_from=dt.date(2020, 1, 1), body={"cases_per_worker": 2}, recorded_by=leader.pk,
        )  # fmt: skip
    with acting(leader):
        loads = list_team_workload(leader, list_led_offices(leader), leader.office.today())
    by_name = {load.name: load for load in loads}
    load = by_name[worker.name]
    assert (load.open_cases, load.high_risk, load.overdue, load.limit) == (3, 2, 2, 2)
    assert load.is_over_limit
    assert by_name[free.name].open_cases == 0
    page = signed_in(leader).get(TEAM).content.decode()
    links = re.findall(r'<a href="(/cases/\?[^"]*)"><bdi>(\d+)</bdi>', page)
    assert [count for _link, count in links] == ["3", "2", "2"]
    for link, count in links:
        answer = signed_in(leader).get(link.replace("&amp;", "&"))
        assert f"{count} cases" in words(answer.content)


def test_office_is_chosen_among_those_led(worker: Staff, leader: Staff) -> None:
    children.case(worker)
    below = agencies.office(parent=worker.office, name="Far away")
    other = agencies.staff("case_worker", below, name="Works Far")
    head = agencies.staff("supervisor", worker.office)
    assert worker.name in read(head, TEAM)
    page = read(head, f"{TEAM}?office={below.pk}")
    assert other.name in page
    assert worker.name not in page
    strange = agencies.office()
    assert signed_in(leader).get(f"{TEAM}?office={strange.pk}").status_code == 404


def test_workload_asks_few_queries(worker: Staff, leader: Staff) -> None:
    children.case(worker)
    client = signed_in(leader)
    with at_most(12):
        assert client.get(TEAM).status_code == 200


def test_cases_lead_to_the_workload_only_for_those_who_may_open_it(worker: Staff) -> None:
    for role_kind, status in (("supervisor", 200), ("data_officer", 404)):
        client = signed_in(agencies.staff(role_kind, worker.office))
        assert client.get(TEAM).status_code == status
        assert (TEAM in client.get("/cases/").content.decode()) == (status == 200)
