"""Queries of plans for pages and approvers: decrypted content and the facts for approval."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.participation.vocabulary import StatementState
from saathi.protection.casework.care_plans import rules
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.care_plans.vocabulary import (
    ChildContribution,
    GoalDecidedBy,
    GoalState,
    PlanState,
)
from saathi.protection.casework.cases.assessed_levels import list_levels
from saathi.protection.casework.cases.covers import current_seats
from saathi.protection.casework.cases.models import Approval, Seat
from saathi.protection.casework.cases.vocabulary import ApprovalSubject, Facet, NeedState
from saathi.vault import store as vault

type Payload = Mapping[str, Any]


@dataclass(frozen=True)
class OpenedCarePlanGoal:
    """A goal with its decrypted texts, and its steps with theirs."""

    goal: Goal
    payload: Payload
    steps: tuple[tuple[Step, Payload], ...] = ()


@dataclass(frozen=True)
class OpenedCarePlan:
    """A plan with all decrypted content, for a reader who may read plans of this file."""

    plan: Plan
    payload: Payload = field(default_factory=dict)
    goals: tuple[OpenedCarePlanGoal, ...] = ()

    @property
    def reasons_without_goal(self) -> dict[str, str]:
        """The reason why a need has no goal now, by facet; empty reasons are left out."""
        reasons: dict[str, str] = self.payload.get("left_for_later", {})
        return {facet: why for facet, why in reasons.items() if why.strip()}

    def facts(self, needs: Mapping[Facet, NeedState]) -> rules.PlanFacts:
        """The facts for the rules."""
        goals = [
            _goal_facts(opened.goal, opened.payload, len(opened.steps)) for opened in self.goals
        ]
        return self.facts_with_goals(needs, goals)

    def facts_with_goals(
        self, needs: Mapping[Facet, NeedState], goals: Iterable[rules.GoalFacts]
    ) -> rules.PlanFacts:
        """The same facts, with the given goals."""
        child_words = str(self.payload.get("child_words", "")).strip()
        contribution = self.plan.contribution
        return rules.PlanFacts(
            contribution=ChildContribution(contribution) if contribution else None,
            own_words=StatementState.SAID if child_words else None,
            goals=tuple(goals),
            needs=needs,
            reasons_without_goal=frozenset(Facet(facet) for facet in self.reasons_without_goal),
        )


def _goal_facts(goal: Goal, payload: Payload, steps: int) -> rules.GoalFacts:
    return rules.GoalFacts(
        facet=Facet(goal.facet) if goal.facet else None,
        decided_by=GoalDecidedBy(goal.decided_by) if goal.decided_by else None,
        why_without_child=str(payload.get("why", "")),
        steps=steps,
        state=GoalState(goal.state),
    )


def open_plan(plan: Plan) -> OpenedCarePlan:
    """The plan with its goals and steps; access to `plan` was checked, they are in its section."""
    goals = list(Goal.objects.filter(plan=plan).order_by("number"))
    steps = list(
        Step.objects.filter(goal__plan=plan)
        .select_related("responsible")
        .order_by("goal__number", "number")
    )
    payloads = records.open_texts_of_each([plan, *goals, *steps])
    return OpenedCarePlan(
        plan,
        payloads.get(plan.pk, {}),
        tuple(
            OpenedCarePlanGoal(
                goal,
                payloads.get(goal.pk, {}),
                tuple(
                    (step, payloads.get(step.pk, {})) for step in steps if step.goal_id == goal.pk
                ),
            )
            for goal in goals
        ),
    )


def list_needs(case_id: UUID, staff: Staff) -> dict[Facet, NeedState]:
    """The latest assessed level by facet; empty if `staff` may not read assessments."""
    return {facet: level.state for facet, level in list_levels(case_id, staff).items()}


def load_plan_facts(plan: Plan, needs: Mapping[Facet, NeedState]) -> rules.PlanFacts:
    """The facts of a plan for the rules, with the assessed `needs`; its steps are counted."""
    goals = list(Goal.objects.filter(plan=plan).annotate(step_count=Count("steps")))
    payloads = records.open_texts_of_each([plan, *goals])
    return OpenedCarePlan(plan, payloads.get(plan.pk, {})).facts_with_goals(
        needs, [_goal_facts(goal, payloads.get(goal.pk, {}), goal.step_count) for goal in goals]
    )


def list_team(case_id: UUID, staff: Staff) -> list[Staff]:
    """The current members of the child's team, each once: they can be responsible for a step."""
    seats = access.visible(staff, Seat).filter(case_id=case_id, staff__isnull=False)
    current = current_seats(seats, staff.office.today()).select_related("staff")
    return list({seat.staff_id: seat.staff for seat in current if seat.staff}.values())


def list_plans(file_id: UUID) -> list[Plan]:
    """All plans of a file, newest first, for a reader whose access was checked."""
    return list(Plan.objects.filter(file_id=file_id).order_by("-made_on", "-number"))


def has_plan(file_id: UUID) -> bool:
    """Whether the file has a plan."""
    return Plan.objects.filter(file_id=file_id).exists()


def get_plans_to_approve(file_id: UUID, plan_id: UUID) -> tuple[Plan | None, list[Plan]]:
    """A plan to be approved, with its case, and the approved plans that it would replace."""
    condition = Q(pk=plan_id) | Q(state=PlanState.APPROVED)
    plans = list(Plan.objects.filter(condition, file_id=file_id).select_related("case__office"))
    plan = next((plan for plan in plans if plan.pk == plan_id), None)
    earlier = [other for other in plans if plan and other.case_id == plan.case_id and other != plan]
    return plan, earlier


def get_plan(file_id: UUID, plan_id: UUID) -> Plan:
    """One plan of a file, for a reader whose access was checked; else NotAllowed (404)."""
    plan = Plan.objects.filter(file_id=file_id, pk=plan_id).first()
    if plan is None:
        raise access.NotAllowed
    return plan


def get_goal(file_id: UUID, goal_id: UUID) -> Goal:
    """One goal of a file's plans, with its plan; else NotAllowed (404)."""
    goal = Goal.objects.filter(file_id=file_id, pk=goal_id).select_related("plan").first()
    if goal is None:
        raise access.NotAllowed
    return goal


def get_step(file_id: UUID, step_id: UUID) -> Step:
    """One step of a file's plans, with its goal and plan; else NotAllowed (404)."""
    steps = Step.objects.filter(file_id=file_id, pk=step_id)
    step = steps.select_related("goal__plan", "responsible").first()
    if step is None:
        raise access.NotAllowed
    return step


def get_last_approval_request(plan: Plan) -> Approval | None:
    """The last request to approve this plan, or None."""
    requests = Approval.objects.filter(case_id=plan.case_id, subject=ApprovalSubject.PLAN)
    return requests.filter(subject_id=plan.pk).order_by("-asked_at").first()


def open_payload(record: Goal | Step) -> Payload:
    """The decrypted texts of a goal or step, for a reader whose access was checked."""
    return vault.open(record)
