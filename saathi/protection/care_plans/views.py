"""Screens of a child's plan: read it, make it, change a draft, say how far it has come."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi import audit
from saathi.agencies import access, looking
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import RecordForm, send
from saathi.agencies.vocabulary import DraftKind
from saathi.agencies.weak_lines.drafts import Drafting
from saathi.consent.weighing import to_weigh
from saathi.people.models import Child
from saathi.people.queries import child_of_file
from saathi.protection.care_plans import forms, pages, queries, rules
from saathi.protection.care_plans.actions import approving, goals, plans
from saathi.protection.care_plans.models import Plan
from saathi.protection.care_plans.vocabulary import GoalState, PlanState, StepState
from saathi.protection.cases.queries import case_of_file
from saathi.protection.cases.vocabulary import ApprovalDecision
from saathi.web import discreet
from saathi.web.parts import Text


def _child(request: StaffRequest, file_id: UUID) -> Child:
    return child_of_file(request.staff, file_id, Section.PLAN)


def _changeable(staff: Staff, file_id: UUID, plan: Plan) -> None:
    """A form about a plan opens for those who may change it, and while it may be changed."""
    _writes(staff, file_id)
    if not rules.may_be_changed(PlanState(plan.state)):
        raise access.NotAllowed


def _writes(staff: Staff, file_id: UUID) -> None:
    if not access.sections(staff, file_id)[1] & Section.PLAN:
        raise access.NotAllowed


def _form_page(
    request: StaffRequest, child: Child, form: RecordForm, title: Text, back: str
) -> HttpResponse:
    context: dict[str, object] = {"code": child.code, "form": form, "heading": title, "back": back}
    if not discreet.is_on(request):
        rights = request.rights or access.rights(request.staff, child.file_id)
        context["weighed"] = to_weigh(rights, child)
    return render(request, "care_plans/edit.html", context)


@staff_screen(Permission.WORK_ON_CASE)
def show_newest(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The newest plan of a child, or what to do first where there is none."""
    child = _child(request, file_id)
    found = queries.plans_of(file_id)
    if not found:
        may_make = bool(access.sections(request.staff, file_id)[1] & Section.PLAN)
        context = {"code": child.code, "file_id": file_id, "may_make": may_make}
        return render(request, "care_plans/no_plan.html", context)
    page = pages.plan_page(child, found[0], found, request.staff)
    return render(request, "care_plans/show_plan.html", {"page": page})


@staff_screen(Permission.WORK_ON_CASE)
def show_plan(request: StaffRequest, file_id: UUID, plan_id: UUID) -> HttpResponse:
    """One plan of a child, the present one or an earlier one."""
    child = _child(request, file_id)
    found = queries.plans_of(file_id)
    plan = next((plan for plan in found if plan.pk == plan_id), None)
    if plan is None:
        raise access.NotAllowed
    page = pages.plan_page(child, plan, found, request.staff)
    return render(request, "care_plans/show_plan.html", {"page": page})


@staff_screen(Permission.WORK_ON_CASE)
def print_plan(request: StaffRequest, file_id: UUID, plan_id: UUID) -> HttpResponse:
    """A plan on paper: the same words, no buttons; that it was printed is on record."""
    child = _child(request, file_id)
    plan = queries.plan_of(file_id, plan_id)
    page = pages.plan_page(child, plan, [plan], request.staff)
    looking.record(
        request.staff, audit.Kind.PRINTED, Section.PLAN, file_id=file_id, objects=[plan.pk]
    )
    return render(request, "care_plans/print_plan.html", {"page": page})


