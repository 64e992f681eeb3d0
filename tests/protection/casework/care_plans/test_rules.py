"""When a plan may be approved."""

import pytest

from saathi.participation.vocabulary import StatementState
from saathi.protection.casework.care_plans.rules import (
    PLAN_TRANSITIONS,
    GoalFacts,
    PlanFacts,
    may_transition,
    missing_expected_facets,
    needs_without_goal,
    reasons_not_to_approve_plan,
)
from saathi.protection.casework.care_plans.vocabulary import (
    ChildContribution,
    GoalDecidedBy,
    GoalState,
    PlanState,
)
from saathi.protection.casework.cases.vocabulary import Facet, NeedState

SCHOOL = GoalFacts(Facet.LITERACY, GoalDecidedBy.CHILD, steps=1)
GIVEN = ChildContribution.GIVEN
SAID, CHOSE_NOT_TO_SAY, DO_NOT_ASK = StatementState


def codes(plan: PlanFacts) -> list[str]:
    return [reason.code for reason in reasons_not_to_approve_plan(plan)]


# what is on record | the child's part | the state of their own words | may it be approved?
CHILD_PART = [
    ("nothing", None, None, False),
    ("she took part, and her words are there", GIVEN, SAID, True),
    ("her words are there", None, SAID, True),
    ("she took part, but nobody wrote down how", GIVEN, None, False),
    ("chose not to say", None, CHOSE_NOT_TO_SAY, True),
    ("do not ask the child", None, DO_NOT_ASK, True),
    ("chose not to say, marked on the plan", ChildContribution.CHOSE_NOT_TO_SAY, None, True),
    ("do not ask, marked on the plan", ChildContribution.DO_NOT_ASK, None, True),
    ("a baby: age", ChildContribution.TOO_YOUNG, None, True),
    ("unconscious: condition", ChildContribution.CONDITION, None, True),
    ("refused", ChildContribution.REFUSED, None, True),
]  # fmt: skip


@pytest.mark.requirement("CPL-001")
@pytest.mark.requirement("CPL-003")
@pytest.mark.requirement("CPL-004")
@pytest.mark.parametrize(("contribution", "own_words", "may"), [row[1:] for row in CHILD_PART], ids=[row[0] for row in CHILD_PART])  # fmt: skip
def test_no_plan_is_approved_without_the_childs_part_or_a_reason(
    contribution: ChildContribution | None, own_words: StatementState | None, may: bool
) -> None:
    plan = PlanFacts(contribution, own_words, goals=(SCHOOL,))
    assert codes(plan) == ([] if may else ["contribution_missing"])


# the goals | why not
GOALS = [
    ("a goal with a step", (SCHOOL,), []),
    ("no goal", (), ["goals_missing"]),
    ("a goal without a step", (GoalFacts(Facet.LITERACY, GoalDecidedBy.CHILD),), ["steps_missing"]),
    ("a reached goal needs no step", (GoalFacts(Facet.LITERACY, GoalDecidedBy.CHILD, state=GoalState.REACHED),), []),
    ("nobody decided", (GoalFacts(Facet.LITERACY, None, steps=1),), ["decided_by_missing"]),
    ("imported without its domain", (GoalFacts(None, GoalDecidedBy.CHILD, steps=1),), ["facet_missing"]),
    ("decided without her, no why", (GoalFacts(Facet.MEDICAL, GoalDecidedBy.TEAM_WITHOUT, " ", 1),), ["why_without_missing"]),
    ("decided without her, and why", (GoalFacts(Facet.MEDICAL, GoalDecidedBy.TEAM_WITHOUT, "in a coma", 1),), []),
    ("ordered by a court", (GoalFacts(Facet.CARE, GoalDecidedBy.ORDER, steps=1),), []),
    ("two goals with the same fault say it once", (GoalFacts(Facet.CARE, None, steps=1), GoalFacts(Facet.LEGAL, None, steps=1)), ["decided_by_missing"]),
]  # fmt: skip


@pytest.mark.requirement("CPL-002")
@pytest.mark.requirement("CPL-010")
@pytest.mark.parametrize(("goals", "expected"), [row[1:] for row in GOALS], ids=[row[0] for row in GOALS])  # fmt: skip
def test_a_plan_has_goals_with_steps_and_says_who_decided(
    goals: tuple[GoalFacts, ...], expected: list[str]
) -> None:
    assert codes(PlanFacts(GIVEN, SAID, goals)) == expected


@pytest.mark.requirement("CPL-002")
@pytest.mark.parametrize("need", [NeedState.NEED, NeedState.URGENT])
def test_a_need_without_goal_must_be_answered(need: NeedState) -> None:
    plan = PlanFacts(GIVEN, SAID, (SCHOOL,), needs={Facet.MEDICAL: need, Facet.LITERACY: need})
    assert needs_without_goal(plan) == [Facet.MEDICAL]
    assert codes(plan) == ["need_without_goal"]
    later = PlanFacts(GIVEN, SAID, (SCHOOL,), plan.needs, frozenset({Facet.MEDICAL}))
    assert codes(later) == []


@pytest.mark.parametrize(
    "state",
    [NeedState.STRENGTH, NeedState.NO_NEED, NeedState.NOT_KNOWN, NeedState.DO_NOT_ASK],
)
def test_facet_without_need_needs_no_goal(state: NeedState) -> None:
    assert codes(PlanFacts(GIVEN, SAID, (SCHOOL,), needs={Facet.MEDICAL: state})) == []


@pytest.mark.requirement("CPL-002")
def test_facets_cover_care_protection_and_reintegration() -> None:
    required = {"protection", "care", "reintegration", "medical", "psychological", "literacy", "vocational"}  # fmt: skip
    assert required <= set(Facet.values)


@pytest.mark.requirement("CPL-007")
@pytest.mark.requirement("CPL-008")
def test_expected_facets_of_every_plan() -> None:
    expected = {
        "literacy",
        "information",
        "life_skills",
        "psychological",
        "family",
        "participation",
    }
    assert set(missing_expected_facets(PlanFacts())) == expected
    with_school = PlanFacts(goals=(SCHOOL,), reasons_without_goal=frozenset({Facet.FAMILY}))
    assert set(missing_expected_facets(with_school)) == expected - {"literacy", "family"}


def test_approved_plan_is_only_replaced() -> None:
    assert set(PLAN_TRANSITIONS) == set(PlanState)
    assert may_transition(PlanState.APPROVED, PlanState.REPLACED)
    assert not may_transition(PlanState.APPROVED, PlanState.DRAFT)
    assert not may_transition(PlanState.DRAFT, PlanState.APPROVED)
