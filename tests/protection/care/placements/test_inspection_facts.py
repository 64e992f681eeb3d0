"""What statistics read of inspections: the result of the last one before a placement, and no facility."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies.models import Staff
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections.models import Inspection
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.standards.models import StandardSet
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, standards
from tests.protection.care.placements import steps
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
VIEW = "facts_facility_placement"


@pytest.fixture
def model(around: ChildFileCast) -> StandardSet:
    return standards.model_set(agencies.staff("supervisor"))


def inspected(home: Facility, on: dt.date, model: StandardSet, result: str, **other: Any) -> None:
    """An inspection of a facility; final, unless stated otherwise."""
    values: dict[str, Any] = {
        "state": "final", "result": result, "second_conflict": "none",
        "decided_by": uuid.uuid4(), "decided_at": dt.datetime.combine(on, dt.time(), dt.UTC),
    } | other  # fmt: skip
    with role("maintenance"):
        Inspection.objects.create(
            agency=home.agency, facility=home, standard_set=model, kind="announced", planned_on=on,
            held_on=on, lead=uuid.uuid4(), lead_conflict="none", recorded_by=uuid.uuid4(), **values,
        )  # fmt: skip


def read_facts() -> list[dict[str, Any]]:
    """The rows of the view, as the analyst reads them."""
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {VIEW} ORDER BY started, kind")
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def stay(around: ChildFileCast, home: Facility, began: int, **more: Any) -> None:
    """A placement by an order that began so many days ago."""
    steps.record(around, facility=home, started_on=steps.today(around, -began), **more)


@pytest.mark.requirement("MEV-009")
def test_the_last_final_inspection_before_the_placement_counts(
    around: ChildFileCast, model: StandardSet
) -> None:
    home = steps.home(around)
    inspected(home, steps.today(around, -300), model, "failed")
    inspected(home, steps.today(around, -100), model, "passed")  # on the day of the placement
    inspected(home, steps.today(around, -99), model, "failed")  # the day after
    open_one = {"decided_by": None, "decided_at": None, "second_conflict": ""}
    inspected(
        home, steps.today(around, -101), model, "", state="submitted", **open_one
    )  # not agreed to: no result
    stay(around, home, 100)
    [row] = read_facts()
    assert (row["inspection"], row["kind"], row["country"]) == (
        "passed",
        "residential",
        home.country,
    )
    assert row["started"].day == 1


@pytest.mark.parametrize(
    ("inspections", "expected"),
    [
        ({}, None),
        ({99: "passed"}, None),  # held after the placement began
        ({200: "passed", 150: "incomplete"}, "incomplete"),
        ({200: "failed", 150: "with_notice"}, "with_notice"),
    ],
)
def test_result_of_a_placement(
    around: ChildFileCast, model: StandardSet, inspections: dict[int, str], expected: str | None
) -> None:
    home = steps.home(around)
    for ago, result in inspections.items():
        inspected(home, steps.today(around, -ago), model, result)
    stay(around, home, 100)
    assert [row["inspection"] for row in read_facts()] == [expected]


def test_care_in_families_is_not_in_it(around: ChildFileCast) -> None:
    steps.record(around, kind="foster", place="A family")
    assert read_facts() == []


def test_placements_recorded_in_error_are_not_in_it(around: ChildFileCast) -> None:
    stay(around, steps.home(around), 0)
    assert len(read_facts()) == 1
    with role("maintenance"):
        Placement.objects.update(state="error")
    assert read_facts() == []


@pytest.mark.requirement("MEV-009")
def test_facts_do_not_say_which_facility(around: ChildFileCast) -> None:
    """The number of who operates it is another one each time, and the same for all of one agency."""
    agency = agencies.staff("supervisor").agency
    first, second, other = (steps.home(around, run_by=run_by) for run_by in (agency, agency, None))
    for home, began in ((first, 90), (second, 60), (other, 30)):
        stay(around, home, began, move_reason="" if began == 90 else "order")
    rows = read_facts()
    numbers = [row["facility_operator"] for row in rows]
    assert numbers[0] == numbers[1] != numbers[2]
    known = {first.pk, second.pk, other.pk, agency.pk}
    assert not known & {value for row in rows for value in row.values()}
    assert not set(numbers) & {row["facility_operator"] for row in read_facts()}
    assert not {"facility_id", "started_on", "held_on"} & rows[0].keys()


def test_facility_outside_the_register_has_no_result(around: ChildFileCast) -> None:
    steps.record(around, place="A hostel in the town")
    [row] = read_facts()
    assert (row["inspection"], row["facility_operator"]) == (None, None)


def test_only_the_analyst_calls_the_function(around: ChildFileCast) -> None:
    readers: list[Staff] = [around.worker, around.supervisor, agencies.staff("rapporteur")]
    for statement in ("SELECT * FROM placement_inspections()", f"SELECT * FROM {VIEW}"):
        for reader in readers:
            with (
                acting(reader),
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
    with (
        role("analyst"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT facility_id FROM placements_placement")
