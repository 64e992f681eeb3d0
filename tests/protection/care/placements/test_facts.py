"""What statistics read of a placement: type, length of the stay and moves, and no place or person."""

from typing import Any

import pytest
from django.db import connection

from saathi.protection.care.placements.models import Placement
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.roles import role

pytestmark = pytest.mark.django_db


def read_facts() -> list[dict[str, Any]]:
    """The rows of the fact view, as the analyst reads them."""
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM facts_placement ORDER BY started, is_moved")
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.requirement("REI-005")
def test_stays_and_moves_are_facts_without_place_or_person(around: ChildFileCast) -> None:
    steps.record(around, facility=steps.unlicensed(around), started_on=steps.today(around, -200))
    steps.record(around, kind="foster", place="A family", move_reason="to_family")
    first, second = read_facts()
    assert (first["care"], first["stay"], first["end_reason"]) == ("facility", "year", "moved")
    assert (first["is_unmet"], first["is_moved"], first["started"].day) == (True, False, 1)
    assert (second["care"], second["stay"], second["is_moved"]) == ("family", None, True)
    assert not {"facility_id", "started_on", "ended_on", "sealed", "assessment_id"} & first.keys()


def test_errors_are_not_counted(around: ChildFileCast) -> None:
    steps.record(around, kind="foster", place="A family")
    with role("maintenance"):
        Placement.objects.update(state="error")
    assert read_facts() == []
