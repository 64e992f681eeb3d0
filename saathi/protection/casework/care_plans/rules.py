"""Rules for approving a plan: the child's part, who decided, goals with steps.

A draft may be incomplete; only its approval is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.participation.rules import is_step_satisfied
from saathi.participation.vocabulary import StatementState
from saathi.protection.casework.care_plans.vocabulary import (
    ChildContribution,
    GoalDecidedBy,
    GoalState,
    PlanState,
    StepState,
)
from saathi.protection.casework.cases.vocabulary import Facet, NeedState


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """One goal: its facet, who decided it, why without the child, and the number of steps."""

    facet: Facet | None
    decided_by: GoalDecidedBy | None
    why_without_child: str = ""
    steps: int = 0
    state: GoalState = GoalState.OPEN


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan as its approver sees it.

    `own_words` is the state of the child's statement about their own goals. `needs` is the latest
    assessed level of each facet; `reasons_without_goal` are facets with a need but no goal now,
    each with a recorded reason.
    """

    contribution: ChildContribution | None = None
    own_words: StatementState | None = None
    goals: tuple[GoalFacts, ...] = ()
    needs: Mapping[Facet, NeedState] = field(default_factory=dict)
    reasons_without_goal: frozenset[Facet] = frozenset()


# If approval is requested again after a change, the earlier request is withdrawn.
PLAN_TRANSITIONS: Final[Mapping[PlanState, frozenset[PlanState]]] = {
    PlanState.DRAFT: frozenset({PlanState.APPROVAL_ASKED}),
    PlanState.APPROVAL_ASKED: frozenset(
        {PlanState.DRAFT, PlanState.APPROVAL_ASKED, PlanState.APPROVED}
    ),
    PlanState.APPROVED: frozenset({PlanState.REPLACED}),
    PlanState.REPLACED: frozenset(),
}


NEED_WITHOUT_GOAL: Final = "need_without_goal"  # the reason whose needs `wording` names
OPEN_STEPS: Final = frozenset({StepState.TO_DO, StepState.UNDER_WAY})


def is_step_duty(plan: PlanState, goal: GoalState, step: StepState, due_on: date | None) -> bool:
    """Whether a step is a duty: in an approved plan, towards an open goal, to be done by a day."""
    in_work = plan == PlanState.APPROVED and goal == GoalState.OPEN and step in OPEN_STEPS
    return in_work and due_on is not None


def is_contribution_recorded(plan: PlanFacts) -> bool:
    """Whether the plan records the child's part in it (CPL-001, CPL-003).

    A statement of the child in any state is enough: "chose not to say" and "do not ask" are
    complete. So is a reason why the child took no part: age, condition, refusal. "The child took
    part" alone is not enough: then the child's own words must be recorded (CPL-004).
    """
    if is_step_satisfied(plan.own_words):
        return True
    return plan.contribution is not None and plan.contribution != ChildContribution.GIVEN


def reasons_not_to_approve_plan(plan: PlanFacts) -> tuple[Reason, ...]:
    """Why a plan may not be approved; empty if it may. `cases` has the rule on who may approve.

    A plan is made with the child (report line 1786, CPL-001, CPL-003), has goals and actions for
    all facets in which the child has a need (line 1787, CPL-002), and shows who decided each goal
    (line 1869, CPL-010).
    """
    reasons = []
    if not is_contribution_recorded(plan):
        text = _(
            "Record what the child contributed, or why the child could not or did not contribute."
        )
        if plan.contribution == ChildContribution.GIVEN:
            text = _("The child took part: record the child’s own words.")
        reasons.append(Reason("contribution_missing", text))
    if not plan.goals:
        reasons.append(Reason("goals_missing", _("The plan has no goal yet.")))
    for goal in plan.goals:
        reasons += _reasons_about_goal(goal)
    if needs_without_goal(plan):
        text = _(
            "The assessment identified a need without a goal. Add a goal, or enter why there "
            "is none now."
        )
        reasons.append(Reason(NEED_WITHOUT_GOAL, text))
    return tuple(dict.fromkeys(reasons))


