"""Places and ages that one person changed: until a second person confirms them, the earlier ones count as well."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import EntryStep, SeenEntry, move_entry
from saathi.agencies.register_kit.rules import EntryMove
from saathi.protection.care.facilities import actions, queries, rules
from saathi.protection.care.facilities.forms import COLUMNS
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facilities.rules import FacilityFacts, FacilityPlaces, PlaceGroup
from saathi.protection.care.facilities.vocabulary import LicenceStatus
from tests.factories import agencies, facilities
from tests.roles import acting

DAY = dt.date(2026, 6, 1)
LARGE, SMALL = FacilityPlaces(girls=PlaceGroup(5)), FacilityPlaces(girls=PlaceGroup(1))


@pytest.mark.parametrize(
    ("now", "confirmed", "codes"),
    [
        (LARGE, None, []),
        (LARGE, LARGE, []),
        (LARGE, SMALL, ["over_capacity"]),
        (SMALL, LARGE, ["over_capacity"]),
        (LARGE, FacilityPlaces(boys=PlaceGroup(5)), ["wrong_sex"]),
        (SMALL, FacilityPlaces(), ["no_places", "over_capacity"]),
    ],
)
def test_the_stricter_of_present_and_confirmed_places_counts(
    now: FacilityPlaces, confirmed: FacilityPlaces | None, codes: list[str]
) -> None:
    facts = FacilityFacts(True, LicenceStatus.REGISTERED, now, confirmed)
    found = rules.placement_obstacles(
        facts, rules.PlacementNeed("girl", 12), rules.Occupancy(girls=2)
    )
    assert [reason.code for reason in found] == codes


def change(entry: Facility, actor: Staff, **values: Any) -> None:
    with acting(actor):
        entry.refresh_from_db()
        before = {name: getattr(entry, name) for name in COLUMNS}
        actions.change_facility(
            seen=SeenEntry(entry, entry.version), values=before | values, actor=actor
        )
        entry.refresh_from_db()


def confirm(entry: Facility, actor: Staff) -> None:
    with acting(actor):
        entry.refresh_from_db()
        seen = SeenEntry(entry, entry.version)
        move_entry(actions.FACILITIES, seen, EntryStep(EntryMove.CONFIRM), actor=actor)
        entry.refresh_from_db()


def obstacles(entry: Facility, sex: str, age: int) -> list[str]:
    """What the rule and, as the web role, the database say to a worker of another agency: the same."""
    with acting(agencies.staff("case_worker")), connection.cursor() as cursor:
        shown = Facility.objects.get(pk=entry.pk)
        found = queries.placement_obstacles(
            shown, sex=sex, age=age, on=DAY, occupancy=rules.Occupancy()
        )
        cursor.execute(
            "SELECT facility_placement_obstacles(%s, %s, %s, %s, 0, 0, 0)",
            [entry.pk, sex, age, DAY],
        )
        assert [reason.code for reason in found] == cursor.fetchone()[0]
        return [reason.code for reason in found]


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012")
def test_changed_places_admit_no_child_before_a_second_person_confirms_them() -> None:
    keeper = agencies.staff("supervisor")
    second = agencies.staff("supervisor", keeper.office)
    entry = facilities.registered(keeper)
    assert obstacles(entry, "boy", 10) == ["wrong_sex"]
    change(entry, keeper, boys_places=4)
    change(entry, keeper, boys_places=5, girls_age_low=3)
    assert obstacles(entry, "boy", 10) == ["wrong_sex"]
    assert obstacles(entry, "girl", 4) == ["wrong_age"]
    assert obstacles(entry, "girl", 10) == []
    confirm(entry, second)
    assert obstacles(entry, "boy", 10) == obstacles(entry, "girl", 4) == []
    change(entry, keeper, girls_age_low=12)
    assert obstacles(entry, "girl", 10) == ["wrong_age"]
    change(entry, second, girls_age_low=1)
    assert obstacles(entry, "girl", 2) == ["wrong_age"]
    assert obstacles(entry, "girl", 4) == []