@staff_screen(Permission.WORK_ON_CASE)
def make_plan(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """A new plan: her own goals first, in her words."""
    case = case_of_file(request.staff, file_id, Section.PLAN)
    _writes(request.staff, file_id)
    before = queries.has_plan(file_id)
    needs = {} if before else queries.needs_of(case.pk, request.staff)

    def save(form: forms.PlanForm) -> str:
        plan = plans.make_plan(
            case=case,
            text=form.text(),
            made_on=request.staff.office.today(),
            by=request.staff,
            take_over_goals=form.cleaned_data.get("take_over", False),
        )
        return pages.show_url(plan)

    back = reverse("care_plans:newest_plan", args=[file_id])
    lacking = rules.needs_without_goal(rules.PlanFacts(needs=needs))
    form = forms.PlanForm(request.POST or None, ask_why_later=lacking, may_take_over=before)
    form.draft = Drafting(DraftKind.PLAN, file_id)
    answer = send(request, form, save, newest=back)
    return answer or _form_page(request, case.child, form, _("Make a plan"), back)


@staff_screen(Permission.WORK_ON_CASE)
def edit_plan(request: StaffRequest, file_id: UUID, plan_id: UUID) -> HttpResponse:
    """Her words and her part in a draft, and why a need has no goal now."""
    child = _child(request, file_id)
    plan = queries.plan_of(file_id, plan_id)
    _changeable(request.staff, file_id, plan)
    book = queries.opened(plan)
    facts = book.facts(queries.needs_of(plan.case_id, request.staff))
    back = pages.show_url(plan)

    def save(form: forms.PlanForm) -> str:
        plans.change_plan(plan=plan, text=form.text(), version=form.seen, by=request.staff)
        return back

    form = forms.PlanForm(
        request.POST or None, book=book, ask_why_later=rules.needs_without_goal(facts)
    )
    form.draft = Drafting(DraftKind.PLAN, file_id)
    answer = send(request, form, save, newest=back)
    return answer or _form_page(request, child, form, _("The child’s part in the plan"), back)


@staff_screen(Permission.WORK_ON_CASE)
def ask_for_approval(request: StaffRequest, file_id: UUID, plan_id: UUID) -> HttpResponse:
    """Sends the plan to the supervisor, as it is now."""
    _child(request, file_id)
    plan = queries.plan_of(file_id, plan_id)
    back = pages.show_url(plan)

    def save(form: forms.AskForm) -> str:
        approving.ask_for_approval(
            plan=plan, version=form.seen, by=request.staff, answer=form.cleaned_data["answer"]
        )
        return back

    return send(request, forms.AskForm(request.POST), save, newest=back) or redirect(back)


@staff_screen(Permission.WORK_ON_CASE)
def withdraw_request(request: StaffRequest, file_id: UUID, plan_id: UUID) -> HttpResponse:
    """Takes the request for approval back; the plan is a draft again."""
    _child(request, file_id)
    plan = queries.plan_of(file_id, plan_id)
    back = pages.show_url(plan)

    def save(_form: RecordForm) -> str:
        approval = queries.last_request(plan)
        if approval and approval.decision == ApprovalDecision.WAITING:
            approving.withdraw(approval=approval, plan=plan, by=request.staff)
        return back

    return send(request, RecordForm(request.POST), save, newest=back) or redirect(back)


@staff_screen(Permission.WORK_ON_CASE)
def add_goal(request: StaffRequest, file_id: UUID, plan_id: UUID) -> HttpResponse:
    """A new goal of a draft, with its first step."""
    child = _child(request, file_id)
    plan = queries.plan_of(file_id, plan_id)
    _changeable(request.staff, file_id, plan)
    back = pages.show_url(plan)

    def save(form: forms.NewGoalForm) -> str:
        goals.add_goal(
            plan=plan, text=form.goal_text(), first_step=form.first_step(), by=request.staff
        )
        return back

    team = queries.team_of(plan.case_id, request.staff)
    form = forms.NewGoalForm(request.POST or None, team=team, facet=request.GET.get("facet", ""))
    answer = send(request, form, save, newest=back)
    return answer or _form_page(request, child, form, _("Add a goal"), back)


@staff_screen(Permission.WORK_ON_CASE)
def edit_goal(request: StaffRequest, file_id: UUID, goal_id: UUID) -> HttpResponse:
    """A goal of a draft in other words."""
    child = _child(request, file_id)
    goal = queries.goal_of(file_id, goal_id)
    _changeable(request.staff, file_id, goal.plan)
    back = pages.show_url(goal.plan)

    def save(form: forms.GoalForm) -> str:
        goals.change_goal(goal=goal, text=form.goal_text(), version=form.seen, by=request.staff)
        return back

    form = forms.GoalForm(request.POST or None, goal=goal, payload=queries.payload_of(goal))
    answer = send(request, form, save, newest=back)
    return answer or _form_page(request, child, form, _("Change this goal"), back)


@staff_screen(Permission.WORK_ON_CASE)
def mark_goal(request: StaffRequest, file_id: UUID, goal_id: UUID) -> HttpResponse:
    """How far a goal has come, also of an approved plan."""
    child = _child(request, file_id)
    _writes(request.staff, file_id)
    goal = queries.goal_of(file_id, goal_id)
    back = pages.show_url(goal.plan)

    def save(form: forms.MarkGoalForm) -> str:
        state = GoalState(form.cleaned_data["state"])
        goals.mark_goal(goal=goal, state=state, version=form.seen, by=request.staff)
        return back

    form = forms.MarkGoalForm(request.POST or None, initial=forms.now_of(goal))
    answer = send(request, form, save, newest=back)
    return answer or _form_page(request, child, form, _("Say how far the goal has come"), back)


@staff_screen(Permission.WORK_ON_CASE)
def add_step(request: StaffRequest, file_id: UUID, goal_id: UUID) -> HttpResponse:
    """A new step towards a goal of a draft."""
    child = _child(request, file_id)
    goal = queries.goal_of(file_id, goal_id)
    _changeable(request.staff, file_id, goal.plan)
    back = pages.show_url(goal.plan)

    def save(form: forms.StepForm) -> str:
        goals.add_step(goal=goal, text=form.text(), by=request.staff)
        return back

    team = queries.team_of(goal.plan.case_id, request.staff)
    form = forms.StepForm(request.POST or None, team=team)
    answer = send(request, form, save, newest=back)
    return answer or _form_page(request, child, form, _("Add a step"), back)


@staff_screen(Permission.WORK_ON_CASE)
def edit_step(request: StaffRequest, file_id: UUID, step_id: UUID) -> HttpResponse:
    """A step of a draft in other words."""
    child = _child(request, file_id)
    step = queries.step_of(file_id, step_id)
    _changeable(request.staff, file_id, step.goal.plan)
    back = pages.show_url(step.goal.plan)

    def save(form: forms.StepForm) -> str:
        goals.change_step(step=step, text=form.text(), version=form.seen, by=request.staff)
        return back

    team = queries.team_of(step.goal.plan.case_id, request.staff)
    form = forms.StepForm(
        request.POST or None, team=team, step=step, payload=queries.payload_of(step)
    )
    answer = send(request, form, save, newest=back)
    return answer or _form_page(request, child, form, _("Change this step"), back)


@staff_screen(Permission.WORK_ON_CASE)
def mark_step(request: StaffRequest, file_id: UUID, step_id: UUID) -> HttpResponse:
    """How far a step has come, also of an approved plan."""
    child = _child(request, file_id)
    _writes(request.staff, file_id)
    step = queries.step_of(file_id, step_id)
    back = pages.show_url(step.goal.plan)

    def save(form: forms.MarkStepForm) -> str:
        state = StepState(form.cleaned_data["state"])
        done_on = form.cleaned_data["done_on"] or request.staff.office.today()
        goals.mark_step(
            step=step, state=state, done_on=done_on, version=form.seen, by=request.staff
        )
        return back

    form = forms.MarkStepForm(request.POST or None, initial=forms.now_of(step))
    answer = send(request, form, save, newest=back)
    return answer or _form_page(request, child, form, _("Say how far the step has come"), back)
