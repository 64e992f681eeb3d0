"""Emergency shelter begins at once where only the agreement of a second person is missing."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies import records, writing
from saathi.protection.care.placements import agreement_rules
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions import agreeing, ending
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.models import Placement
from tests import filled
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.protection.care.placements.test_agreements import WHY, born, insert
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

WHY_AGREED = "The police brought her back at night, and no relative can be reached"
MISSING = "without the agreement of a second person"


@pytest.mark.parametrize(
    ("kind", "unmet", "found"),
    [
        ("emergency", ["short_again"], True),
        ("emergency", ["age_unknown", "sex_unknown", "not_as_ordered", "not_as_determined"], True),
        ("emergency", ["short_again", "child_objects"], False),
        ("emergency", ["open_incidents"], False),
        ("emergency", ["failed"], False),
        ("transit", ["short_again"], False),
        ("residential", ["age_unknown"], False),
    ],
)
def test_what_begins_before_a_second_person_agrees(
    kind: str, unmet: list[str], found: bool
) -> None:
    assert agreement_rules.begins_at_once(codes.PlacementKind(kind), unmet) is found


def stay(around: ChildFileCast, **more: Any) -> dict[str, Any]:
    return {"kind": "emergency", "planned_end": steps.today(around, 3)} | WHY | more


def is_alarmed(around: ChildFileCast) -> list[bool]:
    """Whether worker and supervisor see the child in Act now."""
    line = f"{around.case.child.code}: In emergency shelter since"
    people = (around.worker, around.supervisor)
    return [line in words(signed_in(person).get("/").content) for person in people]


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012")
def test_a_child_sheltered_tonight_is_there_before_the_supervisor_answers(
    around: ChildFileCast,
) -> None:
    born(around, None, None)
    facility = steps.home(around)
    with pytest.raises(PlacementRefused, match=r"age_unknown.*exception_why"):
        steps.place(around, facility, **stay(around, exception_why=""))
    placed = steps.place(around, facility, **stay(around))
    assert (placed.state, placed.exception_state) == ("current", "requested")
    assert (placed.unmet, placed.exception_until) == (["age_unknown"], None)
    assert is_alarmed(around) == [True] * 2
    page = words(signed_in(around.worker).get(f"{around.url}placements/").content)
    assert MISSING in page
    assert "End placement" in page
    path = f"{around.url}placements/{placed.pk}/agree/"
    assert path not in signed_in(around.worker).get(f"{around.url}placements/").content.decode()
    assert "Exception for a placement" in words(
        signed_in(around.supervisor).get("/approvals/").content
    )
    leader = signed_in(around.supervisor)
    assert path in leader.get(f"{around.url}placements/").content.decode()
    form = leader.get(path).content.decode()
    assert "There is a problem" in words(
        leader.post(path, filled.form(form, question="ok")).content
    )
    leader.post(path, filled.form(form, question=WHY_AGREED), follow=True)
    with acting(around.worker):
        agreed = Placement.objects.get()
    assert (agreed.state, agreed.exception_state) == ("current", "approved")
    assert agreed.decided_by == around.supervisor.pk
    assert is_alarmed(around) == [False] * 2
    page = words(signed_in(around.worker).get(f"{around.url}placements/").content)
    assert WHY_AGREED in page
    assert MISSING not in page


@pytest.mark.django_db
def test_the_author_neither_agrees_nor_marks_the_stay_as_an_error(around: ChildFileCast) -> None:
    born(around, None, None)
    placed = steps.place(around, steps.home(around), **stay(around))
    placed.end_note = "The child was never there"
    with acting(around.worker), pytest.raises(PlacementRefused, match="end_note"):
        ending.mark_error(placement=placed, version=placed.version, actor=around.worker)
    ended = steps.end(around, placed, "left")
    assert is_alarmed(around) == [False] * 2
    with acting(around.supervisor):
        found = Placement.objects.get(pk=ended.pk)
        records.open_texts(found)
        found.question = WHY_AGREED
        with pytest.raises(PlacementRefused, match="question"):
            agreeing.agree_afterwards(
                placement=found, version=found.version, actor=around.supervisor
            )


@pytest.mark.django_db
def test_the_child_who_runs_away_that_night_is_missing_from_care(around: ChildFileCast) -> None:
    born(around, None, None)
    placed = steps.place(around, steps.home(around), **stay(around))
    steps.end(around, placed, "left")
    assert "missing from care since" in words(signed_in(around.worker).get("/").content)


@pytest.mark.django_db
def test_database_lets_only_emergency_shelter_begin_before_the_agreement(
    around: ChildFileCast,
) -> None:
    steps.agree(around)
    born(around, None, None)
    facility = steps.home(around)
    asked = {
        "exception_state": "requested",
        "unmet": ["age_unknown"],
        "submitted_by": around.worker.pk,
    }
    for more in (
        {"kind": "residential"},
        {"kind": "emergency", "view": "objects"},
        {"kind": "emergency", "exception_state": ""},
        {"kind": "emergency", "unmet": []},
    ):
        values = {"facility": facility, "planned_end": steps.today(around, 3)} | asked | more
        with pytest.raises(DatabaseError, match="no exception was approved"):
            insert(around, steps.unsaved(around, **values, **steps.EXAMINED))
    placed = steps.place(around, facility, **stay(around))
    answer = {"exception_state": "approved", "decided_on": steps.today(around)}
    for decided_by in (around.worker, around.supervisor):
        with acting(around.worker):
            found = Placement.objects.get()
        with acting(around.worker), pytest.raises(DatabaseError), transaction.atomic():
            writing.change(found, actor=around.worker, **answer, decided_by=decided_by.pk)
    with acting(around.worker):
        placed = Placement.objects.get()
    with (
        acting(around.worker),
        pytest.raises(DatabaseError, match="marks a placement"),
        transaction.atomic(),
    ):
        writing.change(placed, actor=around.worker, state="error", next_review_on=None)
