"""A child missing from care is found by a sighting, never by a placement that was recorded."""

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies import writing
from saathi.protection.care.placements.models import Placement
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.protection.care.placements.test_leaving import SEEN
from tests.protection.care.placements.test_placing import day, send
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def is_in_act_now(around: ChildFileCast) -> bool:
    """Whether the child is missing from care in Act now of the worker."""
    return "missing from care" in words(signed_in(around.worker).get("/").content)


def test_a_new_placement_does_not_find_a_missing_child(around: ChildFileCast) -> None:
    left = steps.end(around, steps.record(around, facility=steps.home(around)))
    text = send(
        around, "placements/others/", basis="family", kind="kinship", place="The aunt",
        country=around.worker.office.country, reasons="heard", view="not_said",
        siblings="no_siblings", **day(around, "started_on"),
    )  # fmt: skip
    assert "still recorded as missing from care, until someone has seen the child" in text
    assert "Child found or back" in text
    with acting(around.worker):
        left.refresh_from_db()
        placed = Placement.objects.get(state="current")
    assert left.back_on is None
    assert steps.duties(around, "missing_care") == [steps.today(around)]
    assert is_in_act_now(around)
    send(around, f"placements/{placed.pk}/error/", end_note=SEEN["back_seen_words"])
    assert is_in_act_now(around)
    steps.agree(around)
    steps.place(around, steps.home(around))
    assert is_in_act_now(around)
    send(around, f"placements/{left.pk}/back/", **SEEN, **day(around, "back_on"))
    assert not is_in_act_now(around)
    assert steps.duties(around, "missing_care") == []


def test_one_sighting_finds_the_child_who_left_two_places(around: ChildFileCast) -> None:
    first = steps.end(around, steps.record(around, facility=steps.home(around)))
    last = steps.end(around, steps.record(around, facility=steps.home(around)))
    send(around, f"placements/{last.pk}/back/", **SEEN, **day(around, "back_on"))
    with acting(around.worker):
        first.refresh_from_db()
    assert (first.back_on, first.back_seen) == (steps.today(around), "team")
    assert not is_in_act_now(around)


def test_database_finds_no_child_by_a_placement(around: ChildFileCast) -> None:
    left = steps.end(around, steps.record(around, facility=steps.home(around)))
    with (
        acting(around.worker),
        pytest.raises(DatabaseError, match="who saw the child is missing"),
        transaction.atomic(),
    ):
        writing.change(
            left, actor=around.worker, back_on=steps.today(around), back_seen="placed",
            end_authors=left.end_authors,
        )  # fmt: skip
