"""Plans of children, made through the actions."""

import datetime as dt
import uuid

from saathi.agencies.models import Staff
from saathi.protection.casework.care_plans.actions import approving, goals, plans
from saathi.protection.casework.care_plans.actions.goals import PlanGoalInput, PlanStepInput
from saathi.protection.casework.care_plans.actions.plans import CarePlanInput
from saathi.protection.casework.care_plans.models import Goal, Plan
from saathi.protection.casework.cases.models import Approval, Case
from tests.roles import acting

WORDS = "म विद्यालय जान चाहन्छु। I want to learn tailoring with my sister."
MADE_ON = dt.date(2026, 3, 3)


def plan(case: Case, actor: Staff, **fields: object) -> Plan:
    values = {"child_words": WORDS, "language": "ne", "contribution": "given"}
    with acting(actor):
        return plans.make_plan(
            case=case, data=CarePlanInput(**(values | fields)), made_on=MADE_ON, actor=actor
        )


def goal(
    of: Plan, actor: Staff, *, step: str = "Talk to the head teacher", **fields: object
) -> Goal:
    values = {"facet": "literacy", "decided_by": "child", "text": "Back in class four"}
    with acting(actor):
        return goals.add_goal(
            plan=of,
            data=PlanGoalInput(**(values | fields)),
            first_step=PlanStepInput(step) if step else None,
            actor=actor,
        )


def asked(case: Case, actor: Staff, **fields: object) -> tuple[Plan, Approval]:
    made = plan(case, actor, **fields)
    goal(made, actor)
    with acting(actor):
        return made, approving.ask_for_approval(plan=made, version=made.version, actor=actor)


def key() -> str:
    """A fresh one-use key of a form."""
    return str(uuid.uuid4())
