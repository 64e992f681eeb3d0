"""Our agency places no child in another country, and assesses a family there only as the screening allows."""

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.protection.care.placements import country_rules
from saathi.protection.care.placements.actions import reviews
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.models import FamilyAssessment, Placement
from saathi.protection.returns.protection_screening.rules import GateAnswer
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, facilities, protection
from tests.protection.care.placements import steps
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[PlacementRefused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def abroad(around: ChildFileCast, **more: str) -> FamilyAssessment:
    """The grandmother in Sitamarhi, whom others assessed."""
    values = {"care": "kinship", "country": "IND", "asked_by": "others"} | more
    return steps.family(around, **values)


@pytest.mark.requirement("INT-002")
@pytest.mark.parametrize("gate", ["closed", "not_screened"])
def test_our_assessment_of_a_family_abroad_asks_the_screening(
    around: ChildFileCast, gate: str
) -> None:
    with acting(around.worker):
        if gate == "closed":
            protection.sign(around.case, around.worker, screened_on=steps.today(around))
    with pytest.raises(PlacementRefused) as refused:
        abroad(around, asked_by="ours")
    assert codes(refused) == {"country"}
    found = abroad(around)  # what others did is a fact
    with acting(around.worker):
        with pytest.raises(PlacementRefused) as refused:
            reviews.change_family_assessment(
                assessment=found, columns={"asked_by": "ours"}, version=found.version,
                actor=around.worker,
            )  # fmt: skip
        assert codes(refused) == {"country"}
        found.asked_by = "others"
        for country, asked_by in (("IND", "ours"), ("", "others")):
            plain = FamilyAssessment(
                file_id=around.file_id, child=around.case.child, care="kinship",
                assessed_on=steps.today(around), violence="none", result="safe", country=country,
                asked_by=asked_by,
            )  # fmt: skip
            with pytest.raises(IntegrityError, match="placements_family"), transaction.atomic():
                writing.add(plain, actor=around.worker)
        with pytest.raises(IntegrityError, match="may not be contacted"), transaction.atomic():
            writing.change(found, actor=around.worker, asked_by="ours")


@pytest.mark.requirement("INT-002")
def test_a_family_abroad_is_assessed_and_the_child_goes_there_by_a_transfer(
    around: ChildFileCast,
) -> None:
    """The attacker's way: assess "Sitamarhi, Bihar, India", consent to care, place the child there."""
    steps.agree(around)
    with acting(around.worker):
        protection.screened(around.case, around.worker)
    family = abroad(around, asked_by="ours")
    for more in ({}, {"exception_why": "At once", "exception_until": steps.today(around, 3)}):
        with pytest.raises(PlacementRefused) as refused:
            steps.place(around, kind="kinship", assessment=family, **more)
        assert "abroad" in codes(refused)
    for country, code in (("IND", "abroad"), ("", "no_country")):
        with pytest.raises(PlacementRefused) as refused:
            steps.place(
                around, kind="kinship", place="With the aunt", country=country,
                exception_why="At once", exception_until=steps.today(around, 3),
            )  # fmt: skip
        assert code in codes(refused)
    plain = steps.unsaved(
        around, kind="kinship", assessment=family, counted_as="girl", state="current"
    )
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="another country"),
        transaction.atomic(),
    ):
        writing.add(plain, actor=around.worker)
    recorded = steps.record(around, kind="kinship", assessment=family)  # by an order: a fact
    with acting(around.worker):
        assert Placement.objects.get(pk=recorded.pk).country == "IND"
        assert recorded.unmet == []


@pytest.mark.requirement("INT-002")
def test_no_child_is_placed_in_a_facility_abroad(around: ChildFileCast) -> None:
    steps.agree(around)
    keeper = agencies.staff("supervisor")
    there = facilities.registered(keeper, country="IND", mixed_places=5)
    with pytest.raises(PlacementRefused) as refused:
        steps.ask(around, there)
    assert "abroad" in codes(refused)


def test_a_family_assessed_before_the_question_is_asked_again(around: ChildFileCast) -> None:
    steps.agree(around)
    family = steps.family(around)
    with role("maintenance"):
        FamilyAssessment.objects.update(country="", asked_by="")
    with acting(around.worker):
        family = FamilyAssessment.objects.get(pk=family.pk)
    with pytest.raises(PlacementRefused) as refused:
        steps.place(around, assessment=family)
    assert codes(refused) >= {"no_country"}


def test_what_a_placement_keeps(around: ChildFileCast) -> None:
    steps.agree(around)
    placed = steps.place(around, assessment=steps.family(around))
    with acting(around.worker):
        stored = Placement.objects.get(pk=placed.pk)
        assert stored.country == "NPL"
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            writing.change(stored, actor=around.worker, country="IND")


@pytest.mark.parametrize(
    ("country", "asked_by", "expected"),
    [("NPL", "ours", False), ("IND", "ours", True), ("IND", "others", False), ("", "ours", False)],
)
def test_whether_an_assessment_is_our_contact(
    country: str, asked_by: str, *, expected: bool
) -> None:
    assert country_rules.asks_abroad(country, asked_by, here="NPL") is expected


@pytest.mark.parametrize(
    ("gate", "is_represented", "is_refused"),
    [
        (ContactGate.OPEN, False, False),
        (ContactGate.STATELESS, False, True),
        (ContactGate.STATELESS, True, False),
        (ContactGate.CLOSED, True, True),
    ],
)
def test_our_assessment_asks_the_gate(
    gate: ContactGate, *, is_represented: bool, is_refused: bool
) -> None:
    answer = GateAnswer(gate, is_represented)
    assert bool(country_rules.reasons_against_assessment("IND", answer)) is is_refused
    assert not country_rules.reasons_against_assessment("IND", None)
