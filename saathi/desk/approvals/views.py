"""Views for supervisors: waiting requests, one request, the decision on it."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from saathi.agencies import access
from saathi.agencies.form_submission import submit_form
from saathi.agencies.list_kit.screens import list_response
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk import actions
from saathi.desk.approvals import pages
from saathi.desk.approvals.decisions import decisions_part
from saathi.desk.approvals.forms import ApprovalDecisionForm
from saathi.desk.approvals.list_page import declare_approvals_list
from saathi.desk.led_offices import LedOffice, list_led_offices
from saathi.people.queries import child_of_file, require_file_rights
from saathi.protection.casework.care_plans.actions import approving
from saathi.protection.casework.cases.actions import closing
from saathi.protection.casework.cases.actions.approvals import ApprovalRefused
from saathi.protection.casework.cases.models import Approval
from saathi.protection.casework.cases.vocabulary import ApprovalDecision
from saathi.web import discreet_view


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen(Permission.APPROVE)
def list_approvals(request: StaffRequest) -> HttpResponse:
    """The list of requests waiting for a supervisor, with filters, order and saved views."""
    led = list_led_offices(request.staff)
    _require_led(led, request.GET.get("office", ""))
    is_discreet = discreet_view.is_discreet(request)
    declaration = declare_approvals_list(request.staff, led, is_discreet=is_discreet)
    decisions = decisions_part(request.staff, request.GET, is_discreet=is_discreet)
    context = {"decisions": decisions}
    return list_response(request, declaration, "desk/list_approvals.html", context)


def _require_led(led: Sequence[LedOffice], office: str) -> None:
    """Raises NotAllowed if the URL names an office that this person does not lead."""
    if office and office not in {str(led_office.pk) for led_office in led}:
        raise access.NotAllowed


@staff_screen(Permission.APPROVE)
def show_approval(request: StaffRequest, approval_id: UUID) -> HttpResponse:
    """The page of a request with its plan or closure; approves or returns it."""
    approval = access.get(request.staff, Approval, approval_id)
    rights = require_file_rights(request.staff, approval.file_id, Section.PLAN)
    subject = pages.get_target(approval)
    address = reverse("desk:show_approval", args=[approval.pk])
    refused: list[str] = []

    def save(form: ApprovalDecisionForm) -> str:
        try:
            if form.cleaned_data["answer"] == ApprovalDecisionForm.APPROVE:
                _approve(request, approval, subject)
            else:
                _send_back(request, approval, subject, form.cleaned_data["question"])
        except ApprovalRefused as refusal:
            refused.extend(gettext(reason.text) for reason in refusal.reasons)
            return ""
        return address

    form = ApprovalDecisionForm(request.POST or None)
    if answer := submit_form(request, form, save, newest_url=address):
        return answer
    child = child_of_file(request.staff, approval.file_id, Section.PLAN)
    page = pages.approval_page(
        rights, approval, child, subject, is_discreet=discreet_view.is_discreet(request)
    )
    context = {"page": page, "form": form, "refused": refused}
    if refused:
        context["refused_title"] = _refused_title(form, approval)
    return render(request, "desk/show_approval.html", context, status=409 if refused else 200)


def _refused_title(form: ApprovalDecisionForm, approval: Approval) -> str:
    if approval.decision != ApprovalDecision.WAITING:
        return gettext("A decision was made before yours. Nothing was changed.")
    if form.cleaned_data["answer"] == ApprovalDecisionForm.APPROVE:
        return gettext("The request cannot be approved yet. Nothing was changed.")
    return gettext("The request cannot be returned for revision. Nothing was changed.")


def _approve(request: StaffRequest, approval: Approval, subject: pages.ApprovalTarget) -> None:
    by, plan, case_closing = request.staff, subject.plan, subject.closing
    if plan:
        approving.approve_plan(approval=approval, plan=plan, actor=by, replaces=subject.replaces)
    elif case_closing:
        actions.close_case(case=case_closing.case, closing=case_closing, actor=by)


def _send_back(
    request: StaffRequest, approval: Approval, subject: pages.ApprovalTarget, question: str
) -> None:
    by, plan, case_closing = request.staff, subject.plan, subject.closing
    if plan:
        approving.return_for_revision(approval=approval, plan=plan, question=question, actor=by)
    elif case_closing:
        closing.return_closing_request(
            approval=approval, case=case_closing.case, question=question, actor=by
        )
