"""Making and changing a plan and the child's part in it. A draft may be incomplete."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.protection.casework.care_plans import rules
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.care_plans.vocabulary import (
    GoalState,
    PlanAgreement,
    PlanState,
)
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import Stage
from saathi.vault import store as vault

STAGES_BEFORE_PLANNING = frozenset({Stage.REGISTRATION, Stage.ASSESSMENT})


@dataclass(frozen=True)
class CarePlanInput:
    """The first page of a plan: the child's own goals in their words, contribution and agreement.

    `reasons_without_goal` gives, for each facet with a need but no goal now, the reason.
    """

    child_words: str = ""
    language: str = ""
    contribution: str = ""
    contribution_note: str = ""
    agreement: str = PlanAgreement.NOT_RECORDED
    review_on: dt.date | None = None
    reasons_without_goal: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """The values stored in columns."""
        return {
            "contribution": self.contribution,
            "agreement": self.agreement,
            "review_on": self.review_on,
        }

    def payload(self) -> dict[str, Any]:
        """The texts to seal."""
        return {
            "child_words": self.child_words,
            "language": self.language,
            "contribution_note": self.contribution_note,
            "left_for_later": dict(self.reasons_without_goal),
        }


@transaction.atomic
def make_plan(
    *,
    case: Case,
    data: CarePlanInput,
    made_on: dt.date,
    actor: Staff,
    take_over_goals: bool = False,
) -> Plan:
    """The next plan of a case, as a draft. There are no conditions.

    `take_over_goals` copies the open goals of the previous plan, so that none are lost.
    """
    plan = Plan(file_id=case.file_id, case=case, made_on=made_on, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, plan)

    with connection.cursor() as cursor:  # one at a time: each plan has the next number
        cursor.execute("SELECT lock_case_plans(%s)", [case.pk])
    before = Plan.objects.filter(case=case).order_by("-number").first()
    plan.number = before.number + 1 if before else 1
    writing.add(plan, actor=actor, payload=data.payload())
    if before and take_over_goals:
        _copy_open_goals(before, plan, actor)
    if case.stage in STAGES_BEFORE_PLANNING and access.may_write(actor, case.file_id, Section.CASE):
        writing.change(case, actor=actor, stage=Stage.PLANNING)
    return plan


@transaction.atomic
def change_plan(*, plan: Plan, data: CarePlanInput, version: int, actor: Staff) -> Plan:
    """Changes the first page of a draft. Raises ChangedMeanwhile if `version` is outdated."""
    require_changeable(plan, actor)

    return writing.change(
        plan, actor=actor, version=version, payload=data.payload(), **data.columns()
    )


def require_changeable(plan: Plan, actor: Staff) -> None:
    """Raises NotAllowed unless `actor` may change this plan: an approved plan is never changed."""
    access.require(actor, Permission.WORK_ON_CASE, plan)
    if not rules.may_be_changed(PlanState(plan.state)):
        raise access.NotAllowed


def increment_plan_version(plan: Plan) -> None:
    """Increments the plan's version: its goals changed, so a pending approval request is outdated.

    It does not compare versions, so that two workers who add goals at the same time both succeed.
    """
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1)
    plan.version += 1


def _copy_open_goals(previous: Plan, plan: Plan, actor: Staff) -> None:
    goals = list(Goal.objects.filter(plan=previous, state=GoalState.OPEN).order_by("number"))
    steps = list(Step.objects.filter(goal__in=goals, state__in=rules.OPEN_STEPS).order_by("number"))
    opened = vault.open_many(goals) | vault.open_many(steps)
    copies = {
        old.pk: Goal(
            file_id=plan.file_id,
            plan=plan,
            number=number,
            facet=old.facet,
            decided_by=old.decided_by,
            is_long_term=old.is_long_term,
            due_on=old.due_on,
        )
        for number, old in enumerate(goals, start=1)
    }
    writing.add_all(list(copies.values()), actor=actor, payloads=[opened[old.pk] for old in goals])
    step_numbers: Counter[UUID] = Counter()
    copied = []
    for step in steps:
        step_numbers[step.goal_id] += 1
        copied.append(
            Step(
                file_id=plan.file_id,
                goal=copies[step.goal_id],
                number=step_numbers[step.goal_id],
                state=step.state,
                responsible_id=step.responsible_id,
                due_on=step.due_on,
            )
        )
    writing.add_all(copied, actor=actor, payloads=[opened[step.pk] for step in steps])
