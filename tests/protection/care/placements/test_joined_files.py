"""What another file of the same child says of placements: exceptions, short stays and a refusal count in all of them."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies import writing
from saathi.consent.vocabulary import ChildAnswer
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.models import Placement
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, children, merges, rights
from tests.protection.care.placements import steps
from tests.roles import acting

pytestmark = pytest.mark.django_db
SHORT: dict[str, Any] = {"kind": "emergency"}


@pytest.fixture
def other(around: ChildFileCast) -> Any:
    """The file of another agency of the same country, not joined yet."""
    office = agencies.office(agencies.agency(country=around.worker.office.country))
    worker = agencies.staff("case_worker", office)
    case = children.case(worker)
    return SimpleNamespace(
        worker=worker,
        supervisor=agencies.staff("supervisor", office),
        case=case,
        file_id=case.file_id,
    )


def join(around: ChildFileCast, other: Any) -> None:
    merges.joined(other.file_id, around.file_id)


def insert(around: ChildFileCast, placement: Placement) -> None:
    """Writes a placement as the web server would, past the rules of the action."""
    placement.state = codes.PlacementState.CURRENT
    placement.counted_as = "other"
    with acting(around.worker), transaction.atomic():
        writing.add(placement, actor=around.worker)


def test_a_short_stay_in_a_joined_file_counts(around: ChildFileCast, other: Any) -> None:
    stay = SHORT | {"planned_end": steps.today(around, 3)}
    steps.place(other, steps.home(around), **stay)
    join(around, other)
    with pytest.raises(PlacementRefused, match="short_again"):
        steps.place(around, steps.home(around), **stay)
    again = steps.unsaved(around, facility=steps.home(around), **stay, **steps.EXAMINED)
    with pytest.raises(DatabaseError, match="short_again"):
        insert(around, again)


def test_a_short_stay_of_another_child_does_not_count(around: ChildFileCast, other: Any) -> None:
    stay = SHORT | {"planned_end": steps.today(around, 3)}
    steps.place(other, steps.home(around), **stay)
    assert steps.place(around, steps.home(around), **stay).state == "current"


def test_an_exception_in_a_joined_file_is_not_repeated(around: ChildFileCast, other: Any) -> None:
    unlicensed = steps.unlicensed(around)
    steps.agree(other)
    steps.approve(other, steps.ask(other, unlicensed))
    steps.agree(around)
    waiting = steps.ask(around, unlicensed)
    join(around, other)
    with pytest.raises(PlacementRefused, match="exception_why"):
        steps.approve(around, waiting)
    with (
        acting(around.supervisor),
        pytest.raises(DatabaseError, match="there was an exception before"),
        transaction.atomic(),
    ):
        writing.change(
            Placement.objects.get(pk=waiting.pk),
            actor=around.supervisor,
            state=codes.PlacementState.CURRENT,
            exception_state=codes.ExceptionState.APPROVED,
            decided_by=around.supervisor.pk,
            decided_on=steps.today(around),
        )


def test_a_refusal_in_a_joined_file_counts(around: ChildFileCast, other: Any) -> None:
    steps.agree(around)
    with acting(other.worker):
        rights.consent(
            other.case.child, other.worker, scopes=("shelter",), answer=ChildAnswer.NO,
            basis="refused", given_on=steps.today(around),
        )  # fmt: skip
    facility = steps.home(around)
    join(around, other)
    with pytest.raises(PlacementRefused, match="no_consent"):
        steps.place(around, facility)
    with pytest.raises(DatabaseError, match="no_consent"):
        insert(around, steps.unsaved(around, facility=facility, **steps.EXAMINED))
