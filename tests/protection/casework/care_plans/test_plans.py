"""Making a plan with the child: screens, what is stored, what an approval needs."""

import re

import pytest
from django.urls import reverse

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.audit.models import AuditEntry
from saathi.protection.casework.care_plans.actions import approving, goals
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.cases.actions.approvals import ApprovalRefused
from saathi.protection.casework.cases.models import Approval, Assessment, Case
from saathi.protection.casework.cases.vocabulary import Facet
from saathi.vault import store as vault
from tests.counting import at_most
from tests.factories import agencies, plans, teams
from tests.reading import words as shown_words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def sent(**fields: object) -> dict[str, object]:
    return {"form_key": plans.key()} | fields


def addresses(plan: Plan, goal: Goal, step: Step) -> list[str]:
    file_args = {"file_id": plan.file_id}
    return [
        reverse("care_plans:show_newest_plan", kwargs=file_args),
        reverse("care_plans:create_plan", kwargs=file_args),
        *(
            reverse(f"care_plans:{name}", kwargs=file_args | {"plan_id": plan.pk})
            for name in ("show_plan", "print_plan", "edit_plan", "add_goal")
        ),
        *(
            reverse(f"care_plans:{name}", kwargs=file_args | {"goal_id": goal.pk})
            for name in ("edit_goal", "record_goal_progress", "add_step")
        ),
        *(
            reverse(f"care_plans:{name}", kwargs=file_args | {"step_id": step.pk})
            for name in ("edit_step", "record_step_progress")
        ),
    ]


def whole(case: Case, worker: Staff) -> tuple[Plan, Goal, Step]:
    plan = plans.plan(case, worker)
    goal = plans.goal(plan, worker)
    with acting(worker):
        return plan, goal, Step.objects.get(goal=goal)


def test_stranger_can_neither_read_nor_change_plan(case: Case, worker: Staff) -> None:
    plan, goal, step = whole(case, worker)
    colleague = agencies.staff("case_worker", worker.office)
    for person in (colleague, agencies.staff("supervisor"), agencies.staff("rapporteur")):
        client = signed_in(person)
        for address in addresses(plan, goal, step):
            assert client.get(address).status_code == 404, address
            assert client.post(address, sent()).status_code == 404, address
        for name in ("request_approval", "withdraw_approval_request"):
            address = reverse(f"care_plans:{name}", args=[plan.file_id, plan.pk])
            assert client.post(address, sent(version=plan.version)).status_code == 404


def test_reader_without_write_right_gets_no_plan_form(case: Case, worker: Staff) -> None:
    plan, goal, step = whole(case, worker)
    mother = agencies.staff("house_mother", worker.office)
    client = signed_in(teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER))
    page = client.get(reverse("care_plans:show_newest_plan", args=[case.file_id]))
    assert page.status_code == 200
    assert "Back in class four" in page.content.decode()
    assert "Submit for approval" not in page.content.decode()
    for address in addresses(plan, goal, step):
        if not re.search(r"plan/$|plan/[0-9a-f-]{36}/(print/)?$", address):
            assert client.get(address).status_code == 404, address


def test_team_of_child_can_write_plan(case: Case, worker: Staff) -> None:
    plan, goal, step = whole(case, worker)
    counsellor = agencies.staff("counsellor", worker.office)
    teams.join(case.file_id, counsellor, TeamRole.COUNSELLOR)
    for person in (worker, counsellor):
        client = signed_in(person)
        for address in addresses(plan, goal, step):
            with at_most(16):
                assert client.get(address).status_code == 200, address


@pytest.mark.requirement("CPL-001")
@pytest.mark.requirement("CPL-004")
@pytest.mark.requirement("CHP-011")
def test_own_goals_of_child_are_stored_and_sealed(case: Case, worker: Staff) -> None:
    client = signed_in(worker)
    address = reverse("care_plans:create_plan", args=[case.file_id])
    form = sent(child_words=plans.WORDS, language="ne", contribution="given", agreement="agrees")
    answer = client.post(address, form)
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert plans.WORDS in page.content.decode()
    assert 'lang="ne"' in page.content.decode()
    with acting(worker):
        plan = Plan.objects.get(case=case)
        assert vault.open(plan)["child_words"] == plans.WORDS
        assert plans.WORDS.encode() not in bytes(plan.sealed)
    assert client.post(address, form)["Location"] == answer["Location"]  # sent twice
    with acting(worker):
        assert Plan.objects.filter(case=case).count() == 1


