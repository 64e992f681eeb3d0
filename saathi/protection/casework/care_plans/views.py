"""Screens of a child's plan: show it, make it, change a draft, record progress."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi import audit
from saathi.agencies import access, access_log
from saathi.agencies.form_submission import NEXT_BUTTON, RecordForm, submit_form
from saathi.agencies.models import Staff
from saathi.agencies.offline.drafts import DraftTarget
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.consent.child_capacity import child_capacity_panel
from saathi.people.models import Child
from saathi.people.panels import Panel
from saathi.people.queries import child_of_file
from saathi.protection.casework.care_plans import forms, pages, queries, rules
from saathi.protection.casework.care_plans.actions import approving, goals, plans
from saathi.protection.casework.care_plans.models import Plan
from saathi.protection.casework.care_plans.vocabulary import (
    PLAN_DRAFT,
    GoalState,
    PlanState,
    StepState,
)
from saathi.protection.casework.care_plans.wording import describe_gaps
from saathi.protection.casework.cases.approval_wording import describe_not_withdrawn
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.cases.vocabulary import ApprovalDecision
from saathi.web import discreet_view
from saathi.web.components import ActionLink, Text

_SUBMITTED = _("Submitted for approval.")


def _child(request: StaffRequest, file_id: UUID) -> Child:
    return child_of_file(request.staff, file_id, Section.PLAN)


def _require_changeable(staff: Staff, file_id: UUID, plan: Plan) -> None:
    """Raises NotAllowed unless `staff` may change the plan and it may still be changed."""
    _require_write_access(staff, file_id)
    if not rules.may_be_changed(PlanState(plan.state)):
        raise access.NotAllowed


def _require_write_access(staff: Staff, file_id: UUID) -> None:
    if not access.sections_of_file(staff, file_id)[1] & Section.PLAN:
        raise access.NotAllowed


def _form_page(
    request: StaffRequest,
    child: Child,
    form: RecordForm,
    title: Text,
    back: str,
    **more: object,
) -> HttpResponse:
    context = {"code": child.code, "form": form, "heading": title, "back": back} | more
    if not discreet_view.is_discreet(request):
        rights = request.rights or access.rights(request.staff, child.file_id)
        context["weighed"] = child_capacity_panel(rights, child)
    return render(request, "care_plans/edit.html", context)


def _assessed(request: StaffRequest, file_id: UUID, case_id: UUID) -> Panel | None:
    """The assessment, to show above a form of the plan, for those who may read it and see names."""
    reads = access.sections_of_file(request.staff, file_id)[0]
    if discreet_view.is_discreet(request) or not reads & Section.NEEDS:
        return None
    return pages.assessed_panel(case_id, file_id, request.staff)


@staff_screen(Permission.WORK_ON_CASE)
def show_newest(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The newest plan of a child, or the first step if there is none."""
    child = _child(request, file_id)
    file_plans = queries.list_plans(file_id)
    if not file_plans:
        may_make = bool(access.sections_of_file(request.staff, file_id)[1] & Section.PLAN)
        context = {"code": child.code, "file_id": file_id, "may_make": may_make}
        return render(request, "care_plans/no_plan.html", context)
    page = pages.build_plan_page(child, file_plans[0], file_plans, request.staff)
    return render(request, "care_plans/show_plan.html", {"page": page})


@staff_screen(Permission.WORK_ON_CASE)
def show_plan(request: StaffRequest, file_id: UUID, plan_id: UUID) -> HttpResponse:
    """One plan of a child, the current or an earlier one."""
    child = _child(request, file_id)
    file_plans = queries.list_plans(file_id)
    plan = next((plan for plan in file_plans if plan.pk == plan_id), None)
    if plan is None:
        raise access.NotAllowed
    page = pages.build_plan_page(child, plan, file_plans, request.staff)
    return render(request, "care_plans/show_plan.html", {"page": page})


@staff_screen(Permission.WORK_ON_CASE)
def print_plan(request: StaffRequest, file_id: UUID, plan_id: UUID) -> HttpResponse:
    """A plan for printing: the same content without buttons; printing is logged."""
    child = _child(request, file_id)
    plan = queries.get_plan(file_id, plan_id)
    page = pages.build_plan_page(child, plan, [plan], request.staff)
    access_log.log_file_view(
        request.staff, audit.AuditKind.PRINTED, Section.PLAN, file_id=file_id, objects=[plan.pk]
    )
    return render(request, "care_plans/print_plan.html", {"page": page})


