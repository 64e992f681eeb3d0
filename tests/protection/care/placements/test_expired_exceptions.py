"""An exception that expired stays in sight when others decide that the child stays in the same place."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies import writing
from saathi.people.models import Child
from saathi.protection.care.placements import exception_rules
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.vocabulary import PlacementBasis
from saathi.protection.decisions.orders import actions as orders
from tests import filled
from tests.desk.cast import ChildFileCast
from tests.factories import orders as order_factory
from tests.protection.care.placements import steps
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
EXPIRED = "1 exception for a placement has expired"
DAY = dt.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("unmet", "basis", "until"),
    [
        (["unregistered"], "organisation", DAY),
        (["unregistered"], "order", DAY),  # until the order is on record
        (["unregistered", "no_consent"], "family", DAY),
        (["no_consent", "child_objects"], "authority", None),  # what others need not record
        ([], "authority", None),
        (["unregistered"], "ours", None),
    ],
)
def test_an_earlier_exception_goes_on(unmet: list[str], basis: str, until: dt.date | None) -> None:
    found = exception_rules.inherited_until(unmet, PlacementBasis(basis), DAY)
    assert found == until
    assert exception_rules.inherited_until(unmet, PlacementBasis(basis), None) is None
    in_words = exception_rules.inherited_until(unmet, PlacementBasis(basis), DAY, is_in_words=True)
    assert in_words == (DAY if basis != "ours" else None)


def expired(around: ChildFileCast) -> Placement:
    """A child in a home without a licence, by an exception that expired 3 days ago."""
    steps.agree(around)
    placed = steps.approve(around, steps.ask(around, steps.unlicensed(around)))
    placed.started_on, placed.exception_until = steps.today(around, -10), steps.today(around, -3)
    with role("maintenance"):
        Placement.objects.update(
            started_on=placed.started_on, exception_until=placed.exception_until
        )
    return placed


def stay(around: ChildFileCast, placed: Placement, **more: Any) -> Placement:
    """Another organisation decided that the child stays."""
    usual = {"facility": placed.facility, "move_reason": "planned_end", "basis": "organisation"}
    return steps.record(around, **usual | more)


def alarms(around: ChildFileCast) -> list[bool]:
    """Whether worker and supervisor see the alarm: on My day and in the list."""
    path = reverse("placements:list_all_placements") + "?needs=exception"
    found = []
    for person in (around.worker, around.supervisor):
        client = signed_in(person)
        found.append(EXPIRED in words(client.get("/").content))
        found.append(around.case.child.code in words(client.get(path).content))
    return found


AUTHOR, SECOND = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("until", "actor", "note", "is_refused"),
    [
        (DAY, AUTHOR, "The wrong family was entered here", True),
        (DAY, SECOND, "The wrong family was entered here", False),
        (DAY, SECOND, "x", True),
        (None, AUTHOR, "x", False),
    ],
)
def test_an_author_ends_no_alarm_by_an_error(
    until: dt.date | None, actor: UUID, note: str, is_refused: bool
) -> None:
    reasons = exception_rules.reasons_against_ending_alarm(
        until, authors=(AUTHOR, None), actor_id=actor, note=note
    )
    assert bool(reasons) is is_refused


@pytest.mark.requirement("FAC-012")
def test_the_alarm_stays_when_the_author_marks_the_stay_as_an_error(around: ChildFileCast) -> None:
    placed = expired(around)
    again = stay(around, placed, facility=None, place="The uncle", kind="kinship")
    client = signed_in(around.worker)
    path = f"{around.url}placements/{again.pk}/error/"
    sent = filled.form(client.get(path).content.decode(), end_note="The wrong family was entered")
    assert "ask a second person" in words(client.post(path, sent).content)
    assert alarms(around) == [True] * 4
    leader = signed_in(around.supervisor)
    sent = filled.form(leader.get(path).content.decode(), end_note="The wrong family was entered")
    assert leader.post(path, sent).status_code == 302
    with acting(around.supervisor):
        assert Placement.objects.get(pk=again.pk).state == "error"


@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize("basis", ["organisation", "authority", "order", "family"])
def test_the_alarm_stays_when_others_decided_the_same_stay(
    around: ChildFileCast, basis: str
) -> None:
    placed = expired(around)
    assert alarms(around) == [True] * 4
    again = stay(around, placed, basis=basis)
    assert (again.state, again.exception_until) == ("current", steps.today(around, -3))
    assert alarms(around) == [True] * 4
    page = words(signed_in(around.worker).get(f"{around.url}placements/").content)
    assert "Record the order for the placement" in page


@pytest.mark.requirement("FAC-012")
def test_an_order_that_a_second_person_confirmed_ends_the_alarm(around: ChildFileCast) -> None:
    stay(around, expired(around))
    today = steps.today(around)
    with acting(around.worker):
        order_factory.record_order(around.case.child, around.worker, today - dt.timedelta(days=30))
        order = order_factory.record_order(around.case.child, around.worker, today)
    assert alarms(around) == [True] * 4  # no one has confirmed it, and the other is too old
    with acting(around.supervisor):
        orders.confirm_order(order=order, version=order.version, actor=around.supervisor)
    assert alarms(around) == [False] * 4
    page = words(signed_in(around.worker).get(f"{around.url}placements/").content)
    assert "The exception for this place expired" not in page


@pytest.mark.requirement("FAC-012")
def test_an_order_does_not_end_the_alarm_of_our_own_exception(around: ChildFileCast) -> None:
    expired(around)
    with acting(around.worker):
        order = order_factory.record_order(around.case.child, around.worker, steps.today(around))
    with acting(around.supervisor):
        orders.confirm_order(order=order, version=order.version, actor=around.supervisor)
    assert alarms(around) == [True] * 4


@pytest.mark.requirement("FAC-012")
def test_the_alarm_ends_when_the_child_moves_and_returns_with_the_child(
    around: ChildFileCast,
) -> None:
    placed = expired(around)
    good = steps.home(around)
    assert steps.place(around, good, move_reason="planned_end").exception_until is None
    assert alarms(around) == [False] * 4
    assert stay(around, placed).exception_until == steps.today(around, -3)
    assert alarms(around) == [True] * 4


@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize(
    ("kind", "unmet"),
    [
        ("residential", ["not_listed"]),
        ("kinship", ["no_assessment"]),
        ("independent", ["too_young"]),
    ],
)
def test_a_place_in_words_alone_may_be_the_same_place(
    around: ChildFileCast, kind: str, unmet: list[str]
) -> None:
    placed = expired(around)
    again = stay(around, placed, facility=None, kind=kind, place="The home by the river, room 4")
    assert (again.unmet, again.exception_until) == (unmet, steps.today(around, -3))
    assert alarms(around) == [True] * 4
    page = words(signed_in(around.worker).get(f"{around.url}placements/").content)
    assert "This place is recorded in words alone and may be the same one" in page
    # In a listed home where nothing is missing the alarm is over.
    assert stay(around, placed, facility=steps.home(around)).exception_until is None
    assert alarms(around) == [False] * 4


@pytest.mark.requirement("FAC-012")
def test_an_exception_for_a_family_in_words_goes_on_in_the_same_words(
    around: ChildFileCast,
) -> None:
    steps.agree(around)
    until = steps.today(around, 1)
    asked = steps.ask(
        around, None, kind="kinship", place="Family of the uncle", exception_until=until
    )
    steps.approve(around, asked)
    again = stay(around, asked, facility=None, kind="kinship", place="Family of the uncle")
    assert (again.state, again.exception_until) == ("current", until)
    old = steps.family(around, care="kinship", assessed_on=steps.today(around, -400))
    assessed = stay(around, asked, facility=None, kind="kinship", assessment=old)
    assert assessed.exception_until == until  # may be the uncle's family
    home = stay(around, asked, facility=steps.unlicensed(around))
    assert home.exception_until is None  # not a family


def test_database_keeps_the_exception_for_a_place_in_words_where_nothing_is_missing(
    around: ChildFileCast,
) -> None:
    placed = expired(around)
    with role("maintenance"):
        Child.objects.filter(pk=placed.child_id).update(birth_year_low=2008, birth_year_high=2008)
    with acting(around.worker):
        around.case.child.refresh_from_db()
    of_age = {"facility": None, "kind": "independent", "place": "Room 4"}
    alone = stay(around, placed, **of_age)
    assert (alone.unmet, alone.exception_until) == ([], steps.today(around, -3))
    steps.end(around, alone, "other")
    again = steps.unsaved(around, **of_age, basis="family")
    again.state, again.counted_as, again.unmet = "current", "other", []
    with (
        acting(around.worker),
        pytest.raises(DatabaseError, match="the exception for this place goes on"),
        transaction.atomic(),
    ):
        writing.add(again, actor=around.worker)


def test_database_keeps_the_exception(around: ChildFileCast) -> None:
    placed = expired(around)
    steps.end(around, placed, "other")
    again = steps.unsaved(around, facility=placed.facility, basis="organisation")
    again.state, again.counted_as, again.unmet = "current", "other", []
    with (
        acting(around.worker),
        pytest.raises(DatabaseError, match="the exception for this place goes on"),
        transaction.atomic(),
    ):
        writing.add(again, actor=around.worker)