@pytest.mark.requirement("CPL-002")
def test_every_facet_can_have_a_goal_with_steps_reintegration_too(
    case: Case, worker: Staff
) -> None:
    plan = plans.plan(case, worker)
    client = signed_in(worker)
    address = reverse("care_plans:add_goal", args=[case.file_id, plan.pk])
    for facet in Facet:
        form = sent(
            facet=facet.value,
            decided_by="child_with_team",
            text=f"Goal about {facet.value}",
            step_text="First step",
            responsible=str(worker.pk),
        )
        assert client.post(address, form).status_code == 302
    with acting(worker):
        assert set(Goal.objects.filter(plan=plan).values_list("facet", flat=True)) == set(
            Facet.values
        )
        assert Step.objects.filter(goal__plan=plan, responsible=worker).count() == len(Facet)
    page = client.get(reverse("care_plans:show_plan", args=[case.file_id, plan.pk]))
    assert "The child together with the team" in page.content.decode()
    with at_most(15):
        client.get(reverse("care_plans:show_plan", args=[case.file_id, plan.pk]))


@pytest.mark.requirement("CPL-007")
@pytest.mark.requirement("CPL-008")
def test_worker_and_approver_see_facets_without_goal(case: Case, worker: Staff) -> None:
    plan, approval = plans.asked(case, worker)  # its one goal is about school
    leader = signed_in(agencies.staff("supervisor", worker.office))
    own = reverse("care_plans:show_plan", args=[case.file_id, plan.pk])
    for page in (signed_in(worker).get(own), leader.get(f"/approvals/{approval.pk}/")):
        words = page.content.decode().partition("Domains not yet covered")[2]
        for named in (
            "Life skills",
            "Information and rights",
            "Mental health and psychosocial wellbeing",
            "Family and relationships",
        ):
            assert named in words
        assert "School and literacy" not in words


