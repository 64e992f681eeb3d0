"""Makes safety plans and records their reviews."""

import datetime as dt
from typing import Any

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.infra.reasons import Refused
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.danger import is_in_danger
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.safety_plans import queries, rules
from saathi.protection.casework.safety_plans.models import SafetyPlan
from saathi.protection.casework.safety_plans.vocabulary import (
    SAFETY_PLAN_IN_DANGER_NOTICE,
    SAFETY_PLAN_NOTICE,
    MadeWith,
    SafetyPlanState,
)
from saathi.protection.casework.urgent_care.actions import record_safety_plan_made


class SafetyPlanRefused(Refused):
    """A plan or review that cannot be saved as entered; `reasons` give the codes."""


@transaction.atomic
def make_plan(*, plan: SafetyPlan, seen: str, actor: Staff) -> SafetyPlan:
    """Saves a plan in place of any current one; its review is due on the worker's My day.

    `seen` is the id of the current plan that the author saw, empty if there was none. The child's
    team is notified: a residential care worker learns from the plan what to do in danger. If the
    child may be in danger, the supervisors are notified too.
    `ChangedMeanwhile` if a colleague made another; `SafetyPlanRefused` with reasons.
    """
    access.require(actor, Permission.WORK_ON_CASE, plan)
    _check_review_date(plan.review_on, actor)
    current = _current_plan_as_seen(plan.case, seen, actor)
    if current is not None:
        writing.change(current, actor=actor, state=SafetyPlanState.SUPERSEDED)
        _end_due(current, actor)
    _add_due(plan, actor)
    if rules.completes_protocol(MadeWith(plan.made_with), filled_parts(plan)):
        record_safety_plan_made(file_id=plan.file_id, made_on=plan.made_on, actor=actor)
    saved = writing.add(plan, actor=actor)
    for reader in queries.team_readers(plan.case):
        notices.notify_staff(reader, kind=SAFETY_PLAN_NOTICE, record=plan.file_id, actor=actor)
    if is_in_danger(plan.case):
        _notify_supervisors(plan, actor)
    return saved


def _notify_supervisors(plan: SafetyPlan, actor: Staff) -> None:
    """Notifies the nearest supervisors, if the actor reads the case."""
    reads, _writes = access.sections_of_file(actor, plan.file_id)
    if reads & Section.CASE:
        kind, file_id = SAFETY_PLAN_IN_DANGER_NOTICE, plan.file_id
        notices.notify_supervisors(file_id=file_id, kind=kind, record=file_id, actor=actor)


def filled_parts(plan: SafetyPlan) -> set[str]:
    """The parts of a new or opened plan that are filled in."""
    return {name for name in queries.CONTENT.split() if str(getattr(plan, name)).strip()}


@transaction.atomic
def record_safety_plan_review(
    *, case: Case, seen: str, reviewed_on: dt.date, review_on: dt.date, actor: Staff
) -> SafetyPlan:
    """Records a review of the current plan without changes; errors as in `make_plan`."""
    plan = _current_plan_as_seen(case, seen, actor)
    if plan is None:
        raise access.NotAllowed
    access.require(actor, Permission.WORK_ON_CASE, plan)
    if reasons := rules.reasons_against_reviewed_day(reviewed_on, plan.made_on, plan.reviewed_on):
        raise SafetyPlanRefused(reasons)
    _check_review_date(review_on, actor)
    _end_due(plan, actor)
    plan.review_on = review_on
    _add_due(plan, actor)
    days: dict[str, Any] = {"reviewed_on": reviewed_on, "review_on": review_on, "due": plan.due}
    return writing.change(plan, actor=actor, **days)


def _check_review_date(review_on: dt.date, actor: Staff) -> None:
    if reasons := rules.reasons_against_review_date(review_on, actor.office.today()):
        raise SafetyPlanRefused(reasons)


def _current_plan_as_seen(case: Case, seen: str, actor: Staff) -> SafetyPlan | None:
    current = queries.current_plan(actor, case)
    if current is not None and str(current.pk) != seen:
        raise writing.ChangedMeanwhile(current)
    return current


def _add_due(plan: SafetyPlan, actor: Staff) -> None:
    due = duties.add_standalone_duty(
        case=plan.case, duty=Duty.SAFETY_PLAN, due_on=plan.review_on, actor=actor
    )
    plan.due = due.pk if due else None


def _end_due(plan: SafetyPlan, actor: Staff) -> None:
    if plan.due is not None:
        today = actor.office.today()
        duties.finish_standalone_duty(due_id=plan.due, done_on=today, actor=actor)
