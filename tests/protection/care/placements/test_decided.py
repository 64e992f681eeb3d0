"""A placement that differs from a determination or an order in force: named, explained, agreed by another."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError

from saathi.protection.care.placements import agreement_rules, decided_rules
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.decisions.best_interests.models import Determination
from saathi.protection.decisions.best_interests.vocabulary import Solution
from saathi.protection.decisions.orders import actions as order_actions
from saathi.protection.decisions.orders.models import Order
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests
from tests.protection.care.placements import steps
from tests.protection.care.placements.test_agreements import approve, insert
from tests.reading import words
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

WHY = {"exception_why": "No foster family was found within 40 km of the school"}


def determined(around: ChildFileCast, solution: str) -> Determination:
    """A determination in force for this solution."""
    found = best_interests.ready(around.case, around.worker, around.supervisor)
    decided = best_interests.decide(found, around.supervisor, solution="foster")
    with role("maintenance"):
        Determination.objects.filter(pk=decided.pk).update(solution=solution)
    return decided


def ordered(around: ChildFileCast, kind: str, **more: Any) -> Order:
    """An order of a court that is in force."""
    order = Order(
        file_id=around.file_id, child=around.case.child, authority="court", kind=kind,
        made_on=steps.today(around), child_heard="yes", **more,
    )  # fmt: skip
    order.body = "District court"
    with acting(around.worker):
        return order_actions.record_order(order=order, actor=around.worker)


def test_a_solution_in_another_country_says_nothing_of_the_care_until_then() -> None:
    silent = {Solution.STAY, Solution.RETURN, Solution.THIRD_COUNTRY}
    assert set(decided_rules.KINDS_OF) == set(Solution) - silent


@pytest.mark.parametrize(
    ("unmet", "why", "is_enough"),
    [
        (agreement_rules.NOT_AS_DETERMINED, "Full", False),
        (agreement_rules.NOT_AS_ORDERED, "aaaa", False),
        (agreement_rules.NOT_AS_ORDERED, WHY["exception_why"], True),
        (agreement_rules.CHILD_OBJECTS, "Full", True),
        (agreement_rules.CHILD_OBJECTS, " ", False),
    ],
)
def test_a_difference_from_a_decision_is_explained(unmet: Any, why: str, is_enough: bool) -> None:
    assert agreement_rules.is_explained([unmet], why) == is_enough


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012", "BID-001")
@pytest.mark.parametrize(
    ("solution", "unmet"),
    [("foster", ["not_as_determined"]), ("family", ["not_as_determined"]), ("small_home", []),
     ("return", [])],
)  # fmt: skip
def test_a_placement_other_than_determined_needs_a_second_person(
    around: ChildFileCast, solution: str, unmet: list[str]
) -> None:
    steps.agree(around)
    determined(around, solution)
    facility = steps.home(around)
    if not unmet:
        assert steps.place(around, facility).state == "current"
        return
    with pytest.raises(PlacementRefused, match=r"not_as_determined.*exception_why"):
        steps.place(around, facility, exception_why="Full")
    with pytest.raises(DatabaseError, match="no exception was approved for not_as_determined"):
        insert(around, steps.unsaved(around, facility=facility, **steps.EXAMINED))
    asked = steps.place(around, facility, **WHY)
    assert (asked.state, asked.unmet) == ("proposed", unmet)
    placed = approve(around, asked, "The search for a foster family goes on")
    assert (placed.state, placed.exception_until) == ("current", None)


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize("kind", ["restoration", "placement"])
def test_a_placement_beside_an_order_in_force_needs_a_second_person(
    around: ChildFileCast, kind: str
) -> None:
    steps.agree(around)
    ordered(around, kind)
    facility = steps.home(around)
    with pytest.raises(PlacementRefused, match=r"not_as_ordered.*exception_why"):
        steps.place(around, facility)
    with pytest.raises(DatabaseError, match="no exception was approved for not_as_ordered"):
        insert(around, steps.unsaved(around, facility=facility, **steps.EXAMINED))
    assert steps.place(around, facility, **WHY).unmet == ["not_as_ordered"]


@pytest.mark.django_db
def test_an_order_that_has_expired_or_was_set_aside_asks_nothing(around: ChildFileCast) -> None:
    steps.agree(around)
    order = ordered(around, "restoration", appeal="set_aside")
    assert order.appeal == "set_aside"
    old = ordered(around, "restoration", expires_on=steps.today(around))
    with role("maintenance"):
        day = steps.today(around) - dt.timedelta(days=2)
        Order.objects.filter(pk=old.pk).update(made_on=day, expires_on=day)
    assert steps.place(around, steps.home(around)).state == "current"


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012")
def test_the_form_and_the_result_name_both_decisions(around: ChildFileCast) -> None:
    determined(around, "foster")
    ordered(around, "restoration")
    for name in ("new", "others"):
        form = words(signed_in(around.worker).get(f"{around.url}placements/{name}/").content)
        assert "Decided for this child" in form
        assert "Foster care" in form
        assert "Return to the family" in form
    steps.record(around, facility=steps.home(around))
    page = read(signed_in(around.worker).get(f"{around.url}placements/"))[0]  # type: ignore[arg-type]
    assert "The current placement differs from what was decided for the child." in page
    assert "Foster care" in page
    house = words(signed_in(around.house_mother).get(f"{around.url}placements/").content)
    assert "Determination of" not in house