@staff_screen(Permission.WORK_ON_CASE)
def create_plan(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Creates a plan, starting with the child's own goals in their words."""
    case = case_of_file(request.staff, file_id, Section.PLAN)
    _require_write_access(request.staff, file_id)
    has_earlier_plan = queries.has_plan(file_id)
    needs = {} if has_earlier_plan else queries.list_needs(case.pk, request.staff)

    def save(form: forms.CarePlanForm) -> str:
        plan = plans.make_plan(
            case=case,
            data=form.to_input(),
            made_on=request.staff.office.today(),
            actor=request.staff,
            take_over_goals=form.cleaned_data.get("take_over", False),
        )
        _add_first_goal(request, plan, goal)
        if NEXT_BUTTON in request.POST:
            plan.refresh_from_db()
            _submit_if_approvable(request, form, plan)
        return pages.plan_url(plan)

    back = reverse("care_plans:show_newest_plan", args=[file_id])
    open_needs = rules.needs_without_goal(rules.PlanFacts(needs=needs))
    form = forms.CarePlanForm(
        request.POST or None, ask_why_later=open_needs, may_take_over=has_earlier_plan
    )
    form.draft = DraftTarget(PLAN_DRAFT, file_id)
    form.next_page = ActionLink(_("Save and submit for approval"), "")
    goal = forms.FirstGoalForm(request.POST or None, team=queries.list_team(case.pk, request.staff))
    goal.today = request.staff.office.today()
    goal.start_with(request.staff)
    answer = submit_form(request, form, save, newest_url=back, other_forms=[goal])
    return answer or _form_page(
        request,
        case.child,
        form,
        _("Create a plan"),
        back,
        goal=goal,
        assessed=_assessed(request, file_id, case.pk),
    )


def _add_first_goal(request: StaffRequest, plan: Plan, form: forms.FirstGoalForm) -> None:
    if form.is_filled:
        goals.add_goal(
            plan=plan,
            data=form.to_input(),
            first_step=form.to_first_step_input(),
            actor=request.staff,
        )


def _submit_if_approvable(request: StaffRequest, form: RecordForm, plan: Plan) -> None:
    """Submits a new plan; one that cannot be approved stays a draft, and the next page says why."""
    facts = queries.open_plan(plan).facts(queries.list_needs(plan.case_id, request.staff))
    missing = rules.reasons_not_to_approve_plan(facts)
    if not missing:
        approving.ask_for_approval(plan=plan, version=plan.version, actor=request.staff)
        form.saved_message = _SUBMITTED
        return
    form.saved_message = ""
    text = gettext("The plan is saved as a draft. It is not submitted yet.")
    messages.warning(request, " ".join([text, *describe_gaps(facts, missing)]))


@staff_screen(Permission.WORK_ON_CASE)
def edit_plan(request: StaffRequest, file_id: UUID, plan_id: UUID) -> HttpResponse:
    """Edits the child's words and part in a draft, and why a need has no goal now."""
    child = _child(request, file_id)
    plan = queries.get_plan(file_id, plan_id)
    _require_changeable(request.staff, file_id, plan)
    opened_plan = queries.open_plan(plan)
    facts = opened_plan.facts(queries.list_needs(plan.case_id, request.staff))
    without_goal = [*rules.needs_without_goal(facts), *rules.missing_expected_facets(facts)]
    back = pages.plan_url(plan)

    def save(form: forms.CarePlanForm) -> str:
        plans.change_plan(
            plan=plan, data=form.to_input(), version=form.seen_version, actor=request.staff
        )
        return back

    form = forms.CarePlanForm(
        request.POST or None, opened_plan=opened_plan, ask_why_later=without_goal
    )
    form.draft = DraftTarget(PLAN_DRAFT, file_id)
    answer = submit_form(request, form, save, newest_url=back)
    return answer or _form_page(
        request,
        child,
        form,
        _("Child’s participation in the plan"),
        back,
        assessed=_assessed(request, file_id, plan.case_id),
    )


@staff_screen(Permission.WORK_ON_CASE)
def request_approval(request: StaffRequest, file_id: UUID, plan_id: UUID) -> HttpResponse:
    """Sends the plan in its current version to the supervisor."""
    _child(request, file_id)
    plan = queries.get_plan(file_id, plan_id)
    back = pages.plan_url(plan)

    def save(form: forms.PlanApprovalRequestForm) -> str:
        approving.ask_for_approval(
            plan=plan,
            version=form.seen_version,
            actor=request.staff,
            answer=form.cleaned_data["answer"],
        )
        return back

    form = forms.PlanApprovalRequestForm(request.POST)
    form.saved_message = _SUBMITTED
    return submit_form(request, form, save, newest_url=back) or redirect(back)


@staff_screen(Permission.WORK_ON_CASE)
def withdraw_approval_request(request: StaffRequest, file_id: UUID, plan_id: UUID) -> HttpResponse:
    """Withdraws the request for approval; the plan is a draft again."""
    _child(request, file_id)
    plan = queries.get_plan(file_id, plan_id)
    back = pages.plan_url(plan)

    def save(_form: RecordForm) -> str:
        approval = queries.get_last_approval_request(plan)
        if approval and approval.decision == ApprovalDecision.WAITING:
            approving.withdraw_approval_request(approval=approval, plan=plan, actor=request.staff)
        elif approval:
            messages.warning(request, describe_not_withdrawn(approval))
        return back

    return submit_form(request, RecordForm(request.POST), save, newest_url=back) or redirect(back)


@staff_screen(Permission.WORK_ON_CASE)
def add_goal(request: StaffRequest, file_id: UUID, plan_id: UUID) -> HttpResponse:
    """Adds a goal to a draft, with its first step."""
    child = _child(request, file_id)
    plan = queries.get_plan(file_id, plan_id)
    _require_changeable(request.staff, file_id, plan)
    back = pages.plan_url(plan)

    def save(form: forms.NewPlanGoalForm) -> str:
        goals.add_goal(
            plan=plan,
            data=form.to_input(),
            first_step=form.to_first_step_input(),
            actor=request.staff,
        )
        return back

    team = queries.list_team(plan.case_id, request.staff)
    form = forms.NewPlanGoalForm(
        request.POST or None, team=team, facet=request.GET.get("facet", "")
    )
    form.today = request.staff.office.today()
    form.start_with(request.staff)
    answer = submit_form(request, form, save, newest_url=back)
    return answer or _form_page(
        request,
        child,
        form,
        _("Add a goal"),
        back,
        assessed=_assessed(request, file_id, plan.case_id),
    )


@staff_screen(Permission.WORK_ON_CASE)
def edit_goal(request: StaffRequest, file_id: UUID, goal_id: UUID) -> HttpResponse:
    """Edits a goal of a draft."""
    child = _child(request, file_id)
    goal = queries.get_goal(file_id, goal_id)
    _require_changeable(request.staff, file_id, goal.plan)
    back = pages.plan_url(goal.plan)

    def save(form: forms.PlanGoalForm) -> str:
        goals.change_goal(
            goal=goal, data=form.to_input(), version=form.seen_version, actor=request.staff
        )
        return back

    form = forms.PlanGoalForm(request.POST or None, goal=goal, payload=queries.open_payload(goal))
    answer = submit_form(request, form, save, newest_url=back)
    return answer or _form_page(request, child, form, _("Edit goal"), back)


@staff_screen(Permission.WORK_ON_CASE)
def record_goal_progress(request: StaffRequest, file_id: UUID, goal_id: UUID) -> HttpResponse:
    """Records the progress of a goal, also in an approved plan."""
    child = _child(request, file_id)
    _require_write_access(request.staff, file_id)
    goal = queries.get_goal(file_id, goal_id)
    back = pages.plan_url(goal.plan)

    def save(form: forms.GoalStateForm) -> str:
        state = GoalState(form.cleaned_data["state"])
        goals.mark_goal(goal=goal, state=state, version=form.seen_version, actor=request.staff)
        return back

    form = forms.GoalStateForm(request.POST or None, initial=forms.initial_state(goal))
    answer = submit_form(request, form, save, newest_url=back)
    return answer or _form_page(request, child, form, _("Update goal progress"), back)


@staff_screen(Permission.WORK_ON_CASE)
def add_step(request: StaffRequest, file_id: UUID, goal_id: UUID) -> HttpResponse:
    """Adds a step towards a goal of a draft."""
    child = _child(request, file_id)
    goal = queries.get_goal(file_id, goal_id)
    _require_changeable(request.staff, file_id, goal.plan)
    back = pages.plan_url(goal.plan)

    def save(form: forms.PlanStepForm) -> str:
        goals.add_step(goal=goal, data=form.to_input(), actor=request.staff)
        return back

    team = queries.list_team(goal.plan.case_id, request.staff)
    form = forms.PlanStepForm(request.POST or None, team=team)
    form.today = request.staff.office.today()
    form.start_with(request.staff)
    answer = submit_form(request, form, save, newest_url=back)
    return answer or _form_page(request, child, form, _("Add a step"), back)


@staff_screen(Permission.WORK_ON_CASE)
def edit_step(request: StaffRequest, file_id: UUID, step_id: UUID) -> HttpResponse:
    """Edits a step of a draft."""
    child = _child(request, file_id)
    step = queries.get_step(file_id, step_id)
    _require_changeable(request.staff, file_id, step.goal.plan)
    back = pages.plan_url(step.goal.plan)

    def save(form: forms.PlanStepForm) -> str:
        goals.change_step(
            step=step, data=form.to_input(), version=form.seen_version, actor=request.staff
        )
        return back

    team = queries.list_team(step.goal.plan.case_id, request.staff)
    form = forms.PlanStepForm(
        request.POST or None, team=team, step=step, payload=queries.open_payload(step)
    )
    form.today = request.staff.office.today()
    answer = submit_form(request, form, save, newest_url=back)
    return answer or _form_page(request, child, form, _("Edit step"), back)


@staff_screen(Permission.WORK_ON_CASE)
def record_step_progress(request: StaffRequest, file_id: UUID, step_id: UUID) -> HttpResponse:
    """Records the progress of a step, also in an approved plan."""
    child = _child(request, file_id)
    _require_write_access(request.staff, file_id)
    step = queries.get_step(file_id, step_id)
    back = pages.plan_url(step.goal.plan)

    def save(form: forms.StepStateForm) -> str:
        state = StepState(form.cleaned_data["state"])
        done_on = form.cleaned_data["done_on"] or request.staff.office.today()
        goals.mark_step(
            step=step, state=state, done_on=done_on, version=form.seen_version, actor=request.staff
        )
        return back

    form = forms.StepStateForm(request.POST or None, initial=forms.initial_state(step))
    answer = submit_form(request, form, save, newest_url=back)
    return answer or _form_page(request, child, form, _("Update step progress"), back)