def _reasons_about_goal(goal: GoalFacts) -> list[Reason]:
    reasons = []
    if goal.facet is None:
        reasons.append(Reason("facet_missing", _("Choose the domain of each goal.")))
    if goal.decided_by is None:
        reasons.append(Reason("decided_by_missing", _("Choose who decided each goal.")))
    if goal.decided_by == GoalDecidedBy.TEAM_WITHOUT and not goal.why_without_child.strip():
        text = _("Enter why a goal was decided without the child.")
        reasons.append(Reason("why_without_missing", text))
    if goal.state == GoalState.OPEN and goal.steps == 0:
        reasons.append(Reason("steps_missing", _("Give each goal at least one step.")))
    return reasons


TOOK_NO_PART: Final = frozenset(ChildContribution) - {ChildContribution.GIVEN}
DECIDED_BY_CHILD: Final = frozenset({GoalDecidedBy.CHILD, GoalDecidedBy.CHILD_WITH_TEAM})


def is_goal_decided_by_child(plan: PlanFacts) -> bool:
    """Whether the child decided a goal, alone or with the team, according to the plan."""
    return any(goal.decided_by in DECIDED_BY_CHILD for goal in plan.goals)


def contradicts_participation(plan: PlanFacts) -> bool:
    """Whether the child decided a goal of a plan in which the child took no part: the approver asks how."""
    return plan.contribution in TOOK_NO_PART and is_goal_decided_by_child(plan)


NEEDED: Final = frozenset({NeedState.NEED, NeedState.URGENT})  # the levels that a plan answers


def needs_without_goal(plan: PlanFacts) -> list[Facet]:
    """The facets with a need for which the plan has neither a goal nor a reason (CPL-002)."""
    planned = {goal.facet for goal in plan.goals} | plan.reasons_without_goal
    return [f for f in Facet if plan.needs.get(f) in NEEDED and f not in planned]


# Every plan should address these, whatever was assessed: education, information and life skills
# (report line 1670, CPL-007), mental health and social factors (line 2171, CPL-008).
EXPECTED_FACETS: Final = (
    Facet.LITERACY,
    Facet.INFORMATION,
    Facet.LIFE_SKILLS,
    Facet.PSYCHOLOGICAL,
    Facet.FAMILY,
    Facet.PARTICIPATION,
)


def missing_expected_facets(plan: PlanFacts) -> list[Facet]:
    """The expected facets for which this plan has neither a goal nor a reason why not now.

    Shown to the worker and to the approver; the child and the team decide whether a goal is needed.
    """
    planned = {goal.facet for goal in plan.goals} | plan.reasons_without_goal
    return [facet for facet in EXPECTED_FACETS if facet not in planned]


def areas_to_consider(plan: PlanFacts) -> list[Facet]:
    """The facets to consider: expected ones, and those on which the assessment has no answer yet.

    Leaves out those named as needs without a goal, and those in which the assessment found no need.
    """
    done = {*needs_without_goal(plan), *_assessed_without_need(plan)}
    planned = {goal.facet for goal in plan.goals} | plan.reasons_without_goal
    unknown = {facet for facet, state in plan.needs.items() if state == NeedState.NOT_KNOWN}
    to_consider = {*missing_expected_facets(plan), *(unknown - planned)} - done
    return [facet for facet in Facet if facet in to_consider]


def _assessed_without_need(plan: PlanFacts) -> frozenset[Facet]:
    """The facets in which the assessment found no need, which explains why there is no goal."""
    without = {NeedState.NO_NEED, NeedState.STRENGTH}
    return frozenset(facet for facet, state in plan.needs.items() if state in without)


def may_transition(before: PlanState, after: PlanState) -> bool:
    """Whether a plan may pass from one state to the other; an approved plan can only be replaced."""
    return after in PLAN_TRANSITIONS[before]


def may_be_changed(state: PlanState) -> bool:
    """Whether the content of a plan may still change: an approved plan is replaced by a new one."""
    return state in {PlanState.DRAFT, PlanState.APPROVAL_ASKED}
