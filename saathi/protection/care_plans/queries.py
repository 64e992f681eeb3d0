"""What pages and approvers read of a plan: its contents opened, and what speaks against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.participation.vocabulary import StatementState
from saathi.protection.care_plans import rules
from saathi.protection.care_plans.models import Goal, Plan, Step
from saathi.protection.care_plans.vocabulary import Contribution, DecidedBy, GoalState
from saathi.protection.cases.models import Approval, Assessment, Seat
from saathi.protection.cases.vocabulary import ApprovalSubject, Facet, NeedState
from saathi.vault import store as vault

type Payload = Mapping[str, Any]


@dataclass(frozen=True)
class OpenedGoal:
    """A goal with what is sealed in it, and its steps likewise."""

    goal: Goal
    payload: Payload
    steps: tuple[tuple[Step, Payload], ...] = ()


@dataclass(frozen=True)
class OpenedPlan:
    """A plan with all that it holds, opened for somebody who reads plans of this file."""

    plan: Plan
    payload: Payload = field(default_factory=dict)
    goals: tuple[OpenedGoal, ...] = ()

    @property
    def left_for_later(self) -> dict[str, str]:
        """The reason why not now, by facet; empty reasons do not count."""
        found: dict[str, str] = self.payload.get("left_for_later", {})
        return {facet: why for facet, why in found.items() if why.strip()}

    def facts(self, needs: Mapping[Facet, NeedState]) -> rules.PlanFacts:
        """What the rules judge."""
        said = str(self.payload.get("child_words", "")).strip()
        contribution = self.plan.contribution
        return rules.PlanFacts(
            contribution=Contribution(contribution) if contribution else None,
            own_words=StatementState.SAID if said else None,
            goals=tuple(_goal_facts(opened) for opened in self.goals),
            needs=needs,
            left_for_later=frozenset(Facet(facet) for facet in self.left_for_later),
        )


def _goal_facts(opened: OpenedGoal) -> rules.GoalFacts:
    return rules.GoalFacts(
        facet=Facet(opened.goal.facet),
        decided_by=DecidedBy(opened.goal.decided_by) if opened.goal.decided_by else None,
        why_without_child=str(opened.payload.get("why", "")),
        steps=len(opened.steps),
        state=GoalState(opened.goal.state),
    )


def opened(plan: Plan) -> OpenedPlan:
    """The plan with its goals and steps; `plan` came through access, and these are of its section."""
    goals = list(Goal.objects.filter(plan=plan).order_by("number"))
    steps = list(
        Step.objects.filter(goal__plan=plan)
        .select_related("responsible")
        .order_by("goal__number", "number")
    )
    records = cast("list[vault.Sealed]", [plan, *goals, *steps])
    payloads = vault.open_many([record for record in records if record.sealed])
    return OpenedPlan(
        plan,
        payloads.get(plan.pk, {}),
        tuple(
            OpenedGoal(
                goal,
                payloads.get(goal.pk, {}),
                tuple(
                    (step, payloads.get(step.pk, {})) for step in steps if step.goal_id == goal.pk
                ),
            )
            for goal in goals
        ),
    )


def needs_of(case_id: UUID, staff: Staff) -> dict[Facet, NeedState]:
    """What the last assessment found, by facet; nothing for those who do not read assessments."""
    last = (
        access.visible(staff, Assessment)
        .filter(case_id=case_id)
        .order_by("-assessed_on", "-recorded_at")
        .first()
    )
    if last is None:
        return {}
    known = set(Facet.values)
    return {
        Facet(facet): NeedState(state) for facet, state in last.facets.items() if facet in known
    }


def facts(plan: Plan, staff: Staff) -> rules.PlanFacts:
    """What the rules judge of a plan, as this person finds it."""
    return opened(plan).facts(needs_of(plan.case_id, staff))


def team_of(case_id: UUID, staff: Staff) -> list[Staff]:
    """Who sits in the child's team now, each once: those who can be responsible for a step."""
    seats = (
        access.visible(staff, Seat)
        .filter(case_id=case_id, staff__isnull=False, ended_on__isnull=True)
        .select_related("staff")
    )
    return list({seat.staff_id: seat.staff for seat in seats if seat.staff}.values())


def plans_of(file_id: UUID) -> list[Plan]:
    """All plans of a file, the newest first, for somebody who was shown to read plans of it."""
    return list(Plan.objects.filter(file_id=file_id).order_by("-made_on", "-number"))


def plan_of(file_id: UUID, plan_id: UUID) -> Plan:
    """One plan of a file, for somebody who was shown to read plans of it; else NotAllowed (404)."""
    plan = Plan.objects.filter(file_id=file_id, pk=plan_id).first()
    if plan is None:
        raise access.NotAllowed
    return plan


def goal_of(file_id: UUID, goal_id: UUID) -> Goal:
    """One goal of a file's plans, with its plan; else NotAllowed (404)."""
    goal = Goal.objects.filter(file_id=file_id, pk=goal_id).select_related("plan").first()
    if goal is None:
        raise access.NotAllowed
    return goal


def step_of(file_id: UUID, step_id: UUID) -> Step:
    """One step of a file's plans, with its goal and plan; else NotAllowed (404)."""
    found = Step.objects.filter(file_id=file_id, pk=step_id)
    step = found.select_related("goal__plan", "responsible").first()
    if step is None:
        raise access.NotAllowed
    return step


def last_request(plan: Plan) -> Approval | None:
    """The last request to approve this plan; None for those who do not read the case."""
    asked = Approval.objects.filter(case_id=plan.case_id, subject=ApprovalSubject.PLAN)
    return asked.filter(subject_id=plan.pk).order_by("-asked_at").first()


def payload_of(record: Goal | Step) -> Payload:
    """What is sealed in a goal or step that came through access."""
    return vault.open(cast("vault.Sealed", record))
