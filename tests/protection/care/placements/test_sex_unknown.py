"""A child recorded neither as girl nor as boy, in a facility for one sex, and a gender that is corrected later."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies import writing
from saathi.protection.care.placements import agreement_rules
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions import placing
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.models import Placement, PlacementReview
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.roles import acting

BOYS: dict[str, Any] = {
    "girls_places": None, "girls_age_low": None, "girls_age_high": None, "boys_places": 5,
    "mixed_places": None,
}  # fmt: skip
WHY = {"exception_why": "No other place tonight"}


def test_the_need_is_listed_after_the_age() -> None:
    facts = agreement_rules.SecondPersonFacts(
        codes.PlacementKind.RESIDENTIAL, None, codes.PlacementView.OBJECTS, is_sex_unknown=True
    )
    found = [reason.code for reason in agreement_rules.agreement_needs(facts)]
    assert found == ["age_unknown", "sex_unknown", "child_objects"]


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize("gender", ["", "not_said", "other"])
def test_a_child_of_unknown_sex_needs_a_second_person_in_a_house_for_one_sex(
    around: ChildFileCast, gender: str
) -> None:
    steps.agree(around)
    if around.case.child.gender != gender:
        steps.set_gender(around, gender)
    facility = steps.home(around, **BOYS)
    with pytest.raises(PlacementRefused, match=r"sex_unknown.*exception_why"):
        steps.place(around, facility)
    direct = steps.unsaved(around, facility=facility, **steps.EXAMINED)
    direct.state, direct.counted_as = codes.PlacementState.CURRENT, "other"
    with (
        acting(around.worker),
        pytest.raises(DatabaseError, match="sex_unknown"),
        transaction.atomic(),
    ):
        writing.add(direct, actor=around.worker)
    waiting = steps.place(around, facility, **WHY)
    assert (waiting.state, waiting.unmet) == ("proposed", ["sex_unknown"])
    with acting(around.supervisor):
        stored = Placement.objects.select_related("child", "facility").get(pk=waiting.pk)
        placed = placing.approve_exception(
            placement=stored,
            version=stored.version,
            actor=around.supervisor,
            reasons="He chose it, and his friends live there",
        )
    assert (placed.state, placed.exception_until) == ("current", None)


@pytest.mark.django_db
def test_places_for_any_sex_need_no_second_person(around: ChildFileCast) -> None:
    steps.agree(around)
    steps.set_gender(around, "not_said")
    assert steps.place(around, steps.home(around)).state == "current"


@pytest.mark.django_db
@pytest.mark.parametrize(("gender", "is_due"), [("girl", True), ("boy", False)])
def test_a_corrected_gender_that_does_not_fit_makes_a_review_due(
    around: ChildFileCast, gender: str, is_due: bool
) -> None:
    steps.set_gender(around, "not_said")
    steps.record(around, facility=steps.home(around, **BOYS))
    steps.set_gender(around, gender)
    with acting(around.worker):
        reviews = PlacementReview.objects.filter(occasion="sex", state="due")
        assert [review.due_on for review in reviews] == ([steps.today(around, 7)] if is_due else [])
    assert (steps.today(around, 7) in steps.duties(around, "placement_review")) == is_due
