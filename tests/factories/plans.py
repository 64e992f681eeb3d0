"""Plans of children, made through the actions."""

import datetime as dt
import uuid

from saathi.agencies.models import Staff
from saathi.protection.care_plans.actions import approving, goals, plans
from saathi.protection.care_plans.actions.goals import GoalText, StepText
from saathi.protection.care_plans.actions.plans import PlanText
from saathi.protection.care_plans.models import Goal, Plan
from saathi.protection.cases.models import Approval, Case
from tests.roles import acting

WORDS = "म विद्यालय जान चाहन्छु। I want to learn tailoring with my sister."
MADE_ON = dt.date(2026, 3, 3)


def plan(case: Case, by: Staff, **fields: object) -> Plan:
    values = {"child_words": WORDS, "language": "ne", "contribution": "given"}
    with acting(by):
        return plans.make_plan(
            case=case, text=PlanText(**(values | fields)), made_on=MADE_ON, by=by
        )


def goal(of: Plan, by: Staff, *, step: str = "Talk to the head teacher", **fields: object) -> Goal:
    values = {"facet": "literacy", "decided_by": "child", "text": "Back in class four"}
    with acting(by):
        return goals.add_goal(
            plan=of,
            text=GoalText(**(values | fields)),
            first_step=StepText(step) if step else None,
            by=by,
        )


def asked(case: Case, by: Staff, **fields: object) -> tuple[Plan, Approval]:
    made = plan(case, by, **fields)
    goal(made, by)
    with acting(by):
        return made, approving.ask_for_approval(plan=made, version=made.version, by=by)


def key() -> str:
    """A fresh one-use key of a form."""
    return str(uuid.uuid4())
