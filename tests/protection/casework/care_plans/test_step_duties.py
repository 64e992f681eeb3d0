"""Steps of an approved plan on My day of the responsible person."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies.models import Hidden, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.protection.casework.care_plans import rules
from saathi.protection.casework.care_plans.actions import approving, goals
from saathi.protection.casework.care_plans.actions import plans as making
from saathi.protection.casework.care_plans.actions.goals import PlanStepInput
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.care_plans.vocabulary import GoalState, PlanState, StepState
from saathi.protection.casework.cases import due_queries
from saathi.protection.casework.cases.models import Case, Due, Seat
from tests.factories import agencies, plans, teams
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 3, 9)


def approve(case: Case, worker: Staff, plan: Plan) -> Staff:
    supervisor = agencies.staff("supervisor", worker.office)
    with acting(worker):
        plan.refresh_from_db()
        approval = approving.ask_for_approval(plan=plan, version=plan.version, actor=worker)
    with acting(supervisor):
        approving.approve_plan(approval=approval, plan=plan, actor=supervisor)
    return supervisor


def plan_with_step(case: Case, worker: Staff, responsible: Staff | None) -> tuple[Plan, Goal]:
    plan = plans.plan(case, worker)
    goal = plans.goal(plan, worker, step="")
    with acting(worker):
        step = PlanStepInput("Move to the aunt", responsible, case.office.today())
        goals.add_step(goal=goal, data=step, actor=worker)
        goals.add_step(goal=goal, data=PlanStepInput("Without a day", responsible), actor=worker)
    return plan, goal


def open_steps(case: Case, worker: Staff) -> list[tuple[object, dt.date]]:
    with acting(worker):
        dues = Due.objects.filter(case=case, duty="plan_step", done_on=None)
        return list(dues.values_list("worker_id", "due_on"))


def take_seat(case: Case, worker: Staff, person: Staff, seat: TeamRole) -> None:
    teams.join(case.file_id, person, seat)
    with role("maintenance"):
        Seat.objects.create(
            file_id=case.file_id, case=case, role=seat, staff=person, recorded_by=worker.pk
        )


def mark(case: Case, worker: Staff, state: StepState) -> None:
    with acting(worker):
        step = Step.objects.select_related("goal__plan__case__office").get(due__isnull=False)
        goals.mark_step(step=step, state=state, version=step.version, actor=worker)


def test_step_due_today_is_on_my_day_until_done(case: Case, worker: Staff) -> None:
    plan, _goal = plan_with_step(case, worker, worker)
    assert open_steps(case, worker) == []
    approve(case, worker, plan)
    today = case.office.today()
    assert open_steps(case, worker) == [(worker.pk, today)]
    with role("maintenance"):
        Due.objects.filter(case=case).exclude(duty="plan_step").delete()
    assert "Case plan step" in signed_in(worker).get("/").content.decode()
    mark(case, worker, StepState.DONE)
    assert open_steps(case, worker) == []
    mark(case, worker, StepState.TO_DO)  # marked by mistake
    assert open_steps(case, worker) == [(worker.pk, today)]


def test_step_of_colleague_is_on_the_day_of_the_colleague(case: Case, worker: Staff) -> None:
    counsellor = agencies.staff("counsellor", worker.office)
    take_seat(case, worker, counsellor, TeamRole.COUNSELLOR)
    plan, _goal = plan_with_step(case, worker, counsellor)
    approve(case, worker, plan)
    assert open_steps(case, worker) == [(counsellor.pk, case.office.today())]


@pytest.mark.parametrize("seat", [TeamRole.PHYSICIAN, None])
def test_case_worker_has_step_that_no_one_else_can_have(
    case: Case, worker: Staff, seat: TeamRole | None
) -> None:
    """A physician does not read what is due."""
    responsible = None
    if seat:
        responsible = agencies.staff("physician", worker.office)
        take_seat(case, worker, responsible, seat)
    plan, _goal = plan_with_step(case, worker, responsible)
    approve(case, worker, plan)
    assert open_steps(case, worker) == [(worker.pk, case.office.today())]


def test_case_worker_has_step_of_a_colleague_the_file_is_hidden_from(
    case: Case, worker: Staff
) -> None:
    counsellor = agencies.staff("counsellor", worker.office)
    take_seat(case, worker, counsellor, TeamRole.COUNSELLOR)
    plan, _goal = plan_with_step(case, worker, counsellor)
    with role("maintenance"):
        Hidden.objects.create(file=case.file, principal=counsellor.pk, hidden_by=worker.pk)
    approve(case, worker, plan)
    mark(case, worker, StepState.DONE)
    mark(case, worker, StepState.TO_DO)
    assert open_steps(case, worker) == [(worker.pk, case.office.today())]


def test_who_may_have_a_duty_is_shown_to_who_may_write_it(case: Case, worker: Staff) -> None:
    counsellor, physician = (
        agencies.staff(each, worker.office) for each in ("counsellor", "physician")
    )
    take_seat(case, worker, counsellor, TeamRole.COUNSELLOR)
    take_seat(case, worker, physician, TeamRole.PHYSICIAN)
    asked = [counsellor.pk, physician.pk, worker.pk]
    with acting(worker):
        assert due_queries.due_readers_among(case, asked) == {counsellor.pk, worker.pk}
    with acting(agencies.staff("case_worker", worker.office)):
        assert due_queries.due_readers_among(case, asked) == set()


def test_discontinued_goal_and_replaced_plan_end_the_duty(case: Case, worker: Staff) -> None:
    plan, goal = plan_with_step(case, worker, worker)
    supervisor = approve(case, worker, plan)
    for state, left in ((GoalState.GIVEN_UP, 0), (GoalState.OPEN, 1)):
        with acting(worker):
            stored = Goal.objects.select_related("plan__case__office").get(pk=goal.pk)
            goals.mark_goal(goal=stored, state=state, version=stored.version, actor=worker)
        assert len(open_steps(case, worker)) == left
    data = making.CarePlanInput(child_words=plans.WORDS, contribution="given")
    with acting(worker):
        newer = making.make_plan(
            case=case, data=data, made_on=ON, actor=worker, take_over_goals=True
        )
        [step] = Step.objects.filter(goal__plan=newer, due_on__isnull=False).select_related("goal")
        later = case.office.today() + dt.timedelta(days=3)
        moved = PlanStepInput("Move to the aunt", worker, later)
        step.goal.plan = newer
        goals.change_step(step=step, data=moved, version=step.version, actor=worker)
        newer.refresh_from_db()
        asked = approving.ask_for_approval(plan=newer, version=newer.version, actor=worker)
    with acting(supervisor):
        approving.approve_plan(approval=asked, plan=newer, actor=supervisor)
    assert open_steps(case, worker) == [(worker.pk, later)]


def test_step_duty_opens_the_plan(case: Case, worker: Staff) -> None:
    plan, _goal = plan_with_step(case, worker, worker)
    approve(case, worker, plan)
    page = signed_in(worker).get(reverse("dues:list_dues", args=[case.file_id])).content.decode()
    assert reverse("care_plans:show_newest_plan", args=[case.file_id]) in page
    assert "Case plan step" in page


def test_draft_or_undated_step_is_no_duty() -> None:
    asked = (GoalState.OPEN, StepState.TO_DO)
    assert rules.is_step_duty(PlanState.APPROVED, *asked, ON)
    assert not rules.is_step_duty(PlanState.APPROVED, *asked, None)
    assert not rules.is_step_duty(PlanState.DRAFT, *asked, ON)
    assert not rules.is_step_duty(PlanState.APPROVED, GoalState.REACHED, StepState.TO_DO, ON)
    assert not rules.is_step_duty(PlanState.APPROVED, GoalState.OPEN, StepState.DECLINED, ON)
