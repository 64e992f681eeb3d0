"""Which licence is in effect, what stops a placement, and what a record must say."""

import datetime as dt
import uuid
from typing import Any

import pytest

from saathi.protection.care.facilities import rules
from saathi.protection.care.facilities.rules import (
    FacilityFacts,
    FacilityPlaces,
    LicenceFacts,
    LicenceInput,
    Occupancy,
    PlaceGroup,
    PlacementNeed,
)
from saathi.protection.care.facilities.vocabulary import (
    LicenceRecordState,
    LicenceStatus,
    StopReason,
)

DAY = dt.date(2026, 6, 1)
GIRLS_HOME = FacilityPlaces(girls=PlaceGroup(10, 6, 17))
BOTH = FacilityPlaces(PlaceGroup(2), PlaceGroup(2), PlaceGroup(1))


def record(status: str, start: int, until: int | None = None, **fields: Any) -> LicenceFacts:
    first = dt.date(2025, 1, 1)
    end = None if until is None else first + dt.timedelta(days=until)
    return LicenceFacts(LicenceStatus(status), first + dt.timedelta(days=start), end, **fields)


@pytest.mark.requirement("FAC-003")
@pytest.mark.parametrize(
    ("records", "status"),
    [
        ([], None),
        ([record("never_applied", 0)], "never_applied"),
        ([record("applied", 0)], "applied"),
        ([record("registered", 0), record("suspended", 9)], "suspended"),
        ([record("suspended", 9), record("registered", 20)], "registered"),
        ([record("registered", 0), record("applied", 400)], "registered"),
        ([record("registered", 0, 100)], "ended"),
        ([record("conditional", 0, 900)], "conditional"),
        ([record("suspended", 0, 100)], "suspended"),
        ([record("registered", 900)], None),
        ([record("registered", 0, state=LicenceRecordState.PROPOSED)], None),
        ([record("revoked", 0, state=LicenceRecordState.WITHDRAWN)], None),
    ],
)
def test_licence_in_effect(records: list[LicenceFacts], status: str | None) -> None:
    found = rules.licence_status(rules.licence_in_effect(records, DAY), DAY)
    assert found == (LicenceStatus(status) if status else None)


def test_the_later_of_two_records_of_a_day_counts() -> None:
    early, late = (dt.datetime(2026, 1, hour, tzinfo=dt.UTC) for hour in (1, 2))
    records = [
        record("revoked", 0, recorded_at=late), record("registered", 0, recorded_at=early),
    ]  # fmt: skip
    found = rules.licence_in_effect(records, DAY)
    assert found is not None
    assert found.status == LicenceStatus.REVOKED


def facts(**fields: Any) -> FacilityFacts:
    usual: dict[str, Any] = {
        "is_published": True, "licence": LicenceStatus.REGISTERED, "places": GIRLS_HOME,
    }  # fmt: skip
    return FacilityFacts(**usual | fields)


@pytest.mark.parametrize(
    ("facility", "child", "occupancy", "codes"),
    [
        (facts(), PlacementNeed("girl", 12), None, []),
        (facts(), PlacementNeed("girl", 12), Occupancy(9), []),
        (facts(), PlacementNeed("girl", 12), Occupancy(10), ["over_capacity"]),
        (facts(), PlacementNeed("girl", 5), None, ["wrong_age"]),
        (facts(), PlacementNeed("girl", None), None, []),
        (facts(), PlacementNeed("boy", 12), None, ["wrong_sex"]),
        (facts(), PlacementNeed("not_said", 12), None, []),
        (facts(is_published=False), PlacementNeed("girl", 12), None, ["not_listed"]),
        (facts(licence=None), PlacementNeed("girl", 12), None, ["unregistered"]),
        (facts(licence=LicenceStatus.APPLIED), PlacementNeed("girl", 12), None, ["unregistered"]),
        (facts(licence=LicenceStatus.ENDED), PlacementNeed("girl", 12), None, ["unregistered"]),
        (facts(licence=LicenceStatus.TEMPORARY), PlacementNeed("girl", 12), None, []),
        (facts(licence=LicenceStatus.SUSPENDED), PlacementNeed("girl", 12), None, ["suspended"]),
        (facts(stops=frozenset(StopReason)), PlacementNeed("girl", 12), None,
         ["failed", "admissions", "licence", "closure"]),
        (facts(places=FacilityPlaces()), PlacementNeed("girl", 12), None, ["no_places"]),
        (facts(places=BOTH), PlacementNeed("girl", 12), Occupancy(2, 2), []),
        (facts(places=BOTH), PlacementNeed("girl", 12), Occupancy(3, 1), ["over_capacity"]),
        (facts(places=BOTH), PlacementNeed("boy", 12), Occupancy(3, 1), []),
        (facts(places=BOTH), PlacementNeed("other", 12), Occupancy(2, 2, 1), ["over_capacity"]),
    ],
)  # fmt: skip
def test_obstacles_to_a_placement(
    facility: FacilityFacts, child: PlacementNeed, occupancy: Occupancy | None, codes: list[str]
) -> None:
    found = rules.placement_obstacles(facility, child, occupancy)
    assert [reason.code for reason in found] == codes


@pytest.mark.parametrize(
    ("kind", "group", "codes"),
    [
        ("childrens_home", PlaceGroup(10, 6, 17), []),
        ("foster_agency", PlaceGroup(), []),
        ("family", PlaceGroup(), ["kind"]),
        ("hostel", PlaceGroup(None, 6, 17), ["girls_places"]),
        ("hostel", PlaceGroup(3, 9, 6), ["girls_age_high"]),
    ],
)
def test_facts_of_a_facility_fit_together(kind: str, group: PlaceGroup, codes: list[str]) -> None:
    found = rules.reasons_against_facility(kind, {"girls": group})
    assert [reason.code for reason in found] == codes


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, []),
        ({"status": "never_applied", "authority": ""}, []),
        ({"authority": ""}, ["authority"]),
        ({"from_on": DAY + dt.timedelta(1)}, ["from_on"]),
        ({"until_on": DAY - dt.timedelta(30)}, ["until_on"]),
        ({"status": "temporary"}, ["until_on"]),
        ({"status": "conditional"}, ["conditions"]),
        ({"status": "conditional", "conditions": "No child under 6"}, []),
    ],
)
def test_record_of_a_licence(fields: dict[str, Any], codes: list[str]) -> None:
    usual: dict[str, Any] = {
        "status": "registered",
        "from_on": DAY - dt.timedelta(2),
        "authority": "Board",
    }
    found = rules.reasons_against_licence(LicenceInput(**usual | fields), today=DAY)
    assert [reason.code for reason in found] == codes


def test_who_confirms_and_who_marks_an_error() -> None:
    writer, other = uuid.uuid4(), uuid.uuid4()
    confirm, withdraw = rules.reasons_against_confirming, rules.reasons_against_withdrawing
    assert not confirm("proposed", writer, actor_id=other)
    assert confirm("proposed", writer, actor_id=writer)
    assert confirm("recorded", writer, actor_id=other)
    assert not withdraw("proposed", writer, actor_id=writer)
    assert not withdraw("recorded", writer, actor_id=other)
    assert withdraw("recorded", writer, actor_id=writer)
    assert withdraw("withdrawn", writer, actor_id=other)


def test_an_open_address_is_not_blank() -> None:
    assert rules.address_reasons("public", "")
    assert not rules.address_reasons("restricted", "")
