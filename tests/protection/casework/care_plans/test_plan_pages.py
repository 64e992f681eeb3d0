"""What the pages of a plan say: a plan without a goal, steps of nobody, a changed plan, who decides."""

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.casework.care_plans.models import Goal, Plan
from saathi.protection.casework.cases.models import Approval, Case
from tests.factories import plans
from tests.protection.casework.care_plans.test_plans import sent
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_new_plan_without_a_goal_is_saved_and_not_submitted(case: Case, worker: Staff) -> None:
    address = reverse("care_plans:create_plan", args=[case.file_id])
    answer = signed_in(worker).post(address, sent(then="on"), follow=True)
    assert "the plan has no goal yet" in answer.content.decode()
    with acting(worker):
        assert Plan.objects.get(case=case).state == "draft"
        assert not Approval.objects.filter(case=case).exists()


def test_steps_have_no_past_due_date_and_the_approver_sees_who_is_missing(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    plan, approval = plans.asked(case, worker)
    with acting(worker):
        goal = Goal.objects.get(plan=plan)
    past = {"step_due_on_0": "1", "step_due_on_1": "2", "step_due_on_2": "2020"}
    address = reverse("care_plans:add_step", args=[case.file_id, goal.pk])
    answer = signed_in(worker).post(address, sent(step_text="Call", **past))
    assert "Enter today’s date or a later date." in answer.content.decode()
    address = reverse("desk:show_approval", args=[approval.pk])
    page = signed_in(supervisor).get(address).content.decode()
    assert "1 step has no person responsible." in page


def test_supervisor_decides_from_the_plan_and_a_changed_plan_says_so_once(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    plan, approval = plans.asked(case, worker)
    page = reverse("care_plans:show_plan", args=[case.file_id, plan.pk])
    decision = reverse("desk:show_approval", args=[approval.pk])
    assert decision in signed_in(supervisor).get(page).content.decode()
    client = signed_in(worker)
    assert decision not in client.get(page).content.decode()
    plans.goal(plan, worker)
    changed = client.get(page).content.decode()
    assert "Submit the changed plan" in changed
    assert "Waiting" not in changed
    assert "Submitted for approval" not in changed
