"""A child who does not want a placement: the answer stays, and a new one is added."""

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies import records, writing
from saathi.protection.care.placements import second_person
from saathi.protection.care.placements.actions import placing
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.answer_rules import reasons_against_new_answer
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.vocabulary import PlacementView
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.protection.care.placements.test_placing import send
from tests.reading import read
from tests.roles import acting

SAID = "I do not want to go there"
REASONS = "The child said today that the brother lives there now"


@pytest.mark.parametrize(
    ("before", "after", "keeps_words", "codes"),
    [
        ("objects", "wants", True, ["view"]),
        ("objects", "not_asked", False, ["view", "child_words"]),
        ("objects", "objects", True, []),
        ("objects", "objects", False, ["child_words"]),
        ("wants", "objects", False, []),
    ],
)
def test_a_refusal_of_the_child_is_not_replaced(
    before: str, after: str, *, keeps_words: bool, codes: list[str]
) -> None:
    for is_waiting in (True, False):
        reasons = reasons_against_new_answer(
            PlacementView(before), PlacementView(after), keeps_words=keeps_words,
            is_waiting=is_waiting,
        )  # fmt: skip
        assert [reason.code for reason in reasons] == codes


def _stored(around: ChildFileCast, placement: Placement) -> tuple[str, str]:
    """The child's answer and words, as they are stored."""
    with acting(around.worker):
        stored = Placement.objects.get(pk=placement.pk)
        records.open_texts(stored)
    return stored.view, stored.child_words


@pytest.mark.django_db
def test_a_request_keeps_that_the_child_does_not_want_it(around: ChildFileCast) -> None:
    steps.agree(around)
    asked = steps.ask(
        around, steps.home(around), view="objects", child_words=SAID, view_note="No other place"
    )
    path = f"placements/{asked.pk}/request/"
    text = send(around, path, view="wants", child_words="")
    assert "Record the child’s new answer as a statement of the child" in text
    assert "The child’s words stay" in text
    assert _stored(around, asked) == ("objects", SAID)
    send(around, path, child_words=f"{SAID}. Today: only with my brother")
    assert _stored(around, asked)[1].endswith("only with my brother")


@pytest.mark.django_db
def test_a_placement_keeps_that_the_child_does_not_want_it(around: ChildFileCast) -> None:
    placed = steps.record(
        around, facility=steps.home(around), view="objects", child_words=SAID, view_note="By order"
    )
    text = send(around, f"placements/{placed.pk}/", view="wants", child_words="")
    assert "in a placement review, with the day" in text
    assert _stored(around, placed) == ("objects", SAID)
    with (
        acting(around.worker),
        pytest.raises(DatabaseError, match="the answer of the child stays"),
        transaction.atomic(),
    ):
        writing.change(Placement.objects.get(), actor=around.worker, view="wants")


def _withdraw(around: ChildFileCast, asked: Placement) -> None:
    with acting(around.worker):
        stored = Placement.objects.get(pk=asked.pk)
        placing.withdraw_request(placement=stored, version=stored.version, actor=around.worker)


@pytest.mark.django_db
def test_a_new_request_for_a_place_that_the_child_refused_shows_the_refusal(
    around: ChildFileCast,
) -> None:
    steps.agree(around)
    home = steps.home(around)
    first = steps.ask(around, home, view="objects", child_words=SAID, view_note="No other place")
    _withdraw(around, first)
    with pytest.raises(PlacementRefused):  # not at once: a second person has to agree
        steps.place(around, home, view="wants")
    for _again in range(2):  # withdrawing a request with another answer does not help
        asked = steps.ask(around, home, view="wants")
        assert asked.unmet == ["child_objects"]
        path = f"{around.url}placements/{asked.pk}/agree/"
        page = read(around.supervisor, path)
        assert "The child did not want this place when it was recorded before" in page
        assert "Earlier answer of the child to this place Does not want this, recorded on" in page
        assert SAID in page
        if not _again:
            _withdraw(around, asked)
    elsewhere = steps.home(around)
    with acting(around.worker):
        other = steps.unsaved(around, facility=elsewhere, view="wants", **steps.EXAMINED)
        assert second_person.reasons_of_other_domains(other) == []

    send(around, f"placements/{asked.pk}/agree/", around.supervisor, question=REASONS)
    with acting(around.worker):
        assert Placement.objects.get(pk=asked.pk).state == "current"
        again = steps.unsaved(around, facility=home, view="wants", **steps.EXAMINED)
        assert second_person.reasons_of_other_domains(again) == []  # a second person read both


@pytest.mark.django_db
def test_the_database_asks_about_a_refusal_of_the_same_place(around: ChildFileCast) -> None:
    steps.agree(around)
    home = steps.home(around)
    first = steps.ask(around, home, view="objects", child_words=SAID, view_note="No other place")
    _withdraw(around, first)
    placement = steps.unsaved(
        around, facility=home, view="wants", state="current", **steps.EXAMINED
    )
    with (
        acting(around.worker),
        pytest.raises(DatabaseError, match="child_objects"),
        transaction.atomic(),
    ):
        writing.add(placement, actor=around.worker)
