"""Steps of an approved plan on My day of the responsible person, from its approval until they are done."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import TEAM_READS
from saathi.protection.casework.care_plans import rules
from saathi.protection.casework.care_plans.models import Plan, Step
from saathi.protection.casework.care_plans.vocabulary import GoalState, PlanState, StepState
from saathi.protection.casework.cases import due_queries
from saathi.protection.casework.cases.models import Case, Due, Seat
from saathi.protection.casework.cases.vocabulary import Duty


def renew_step_duties(*, plans: Iterable[Plan], case: Case, actor: Staff) -> None:
    """Adds or ends each step's duty in these plans by the current state of plan, goal and step.

    A step has a duty while its plan is approved and the step is still to be done by a day. Staff
    who may not write duties change none.
    """
    keys = [plan.pk for plan in plans]
    steps = Step.objects.filter(goal__plan__in=keys).select_related("goal__plan")
    _renew(list(steps.order_by("pk")), case, actor)


def renew_duty_of_goal(*, goal_id: UUID, case: Case, actor: Staff) -> None:
    """`renew_step_duties` for the steps of one goal."""
    steps = Step.objects.filter(goal=goal_id).select_related("goal__plan")
    _renew(list(steps.order_by("pk")), case, actor)


def renew_duty_of_step(*, step: Step, case: Case, actor: Staff) -> None:
    """`renew_step_duties` for one step, whose goal and plan are loaded."""
    _renew([step], case, actor)


def _renew(steps: Sequence[Step], case: Case, actor: Staff) -> None:
    if not access.sections_of_file(actor, case.file_id)[1] & Due.section:
        return
    wanted = {step.pk for step in steps if _is_wanted(step, case)}
    given = [step.due for step in steps if step.due is not None]
    open_dues = {due.pk: due for due in Due.objects.filter(pk__in=given, done_on=None)}
    today = case.office.today()
    ended = [
        (open_dues[step.due], {"done_on": step.done_on or today})
        for step in steps
        if step.due in open_dues and step.pk not in wanted
    ]
    writing.change_each(ended, actor=actor)
    missing = [step for step in steps if step.pk in wanted and step.due not in open_dues]
    _add_dues(missing, case, actor)


def _is_wanted(step: Step, case: Case) -> bool:
    return not case.is_ended and rules.is_step_duty(
        PlanState(step.goal.plan.state),
        GoalState(step.goal.state),
        StepState(step.state),
        step.due_on,
    )


def _add_dues(steps: Sequence[Step], case: Case, actor: Staff) -> None:
    if not steps:
        return
    readers = _readers(case, [step.responsible_id for step in steps if step.responsible_id])
    dues = [
        Due(
            file_id=step.file_id,
            case=case,
            worker_id=step.responsible_id if step.responsible_id in readers else case.worker_id,
            duty=Duty.PLAN_STEP,
            due_on=step.due_on,
        )
        for step in steps
        if step.due_on is not None  # other steps are no duty
    ]
    writing.add_all(dues, actor=actor)
    changes: list[tuple[Any, dict[str, Any]]] = [
        (step, {"due": due.pk}) for step, due in zip(steps, dues, strict=True)
    ]
    writing.change_each(changes, actor=actor)


def _readers(case: Case, people: Sequence[UUID]) -> set[UUID]:
    """Which of these people are in the team and read duties; the case worker has the other steps."""
    roles = [role for role, reads in TEAM_READS.items() if reads & Due.section]
    seats = Seat.objects.filter(
        Q(until_on=None) | Q(until_on__gte=case.office.today()),
        case=case,
        staff__in=people,
        ended_on=None,
        role__in=roles,
        staff__is_active=True,
    )
    seated = list(seats.values_list("staff_id", flat=True))
    return due_queries.due_readers_among(case, seated) if seated else set()
