"""Goals and steps of a plan: content, who decided, who is responsible, and progress."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.protection.casework.care_plans.actions import step_duties
from saathi.protection.casework.care_plans.actions.plans import (
    increment_plan_version,
    require_changeable,
)
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.care_plans.vocabulary import GoalState, StepState


@dataclass(frozen=True)
class PlanGoalInput:
    """The content of one goal; `why` explains why it was decided without the child."""

    facet: str
    decided_by: str
    text: str
    child_words: str = ""
    why: str = ""
    is_long_term: bool = False
    due_on: dt.date | None = None

    def columns(self) -> dict[str, Any]:
        """The values stored in columns."""
        return {
            "facet": self.facet,
            "decided_by": self.decided_by,
            "is_long_term": self.is_long_term,
            "due_on": self.due_on,
        }

    def payload(self) -> dict[str, Any]:
        """The texts to seal."""
        return {"text": self.text, "child_words": self.child_words, "why": self.why}


@dataclass(frozen=True)
class PlanStepInput:
    """The content of one step; `responsible` is a member of the child's team, if chosen."""

    text: str
    responsible: Staff | None = None
    due_on: dt.date | None = None

    def columns(self) -> dict[str, Any]:
        """The values stored in columns."""
        return {"responsible": self.responsible, "due_on": self.due_on}


@transaction.atomic
def add_goal(
    *, plan: Plan, data: PlanGoalInput, actor: Staff, first_step: PlanStepInput | None = None
) -> Goal:
    """Adds a goal at the end of a draft, with its first step if one is given."""
    require_changeable(plan, actor)

    last = Goal.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    goal = Goal(file_id=plan.file_id, plan=plan, number=last + 1, **data.columns())
    writing.add(goal, actor=actor, payload=data.payload())
    if first_step is not None:
        _add_step(goal, first_step, 1, actor)
    increment_plan_version(plan)
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, data: PlanGoalInput, version: int, actor: Staff) -> Goal:
    """Changes a goal of a draft. Raises ChangedMeanwhile if `version` is outdated."""
    require_changeable(goal.plan, actor)

    writing.change(goal, actor=actor, version=version, payload=data.payload(), **data.columns())
    increment_plan_version(goal.plan)
    return goal


@transaction.atomic
def mark_goal(*, goal: Goal, state: GoalState, version: int, actor: Staff) -> Goal:
    """Records the progress of a goal; also possible in an approved plan: progress is a fact."""
    access.require(actor, Permission.WORK_ON_CASE, goal)

    writing.change(goal, actor=actor, version=version, state=state)
    step_duties.renew_duty_of_goal(goal_id=goal.pk, case=goal.plan.case, actor=actor)
    return goal


@transaction.atomic
def add_step(*, goal: Goal, data: PlanStepInput, actor: Staff) -> Step:
    """Adds a step towards a goal of a draft."""
    require_changeable(goal.plan, actor)

    last = Step.objects.filter(goal=goal).aggregate(last=Max("number"))["last"] or 0
    step = _add_step(goal, data, last + 1, actor)
    increment_plan_version(goal.plan)
    return step


@transaction.atomic
def change_step(*, step: Step, data: PlanStepInput, version: int, actor: Staff) -> Step:
    """Changes a step of a draft. Raises ChangedMeanwhile if `version` is outdated."""
    require_changeable(step.goal.plan, actor)

    writing.change(
        step, actor=actor, version=version, payload={"text": data.text}, **data.columns()
    )
    increment_plan_version(step.goal.plan)
    return step


@transaction.atomic
def mark_step(
    *, step: Step, state: StepState, version: int, actor: Staff, done_on: dt.date | None = None
) -> Step:
    """Records the progress of a step, also after approval; `done_on` is the day it was done."""
    access.require(actor, Permission.WORK_ON_CASE, step)

    done = done_on if state == StepState.DONE else None
    writing.change(step, actor=actor, version=version, state=state, done_on=done)
    step_duties.renew_duty_of_step(step=step, case=step.goal.plan.case, actor=actor)
    return step


def _add_step(goal: Goal, text: PlanStepInput, number: int, actor: Staff) -> Step:
    step = Step(file_id=goal.file_id, goal=goal, number=number, **text.columns())
    return writing.add(step, actor=actor, payload={"text": text.text})
