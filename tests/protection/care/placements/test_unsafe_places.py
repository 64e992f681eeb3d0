"""Others placed a child in a facility that may not receive the child: recorded, and it alarms."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.care.placements import unsafe_place_rules
from saathi.protection.care.placements.actions import placing
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.unsafe_place_alerts import counts_since, is_in_unsafe_place
from saathi.protection.care.placements.unsafe_place_rules import reasons_against_recorder
from saathi.protection.care.placements.vocabulary import PlacementKind
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.vocabulary import AuthorityKind, Safeguard
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

ALARM = "placed by others in a facility that may not receive the child"


def alarms(around: ChildFileCast) -> list[bool]:
    """Whether it is in Act now of worker and supervisor, in the list of exceptions and on the page."""
    board = f"{reverse('placements:list_all_placements')}?needs=exception"
    shown = [words(signed_in(each).get("/").content) for each in (around.worker, around.supervisor)]
    listed = words(signed_in(around.worker).get(board).content)
    page = words(signed_in(around.worker).get(f"{around.url}placements/").content)
    return [
        *(ALARM in text for text in shown),
        around.case.child.code in listed,
        "The facility may not receive the child. The alarm goes on" in page,
    ]


def breach(around: ChildFileCast, actor: Staff) -> None:
    """This person records the safeguard violation."""
    with acting(actor):
        orders.record_broken_safeguard(
            case=Case.objects.get(pk=around.case.pk),
            data=orders.BrokenSafeguardInput(
                safeguard=Safeguard.UNSAFE_PLACE, happened_on=steps.today(around),
                authority=AuthorityKind.POLICE, texts={"what": "No licence; the child moves"},
            ),
            actor=actor,
        )  # fmt: skip


@pytest.mark.django_db
def test_placement_by_others_in_an_unsafe_facility_alarms(around: ChildFileCast) -> None:
    placed = steps.record(around, facility=steps.unlicensed(around))
    assert placed.state == "current"
    assert alarms(around) == [True] * 4
    breach(around, around.worker)  # who recorded the placement
    assert alarms(around) == [True] * 4
    breach(around, around.supervisor)
    assert alarms(around) == [False] * 4
    with acting(around.worker):
        later = Placement.objects.filter(
            is_in_unsafe_place(around.worker, counts_since(steps.today(around, 9)))
        )
        assert later.exists()  # like an exception it ends


@pytest.mark.django_db
def test_placement_by_others_in_a_good_facility_does_not_alarm(around: ChildFileCast) -> None:
    steps.record(around, facility=steps.home(around))
    assert alarms(around) == [False] * 4


def family_alarms(around: ChildFileCast, title: str) -> list[bool]:
    """Whether it is in Act now of worker and supervisor, in the list of exceptions and on the page."""
    board = f"{reverse('placements:list_all_placements')}?needs=exception"
    shown = [words(signed_in(each).get("/").content) for each in (around.worker, around.supervisor)]
    page = words(signed_in(around.worker).get(f"{around.url}placements/").content)
    return [
        *(title in text for text in shown),
        around.case.child.code in words(signed_in(around.worker).get(board).content),
        "The family is not suitable, or not assessed while" in page,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("is_assessed", [True, False])
def test_placement_by_others_in_an_unsafe_family_alarms(
    around: ChildFileCast, *, is_assessed: bool
) -> None:
    if is_assessed:
        family = steps.family(
            around, result="unsafe", violence="present", reasons="The accused lives there"
        )
        steps.record(around, kind="foster", assessment=family)
        title = "placed by others in a family assessed as not suitable"
    else:
        steps.record(
            around, kind="kinship", place="House of the accused", view="objects", child_words="No!",
            view_note="The committee decided",
        )  # fmt: skip
        title = "in a family that is not assessed; the child does not want this"
    assert family_alarms(around, title) == [True] * 4
    breach(around, around.worker)  # who recorded the placement
    assert family_alarms(around, title) == [True] * 4
    breach(around, around.supervisor)
    assert family_alarms(around, title) == [False] * 4


@pytest.mark.django_db
def test_other_families_do_not_alarm(around: ChildFileCast) -> None:
    steps.record(around, kind="kinship", place="The aunt")  # not assessed, and the child accepts it
    assert family_alarms(around, "placed by others in a family") == [False] * 4


@pytest.mark.parametrize(
    ("kind", "role", "is_refused"),
    [
        ("residential", "house_mother", True),
        ("emergency", "house_mother", True),
        ("kinship", "house_mother", False),
        ("residential", "case_worker", False),
    ],
)
def test_who_records_a_placement_in_a_facility(kind: str, role: str, *, is_refused: bool) -> None:
    assert bool(reasons_against_recorder(PlacementKind(kind), role)) == is_refused


@pytest.mark.django_db
def test_residential_care_worker_records_no_placement_in_a_facility(
    around: ChildFileCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = steps.unlicensed(around)

    def record() -> None:
        with acting(around.house_mother):
            new = steps.unsaved(around, basis="order", facility=home)
            placing.record_placement(placement=new, actor=around.house_mother)

    with pytest.raises(placing.PlacementRefused) as refused:
        record()
    assert "Inform the case worker" in str(refused.value.reasons[0].text)
    monkeypatch.setattr(unsafe_place_rules, "reasons_against_recorder", lambda *_: ())
    with pytest.raises(DatabaseError, match="residential care workers record no placement"):
        record()
