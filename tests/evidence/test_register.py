"""The register counted through facts: distinct children, rounded, by a role that sees no name."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies import facts
from saathi.agencies.models import File
from saathi.evidence import register_counts
from saathi.evidence.models import RegisterCell
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.trafficking.models import Episode
from tests.factories import agencies
from tests.roles import role

pytestmark = pytest.mark.django_db


def detected(number: int, *, gender: str = "girl", **episode: Any) -> None:
    """Children with one episode each, whose cases opened in 2025 in Nepal."""
    worker = agencies.staff()
    with role("maintenance"):
        for _ in range(number):
            file = File.objects.create(
                kind="child", agency=worker.agency, office=worker.office, recorded_by=worker.id
            )
            common = {"file": file, "recorded_by": worker.id}
            child = Child.objects.create(
                code=uuid4().hex[:12],
                sealed=b"x",
                gender=gender,
                birth_year_low=2011,
                birth_year_high=2012,
                **common,
            )
            Case.objects.create(
                child=child,
                office=worker.office,
                worker=worker,
                opened_on=dt.date(2025, 5, 1),
                **common,
            )
            Episode.objects.create(child=child, number=1, **(episode | common))


def cell(**of: str) -> int:
    group = {"form": "all", "sex": "all", "age": "all"} | of
    return RegisterCell.objects.get(country="NPL", year=2025, **group).children


LABOUR = {"acts": ["receipt"], "purposes": ["forced_labour"]}


def count() -> None:
    with role("analyst"):
        register_counts.count_register()


def test_child_with_several_purposes_is_counted_once() -> None:
    detected(10, acts=["receipt"], purposes=["forced_labour", "prostitution", "factory"])
    count()
    assert cell() == 10
    assert cell(form="labour") == 10
    assert cell(form="sexual") == 10


@pytest.mark.parametrize(
    ("children", "shown"), [(0, 0), (1, 0), (2, 0), (3, 5), (5, 5), (7, 5), (8, 10)]
)
def test_counts_are_rounded_before_they_are_kept(children: int, shown: int) -> None:
    assert register_counts.round_to_five(children) == shown


def test_an_episode_without_an_act_or_a_purpose_is_not_detected_trafficking() -> None:
    detected(5, **LABOUR)
    detected(5, acts=[], purposes=["forced_labour"])
    detected(5, acts=["receipt"], purposes=[])
    count()
    assert cell() == 5


@pytest.mark.requirement("DEF-031")
def test_boys_and_girls_are_counted_alike_in_every_form() -> None:
    detected(5, gender="boy", acts=["transfer"], purposes=["prostitution"])
    detected(5, gender="girl", **LABOUR)
    count()
    assert cell(form="sexual", sex="male") == 5
    assert cell(form="sexual", sex="female") == 0
    assert cell(form="labour", sex="female") == 5


def test_the_analyst_sees_facts_and_no_table_behind_them() -> None:
    with role("analyst"), connection.cursor() as cursor:
        for view in facts.all_fact_views():
            cursor.execute(f"SELECT count(*) FROM {view.name}")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT sealed FROM people_child")


def test_a_view_of_facts_cannot_read_a_sealed_column() -> None:
    """PostgreSQL refuses it, even to a developer who forgets the list."""
    with role("owner"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE saathi_facts")
        cursor.execute("SELECT gender FROM people_child")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT code FROM people_child")
