"""Several assessments of one family: the latest counts, on the page, in the action and in the database."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import writing
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.models import FamilyAssessment
from tests.attacks.proofs import update_proved
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("REI-005")
def test_an_earlier_safe_assessment_does_not_count_after_a_later_unsafe_one(
    around: ChildFileCast,
) -> None:
    steps.agree(around)
    first = steps.family(around, assessed_on=steps.today(around, -40))
    second = steps.family(around, assessed_on=steps.today(around, -20), same_family_as=first.pk)
    unsafe = {"violence": "present", "result": "unsafe", "reasons": "He drinks"}
    last = steps.family(
        around, assessed_on=steps.today(around, -2), same_family_as=second.pk, **unsafe
    )
    for each in (first, second, last):
        with pytest.raises(PlacementRefused, match="unsafe_family"):
            steps.place(around, assessment=each, exception_why="Urgent")
        past = steps.unsaved(
            around, kind="foster", assessment=each, state="current", counted_as="girl"
        )
        refused = pytest.raises(DatabaseError, match="the family is not safe")
        with acting(around.worker), refused, transaction.atomic():
            writing.add(past, actor=around.worker)
    client = signed_in(around.worker)
    page = words(client.get(f"{around.url}placements/").content)
    assert page.count("No: a later assessment of this family counts.") == 2
    form = client.get(f"{around.url}placements/new/").content.decode()
    assert str(last.pk) in form
    assert str(first.pk) not in form
    other = steps.family(around)
    assert steps.place(around, assessment=other).state == "current"


def test_one_exception_for_a_family_whichever_of_its_assessments_is_chosen(
    around: ChildFileCast,
) -> None:
    steps.agree(around)
    old = steps.family(around, assessed_on=steps.today(around, -500))
    asked = steps.place(
        around, assessment=old, exception_why="No other place",
        exception_until=steps.today(around, 3),
    )  # fmt: skip
    steps.approve(around, asked)
    again = steps.family(around, assessed_on=steps.today(around, -400), same_family_as=old.pk)
    with pytest.raises(PlacementRefused, match="exception_why"):
        steps.place(
            around, assessment=again, move_reason="needs", exception_why="No other place",
            exception_until=steps.today(around, 3),
        )  # fmt: skip


def test_the_same_family_is_an_earlier_assessment_of_this_child(around: ChildFileCast) -> None:
    other = cast.around()
    foreign = steps.family(other)
    with pytest.raises(PlacementRefused, match="same_family_as"):
        steps.family(around, same_family_as=foreign.pk)
    first, second = steps.family(around), steps.family(around)
    with acting(around.worker):
        assert FamilyAssessment.objects.filter(same_family_as=None).count() == 2
        for wrong in (foreign.pk, second.pk, first.pk):
            with (
                pytest.raises((DatabaseError, psycopg.Error), match="no earlier"),
                transaction.atomic(),
            ):
                update_proved(
                    connection.connection, around.worker, "placements_familyassessment",
                    {"same_family_as": f"'{wrong}'"}, f"id = '{first.pk}'",
                )  # fmt: skip
    form = signed_in(around.worker).get(f"{around.url}placements/families/new/").content.decode()
    assert str(first.pk) in form
    assert str(foreign.pk) not in form


@pytest.mark.requirement("FAC-012")
def test_facilities_that_may_not_receive_the_child_come_last_with_the_reason(
    around: ChildFileCast,
) -> None:
    unlicensed = steps.unlicensed(around, name="A house", district="NP-2-2")
    free = steps.home(around, name="B house", district="NP-2-2")
    full = steps.home(around, name="C house", girls_places=1, mixed_places=None)
    other = cast.around()
    steps.set_gender(other, "girl")
    steps.agree(other)
    steps.place(other, full)
    for path in ("placements/new/", "placements/others/"):
        page = signed_in(around.worker).get(f"{around.url}{path}").content.decode()
        places = [page.index(str(each.pk)) for each in (free, unlicensed, full)]
        assert places == sorted(places) or places[0] == min(places)
        shown = words(page.encode())
        assert "Not possible: The facility has no valid licence." in shown
        assert "Not possible: All places of the facility are occupied." in shown
        assert "15 free places" in shown
        assert "5 free places" not in shown.replace("15 free places", "")
