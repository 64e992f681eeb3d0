"""What the support of a committee, the effect of livelihood, aftercare and care need: tables of the rules."""

import datetime as dt
from typing import Any

import pytest

from saathi.protection.casework.reintegration import family_rules
from saathi.protection.casework.reintegration import family_vocabulary as codes

ON = dt.date(2026, 3, 2)
FAMILY, CHILD = codes.FamilySupportAnswer, codes.ChildSupportAnswer
CARE, ASSESSED = codes.FinalCareOutcome, codes.FamilySafetyAssessment


@pytest.mark.requirement("REI-002")
@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({}, []),
        ({"family": FAMILY.REFUSED}, ["family_agreed"]),
        ({"family": FAMILY.NOT_ASKED}, ["family_agreed"]),
        ({"child": CHILD.REFUSED}, ["child_agreed"]),
        ({"child": CHILD.NOT_ASKED}, ["child_agreed"]),
        ({"child": CHILD.TOO_YOUNG}, ["child_agreed"]),
        ({"child": CHILD.TOO_YOUNG, "is_young": True}, []),
        ({"is_published": False}, ["committee"]),
        ({"has_pledge": False}, ["committee"]),
    ],
)
def test_committee_is_asked_only_with_agreement_and_pledge(
    changed: dict[str, Any], refused: list[str]
) -> None:
    usual: dict[str, Any] = {
        "family": FAMILY.AGREED, "child": CHILD.AGREED, "is_published": True, "has_pledge": True,
        "is_young": False,
    }  # fmt: skip
    reasons = family_rules.reasons_against_support(**(usual | changed))
    assert [reason.code for reason in reasons] == refused


@pytest.mark.requirement("REI-012")
@pytest.mark.parametrize(
    ("days_after", "reviewed_after", "due"),
    [
        (80, [], None),
        (95, [], 92),
        (95, [70], None),
        (95, [50], 92),
        (190, [95], 184),
        (190, [95, 180], None),
        (400, [95, 180], 365),
        (400, [360], None),
    ],
)
def test_effect_is_due_after_three_six_and_twelve_months(
    days_after: int, reviewed_after: list[int], due: int | None
) -> None:
    reviewed = [ON + dt.timedelta(days=days) for days in reviewed_after]
    found = family_rules.effect_due_on(ON, reviewed, until=ON + dt.timedelta(days=days_after))
    assert found == (None if due is None else ON + dt.timedelta(days=due))


@pytest.mark.requirement("REI-005")
@pytest.mark.parametrize(
    ("outcome", "assessment", "needs_reason"),
    [
        (CARE.FAMILY, ASSESSED.SAFE, False),
        (CARE.FAMILY, ASSESSED.NOT_ASSESSED, True),
        (CARE.FAMILY, ASSESSED.NOT_SAFE, True),
        (CARE.KIN, ASSESSED.NOT_SAFE, False),
        (CARE.KIN, ASSESSED.SAFE, True),
        (CARE.FOSTER, ASSESSED.NOT_FOUND, False),
        (CARE.INDEPENDENT, ASSESSED.NOT_ASSESSED, False),
        (CARE.RESIDENTIAL, ASSESSED.NOT_SAFE, True),
        (CARE.RESIDENTIAL, ASSESSED.SAFE, True),
    ],
)
def test_family_is_preferred_and_residential_care_needs_a_reason(
    outcome: CARE, assessment: ASSESSED, needs_reason: bool
) -> None:
    assert family_rules.needs_care_reason(outcome, assessment) is needs_reason
    reasons = family_rules.reasons_against_care(outcome, assessment, has_reason=False)
    assert [reason.code for reason in reasons] == ["care_reason"] * needs_reason
    assert family_rules.reasons_against_care(outcome, assessment, has_reason=True) == ()


AREAS = list(codes.AftercareArea.values)


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({}, []),
        ({"settled": AREAS, "lacking": [], "has_steps": False}, []),
        ({"settled": AREAS}, ["lacking"]),
        ({"lacking": []}, ["lacking"]),
        ({"has_steps": False}, ["steps"]),
        ({"has_wishes": False}, ["wishes"]),
        ({"has_wishes": False, "youth": "not_asked"}, []),
        ({"next_on": ON}, ["next_on"]),
    ],
)
def test_aftercare_plan_names_each_area(changed: dict[str, Any], refused: list[str]) -> None:
    usual: dict[str, Any] = {
        "planned_on": ON, "next_on": ON + dt.timedelta(days=90), "settled": AREAS[:-1],
        "lacking": AREAS[-1:], "has_steps": True, "youth": "agrees", "has_wishes": True,
    }  # fmt: skip
    reasons = family_rules.reasons_against_aftercare(**(usual | changed))
    assert [reason.code for reason in reasons] == refused
