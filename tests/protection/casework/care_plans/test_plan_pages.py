"""The pages of a plan: a plan without a goal, steps without a responsible person, a changed plan, who decides."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.protection.casework.care_plans.models import Goal, Plan
from saathi.protection.casework.cases.actions.assessing import AssessmentInput, record_assessment
from saathi.protection.casework.cases.models import Approval, Case
from saathi.protection.casework.cases.vocabulary import Facet, NeedState, RiskLevel
from tests import filled
from tests.counting import at_most
from tests.factories import plans
from tests.protection.casework.care_plans.test_plans import sent
from tests.reading import whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_new_plan_without_a_goal_is_saved_and_not_submitted(case: Case, worker: Staff) -> None:
    address = reverse("care_plans:create_plan", args=[case.file_id])
    answer = signed_in(worker).post(address, sent(then="on"), follow=True)
    assert "It is not submitted yet." in answer.content.decode()
    assert "The plan has no goal yet." in answer.content.decode()
    with acting(worker):
        assert Plan.objects.get(case=case).state == "draft"
        assert not Approval.objects.filter(case=case).exists()


def test_new_plan_that_cannot_be_approved_is_saved_and_each_missing_point_is_named(
    case: Case, worker: Staff
) -> None:
    address = reverse("care_plans:create_plan", args=[case.file_id])
    goal = {"goal-text": "School", "goal-facet": "literacy", "goal-decided_by": "child"}
    client = signed_in(worker)
    answer = client.post(address, sent(then="on", contribution="given", **goal), follow=True)
    [message] = [str(each) for each in answer.context["messages"]]
    assert message == (
        "The plan is saved as a draft. It is not submitted yet. "
        "The child took part: record the child’s own words. Give each goal at least one step."
    )
    with acting(worker):
        assert not Approval.objects.filter(case=case).exists()
    complete = {"contribution": "refused", "goal-step_text": "Ask the head teacher"}
    answer = client.post(address, sent(then="on", **goal | complete), follow=True)
    assert "Submitted for approval." in answer.content.decode()
    with acting(worker):
        assert Approval.objects.filter(case=case).count() == 1


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


def assess(case: Case, worker: Staff, days_ago: int = 0, **values: Any) -> None:
    day = case.office.today() - dt.timedelta(days=days_ago)
    with acting(worker):
        record_assessment(
            case=case, new=AssessmentInput(day, RiskLevel.HIGH, **values), actor=worker
        )


def test_plan_forms_show_assessed_needs_and_wishes(case: Case, worker: Staff) -> None:
    found = {Facet.PROTECTION: NeedState.URGENT, Facet.FAMILY: NeedState.STRENGTH}
    assess(case, worker, 2, facets=found, wishes="To go to school")
    assess(case, worker)
    plan = plans.plan(case, worker)
    client = signed_in(worker)
    for name, *more in (("create_plan",), ("edit_plan", plan.pk), ("add_goal", plan.pk)):
        with at_most(20):
            page = client.get(reverse(f"care_plans:{name}", args=[case.file_id, *more]))
        panel = page.context["assessed"]
        assert [str(pair.text) for pair in panel.pairs] == ["To go to school", "Urgent need"], name
    with role("auditor"):
        assert AuditEntry.objects.filter(file_id=case.file_id, kind="looked").exists()


@pytest.mark.requirement("CPL-002")
def test_draft_says_how_many_needs_have_no_goal_and_which(case: Case, worker: Staff) -> None:
    plan = plans.plan(case, worker)
    plans.goal(plan, worker)  # about school
    client, page = signed_in(worker), reverse("care_plans:show_plan", args=[case.file_id, plan.pk])
    assess(case, worker, 2, facets={Facet.FAMILY: NeedState.URGENT, Facet.LITERACY: NeedState.NEED})
    [gap] = client.get(page).context["page"].part.gaps
    assert gap == (
        "1 need has no goal: Family and relationships. Add a goal, or enter why there is none now."
    )
    found = {Facet.FAMILY: NeedState.URGENT, Facet.MEDICAL: NeedState.NEED}
    assess(case, worker, facets=found)
    [gap] = client.get(page).context["page"].part.gaps
    assert gap == (
        "2 needs have no goal: Health, Family and relationships. Add goals, or enter why there are "
        "none now."
    )
    assert gap in whole(client.get(page).content)


def test_submitting_says_so_and_areas_have_a_field_for_the_reason(
    case: Case, worker: Staff
) -> None:
    plan = plans.plan(case, worker)
    plans.goal(plan, worker)
    client = signed_in(worker)
    page = reverse("care_plans:show_plan", args=[case.file_id, plan.pk])
    edit = reverse("care_plans:edit_plan", args=[case.file_id, plan.pk])
    shown = client.get(page).content.decode()
    assert f"{edit}#id_later_life_skills" in shown
    form = client.get(edit).content.decode()
    assert 'id="id_later_life_skills"' in form
    client.post(edit, filled.form(form, later_life_skills="She is four years old"))
    shown = client.get(page).content.decode()
    assert f"{edit}#id_later_life_skills" not in shown
    plan = get_plan(plan, worker)
    request = reverse("care_plans:request_approval", args=[case.file_id, plan.pk])
    answer = client.post(request, sent(version=plan.version), follow=True)
    assert "Submitted for approval." in answer.content.decode()


def get_plan(plan: Plan, worker: Staff) -> Plan:
    with acting(worker):
        return Plan.objects.get(pk=plan.pk)


@pytest.mark.parametrize(
    ("part", "is_saved"), [("refused", False), ("not_reached", False), ("given", True)]
)
def test_words_of_a_child_who_took_no_part_are_a_contradiction(
    case: Case, worker: Staff, part: str, *, is_saved: bool
) -> None:
    address = reverse("care_plans:create_plan", args=[case.file_id])
    typed = sent(child_words="I want to sew", contribution=part)
    answer = signed_in(worker).post(address, typed, follow=True)
    assert ("Correct the participation" in answer.content.decode()) != is_saved
    with acting(worker):
        assert Plan.objects.filter(case=case).exists() == is_saved


def test_plan_says_that_the_child_could_not_be_reached(case: Case, worker: Staff) -> None:
    address = reverse("care_plans:create_plan", args=[case.file_id])
    signed_in(worker).post(address, sent(contribution="not_reached"), follow=True)
    with acting(worker):
        plan = Plan.objects.get(case=case)
    page = signed_in(worker).get(reverse("care_plans:show_plan", args=[case.file_id, plan.pk]))
    assert "The child could not be reached" in page.content.decode()


def test_areas_assessed_without_need_ask_for_no_reason_and_needs_are_named_once(
    case: Case, worker: Staff
) -> None:
    found = {
        Facet.LITERACY: NeedState.NEED,
        Facet.FAMILY: NeedState.NO_NEED,
        Facet.LIFE_SKILLS: NeedState.STRENGTH,
        Facet.LIVELIHOOD: NeedState.NOT_KNOWN,
    }
    assess(case, worker, facets=found)
    plan = plans.plan(case, worker)
    page = signed_in(worker).get(reverse("care_plans:show_plan", args=[case.file_id, plan.pk]))
    part = page.context["page"].part
    findings = {str(area.label): str(area.finding) for area in part.left_out}
    assert not {"Family and relationships", "Life skills"} & findings.keys()
    assert findings["Livelihood of child and family"] == "Not known yet"
    assert findings["Information and rights"] == ""
    assert [str(need.label) for need in part.needs] == ["School and literacy"]
    assert "School and literacy" not in findings
    shown = page.content.decode()
    assert shown.count("Enter why there is no goal now") == len(findings) + 1
    first, second = "Needs without a goal: they prevent approval", "Domains not yet covered"
    assert shown.index(first) < shown.index(second), "what prevents approval comes first"
    [need] = part.needs
    assert shown.index(first) < shown.index(need.add_url) < shown.index(second)


def test_new_step_begins_with_the_worker_and_an_empty_first_goal_stays_empty(
    case: Case, worker: Staff
) -> None:
    client = signed_in(worker)
    address = reverse("care_plans:create_plan", args=[case.file_id])
    form = filled.form(client.get(address).content.decode())
    assert form["goal-responsible"] == [str(worker.pk)]
    assert client.post(address, form).status_code == 302
    with acting(worker):
        plan = Plan.objects.get(case=case)
        assert not Goal.objects.filter(plan=plan).exists()
        goal = plans.goal(plan, worker)
    step = reverse("care_plans:add_step", args=[case.file_id, goal.pk])
    sent_step = filled.form(client.get(step).content.decode(), step_text="Call the school")
    assert client.post(step, sent_step).status_code == 302
    with acting(worker):
        assert goal.steps.filter(responsible=worker).exists()