@pytest.mark.requirement("CPL-009")
def test_a_need_of_livelihood_is_a_goal_of_the_plan_before_it_is_approved(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    with acting(worker):
        needs = Assessment(
            file_id=case.file_id, case=case, assessed_on=case.office.today(), risk="low",
            facets={"livelihood": "need"},
        )  # fmt: skip
        writing.add(needs, actor=worker, payload={"facets": {}})
    plan, approval = plans.asked(case, worker)  # its one goal is about school
    approve = reverse("desk:show_approval", args=[approval.pk])
    refusal = signed_in(supervisor).post(approve, sent(answer="approve"))
    assert refusal.status_code == 409
    assert "The assessment identified a need without a goal" in shown_words(refusal.content)
    with acting(worker):
        assert Plan.objects.get(pk=plan.pk).state == "approval_asked"
        plan = approving.withdraw_approval_request(approval=approval, plan=plan, actor=worker)
    for text in ("A tea stall of the family", "A loom of her own"):
        plans.goal(plan, worker, text=text, facet="livelihood", decided_by="child_with_team")
    with acting(worker):
        plan.refresh_from_db()
        approval = approving.ask_for_approval(plan=plan, version=plan.version, actor=worker)
    approve = reverse("desk:show_approval", args=[approval.pk])
    page = shown_words(signed_in(supervisor).get(approve).content)
    for shown in (
        "Livelihood of child and family",
        "A tea stall of the family",
        "A loom of her own",
    ):
        assert shown in page
    assert signed_in(supervisor).post(approve, sent(answer="approve")).status_code == 302


@pytest.mark.requirement("CAS-013")
def test_long_term_goals_are_marked(case: Case, worker: Staff) -> None:
    plan = plans.plan(case, worker)
    plans.goal(plan, worker, text="A bed for tonight", is_long_term=False)
    plans.goal(plan, worker, text="A trade of her own", is_long_term=True, facet="vocational")
    page = signed_in(worker).get(reverse("care_plans:show_plan", args=[case.file_id, plan.pk]))
    before, trade = shown_words(page.content).split("A trade of her own", 1)
    assert "long term" in trade.lower()
    assert "long term" not in before.partition("A bed for tonight")[2].lower()
    with acting(worker):
        long_term_by_facet = dict(
            Goal.objects.filter(plan=plan).values_list("facet", "is_long_term")
        )
    assert long_term_by_facet == {"literacy": False, "vocational": True}


def test_a_draft_may_have_gaps_and_the_page_says_what_is_missing(case: Case, worker: Staff) -> None:
    plan = plans.plan(case, worker, child_words="", contribution="")
    page = signed_in(worker).get(reverse("care_plans:show_plan", args=[case.file_id, plan.pk]))
    assert "Record what the child contributed" in page.content.decode()
    assert "The plan has no goal yet." in page.content.decode()


@pytest.mark.requirement("CPL-003")
def test_plan_without_child_contribution_is_not_approved(case: Case, worker: Staff) -> None:
    supervisor = agencies.staff("supervisor", worker.office)
    plan, approval = plans.asked(case, worker, child_words="", contribution="")
    with acting(supervisor):
        with pytest.raises(ApprovalRefused, match="contribution_missing"):
            approving.approve_plan(approval=approval, plan=plan, actor=supervisor)
        assert Plan.objects.get(pk=plan.pk).state == "approval_asked"
        assert Approval.objects.get(pk=approval.pk).decision == "waiting"


@pytest.mark.requirement("CPL-003")
def test_too_young_is_a_reason_for_no_contribution(case: Case, worker: Staff) -> None:
    supervisor = agencies.staff("supervisor", worker.office)
    plan, approval = plans.asked(case, worker, child_words="", contribution="too_young")
    with acting(supervisor):
        approving.approve_plan(approval=approval, plan=plan, actor=supervisor)
        assert Plan.objects.get(pk=plan.pk).state == "approved"


@pytest.mark.requirement("CPL-010")
def test_each_goal_shows_who_decided_and_the_childs_own_goal_is_beside_the_teams(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    plan = plans.plan(case, worker)
    plans.goal(plan, worker, text="A trade of her own", decided_by="child")
    plans.goal(plan, worker, text="An operation", decided_by="team_without", why="She is in a coma")
    path = reverse("care_plans:show_plan", args=[case.file_id, plan.pk])
    page = shown_words(signed_in(worker).get(path).content)
    with acting(worker):
        approval = approving.ask_for_approval(plan=plan, version=plan.version, actor=worker)
    address = reverse("desk:show_approval", args=[approval.pk])
    for words in (page, shown_words(signed_in(supervisor).get(address).content)):
        child_goal, team_goal = words.split("An operation", 1)
        assert "The child" in child_goal.split("A trade of her own", 1)[1]
        assert "The team, without the child" in team_goal
        assert "She is in a coma" in team_goal


@pytest.mark.requirement("CPL-010")
def test_a_goal_without_the_person_who_decided_is_refused(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    plan = plans.plan(case, worker)
    client = signed_in(worker)
    path = reverse("care_plans:add_goal", args=[case.file_id, plan.pk])
    answer = client.post(path, sent(facet="medical", text="An operation", decided_by=""))
    assert answer.status_code == 200
    assert "This field is required" in shown_words(answer.content)
    with acting(worker):
        assert not Goal.objects.filter(plan=plan).exists()


@pytest.mark.requirement("CPL-010")
def test_a_goal_decided_without_the_child_and_without_a_reason_is_not_approved(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    plan = plans.plan(case, worker)
    goal = plans.goal(plan, worker, text="An operation", decided_by="team_without")
    with acting(worker):
        approval = approving.ask_for_approval(plan=plan, version=plan.version, actor=worker)
    address = reverse("desk:show_approval", args=[approval.pk])
    answer = signed_in(supervisor).post(address, sent(answer="approve"))
    assert answer.status_code == 409
    assert "without the child" in shown_words(answer.content)
    with acting(worker):
        assert Plan.objects.get(pk=plan.pk).state == "approval_asked"
        assert Goal.objects.get(pk=goal.pk).decided_by == "team_without"


def test_conflicting_plan_change_keeps_typed_text(case: Case, worker: Staff) -> None:
    plan = plans.plan(case, worker)
    client = signed_in(worker)
    address = reverse("care_plans:edit_plan", args=[case.file_id, plan.pk])
    assert client.post(address, sent(version=1, child_words="first")).status_code == 302
    late = client.post(address, sent(version=1, child_words="what I typed"))
    assert late.status_code == 409
    assert "what I typed" in late.content.decode()
    with acting(worker):
        assert vault.open(Plan.objects.get(pk=plan.pk))["child_words"] == "first"


def test_approved_plan_is_fixed_but_steps_can_be_marked(case: Case, worker: Staff) -> None:
    supervisor = agencies.staff("supervisor", worker.office)
    plan, approval = plans.asked(case, worker)
    with acting(supervisor):
        approving.approve_plan(approval=approval, plan=plan, actor=supervisor)
    with acting(worker):
        goal = Goal.objects.get(plan=plan)
        step = Step.objects.get(goal=goal)
    client = signed_in(worker)
    for name, key in (("edit_plan", plan.pk), ("add_goal", plan.pk), ("edit_goal", goal.pk)):
        assert (
            client.get(reverse(f"care_plans:{name}", args=[case.file_id, key])).status_code == 404
        )
    mark = reverse("care_plans:record_step_progress", args=[case.file_id, step.pk])
    assert client.post(mark, sent(state="done", version=step.version)).status_code == 302
    with acting(worker):
        assert Step.objects.get(pk=step.pk).state == "done"
        assert Step.objects.get(pk=step.pk).done_on is not None
    mark = reverse("care_plans:record_goal_progress", args=[case.file_id, goal.pk])
    assert client.post(mark, sent(state="reached", version=goal.version)).status_code == 302


@pytest.mark.parametrize("state", ["draft", "approved", "replaced"])
def test_only_a_plan_whose_approval_is_asked_for_is_decided(
    case: Case, worker: Staff, state: str
) -> None:
    supervisor = agencies.staff("supervisor", worker.office)
    plan, approval = plans.asked(case, worker)
    plan.state = state
    with acting(worker):
        with pytest.raises(access.NotAllowed):
            approving.withdraw_approval_request(approval=approval, plan=plan, actor=worker)
        approval.refresh_from_db()
    with acting(supervisor):
        with pytest.raises(access.NotAllowed):
            approving.return_for_revision(
                approval=approval, plan=plan, question="?", actor=supervisor
            )
        approval.refresh_from_db()
        with pytest.raises(access.NotAllowed):
            approving.approve_plan(approval=approval, plan=plan, actor=supervisor)
        assert Approval.objects.get(pk=approval.pk).decision == "waiting"
        assert Plan.objects.get(pk=plan.pk).state == "approval_asked"


def test_a_plan_that_is_approved_already_is_not_asked_about(case: Case, worker: Staff) -> None:
    plan, _approval = plans.asked(case, worker)
    plan.state = "approved"
    with acting(worker), pytest.raises(access.NotAllowed):
        approving.ask_for_approval(plan=plan, version=plan.version, actor=worker)


def test_new_plan_copies_open_goals_and_replaces_old_plan(case: Case, worker: Staff) -> None:
    supervisor = agencies.staff("supervisor", worker.office)
    first, approval = plans.asked(case, worker)
    with acting(supervisor):
        approving.approve_plan(approval=approval, plan=first, actor=supervisor)
    client = signed_in(worker)
    address = reverse("care_plans:create_plan", args=[case.file_id])
    form = sent(child_words="Now I want to teach.", contribution="given", take_over="on")
    assert client.post(address, form).status_code == 302
    with acting(worker):
        second = Plan.objects.get(case=case, number=2)
        assert Plan.objects.get(pk=first.pk).state == "approved"
        copied_goal = Goal.objects.get(plan=second)
        assert vault.open(copied_goal)["text"] == "Back in class four"
        request = approving.ask_for_approval(plan=second, version=second.version, actor=worker)
    with acting(supervisor):
        approving.approve_plan(approval=request, plan=second, actor=supervisor)
        states = dict(Plan.objects.filter(case=case).values_list("number", "state"))
    assert states == {1: "replaced", 2: "approved"}
    page = client.get(reverse("care_plans:show_newest_plan", args=[case.file_id]))
    assert "Plan 1: Replaced by a newer plan" in page.content.decode()


def test_nothing_changes_when_a_step_of_the_work_fails(
    case: Case, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plans.plan(case, worker)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(goals, "increment_plan_version", broken)
    with acting(worker), pytest.raises(RuntimeError):
        goals.add_goal(
            plan=plan, data=goals.PlanGoalInput("care", "child", "A bed of her own"), actor=worker
        )
    with acting(worker):
        assert not Goal.objects.filter(plan=plan).exists()


def test_that_a_plan_was_printed_is_on_record(case: Case, worker: Staff) -> None:
    plan = plans.plan(case, worker)
    page = signed_in(worker).get(reverse("care_plans:print_plan", args=[case.file_id, plan.pk]))
    assert page.status_code == 200
    assert "Sunita" not in page.content.decode()
    with role("auditor"):
        assert AuditEntry.objects.filter(kind="printed", file_id=case.file_id).count() == 1
