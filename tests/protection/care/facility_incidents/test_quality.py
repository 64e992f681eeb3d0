"""Quality of care is compared between countries, and no figure is that of one facility."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents import quality
from saathi.protection.care.inspections.models import Inspection, InspectionFinding
from saathi.protection.care.standards.models import StandardSet
from tests.factories import agencies, facilities, standards
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
PATH = "facility_incidents:compare_quality"


@pytest.fixture
def keeper() -> Staff:
    return agencies.staff("supervisor")


def inspected(home: Facility, on: dt.date, of: StandardSet, **results: str) -> None:
    """A final inspection of a facility, with these results of criteria 1.1 and 1.2."""
    discrimination = results.pop("discrimination", "not_found")
    with role("maintenance"):
        held = Inspection.objects.create(
            agency=home.agency, facility=home, standard_set=of, kind="announced", planned_on=on,
            state="final", held_on=on, lead=uuid.uuid4(), lead_conflict="none",
            discrimination=discrimination, second_conflict="none", result="passed",
            decided_by=uuid.uuid4(),
            decided_at=dt.datetime.combine(on, dt.time(), dt.UTC), recorded_by=uuid.uuid4(),
        )  # fmt: skip
        for place, (code, result) in enumerate(results.items()):
            InspectionFinding.objects.create(
                inspection=held, place=place, code=code.replace("c", "").replace("_", "."),
                domain="legal", text="A criterion", is_critical=code == "c1_1", result=result,
            )  # fmt: skip


def homes(keeper: Staff, country: str, number: int, **fields: Any) -> list[Facility]:
    return [
        facilities.facility(keeper, country=country, **{"girls_places": 20} | fields)
        for _home in range(number)
    ]


def counted_day(keeper: Staff) -> dt.date:
    """The last day of the quarter before today."""
    with acting(keeper), connection.cursor() as cursor:
        cursor.execute("SELECT facility_quality_day()")
        found: dt.date = cursor.fetchone()[0]
    today = keeper.office.today()
    assert found < today <= found + dt.timedelta(days=92)
    assert (found + dt.timedelta(days=1)).day == 1
    return found


def page(person: Staff) -> str:
    return words(signed_in(person).get(reverse(PATH)).content)


def test_countries_are_measured_in_the_same_way(keeper: Staff) -> None:
    today = counted_day(keeper)
    model = standards.model_set(keeper)
    for number, home in enumerate(homes(keeper, "NPL", 5)):
        if number < 3:
            facilities.licence(home)
        old = today - dt.timedelta(days=400)
        result = "not_met" if number == 0 else "met"
        found = "found" if number == 1 else "not_found"
        inspected(
            home,
            old if number == 4 else today,
            model,
            c1_1=result,
            c1_2="met",
            discrimination=found,
        )
    homes(keeper, "IND", 5)
    text = page(keeper)
    assert "Nepal 5 60 % 80 % 20 % 20 % 0.0" in text
    assert "India 5 0 % 0 % – – 0.0" in text
    assert "1.1 " in text
    assert "80 %" in text.partition("1.1 ")[2].partition("1.2 ")[0]
    # a later inspection counts in place of the one before
    failed = Facility.objects.none()
    with acting(keeper):
        failed = Facility.objects.filter(country="NPL").order_by("recorded_at")
        first = failed[0]
    inspected(first, today - dt.timedelta(days=1), model, c1_1="met", c1_2="met")
    assert "Nepal 5 60 % 80 % 20 %" in page(keeper)


@pytest.mark.requirement("MEV-009")
def test_no_two_days_show_the_inspection_of_one_facility(keeper: Staff) -> None:
    day = counted_day(keeper)
    model = standards.model_set(keeper)
    all_homes = homes(keeper, "NPL", 6)
    for home in all_homes[:5]:
        inspected(home, day, model, c1_1="met", c1_2="met")

    def figures() -> list[object]:
        found: list[object] = []
        with acting(keeper), connection.cursor() as cursor:
            for on in (day - dt.timedelta(days=1), day, keeper.office.today()):
                cursor.execute("SELECT * FROM facility_quality(%s, 1)", [on])
                found.append(cursor.fetchall())
                cursor.execute("SELECT * FROM facility_quality_criteria(%s, 1)", [on])
                found.append(sorted(cursor.fetchall()))
        return found

    before = figures()
    assert before[:2] == before[2:4] == before[4:]
    inspected(all_homes[5], keeper.office.today(), model, c1_1="not_met", discrimination="found")
    assert figures() == before


@pytest.mark.parametrize("number", [1, 4])
def test_no_figure_is_of_fewer_than_five_facilities(keeper: Staff, number: int) -> None:
    today = counted_day(keeper)
    model = standards.model_set(keeper)
    for home in homes(keeper, "NPL", number):
        inspected(home, today, model, c1_1="not_met", discrimination="found")
    text = page(keeper)
    assert "No country has enough facilities yet." in text
    assert "Nepal" not in text
    # five facilities, of which too few were inspected
    homes(keeper, "NPL", 5 - number)
    text = page(keeper)
    assert "Nepal 5 0 %" in text
    assert "– – 0.0" in text
    assert "Facilities that meet the criterion" not in text


def test_database_gives_no_smaller_numbers_and_nothing_to_others(keeper: Staff) -> None:
    homes(keeper, "NPL", 4)
    with acting(keeper), connection.cursor() as cursor:
        for function in ("facility_quality", "facility_quality_criteria"):
            cursor.execute(f"SELECT count(*) FROM {function}(current_date, 1)")
            assert cursor.fetchone() == (0,)
    for kind in ("case_worker", "rapporteur"):
        person = agencies.staff(kind)
        assert signed_in(person).get(reverse(PATH)).status_code == 404
        for function in ("facility_quality", "facility_quality_criteria"):
            with (
                acting(person),
                pytest.raises(DatabaseError, match="not yours to compare"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"SELECT * FROM {function}(current_date, 5)")


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 5, "0 %"), (5, 5, "100 %"), (1, 8, "12 %"), (1, 4, "–"), (None, 9, "–"), (1, None, "–")],
)
def test_share(part: int | None, whole: int | None, text: str) -> None:
    assert quality.share_text(part, whole) == text
    assert quality.rate_text(3, 0) == "–"
    assert quality.rate_text(3, 200) == "1.5"
