"""Screens about closure: request it, withdraw the request, reopen the case."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.form_submission import RecordForm, submit_form
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk import actions
from saathi.desk.closing import blockers, pages
from saathi.desk.closing.forms import CaseClosingForm, CaseReopeningForm
from saathi.protection.casework.cases import closing_rules, closings
from saathi.protection.casework.cases.actions import closing
from saathi.protection.casework.cases.approval_wording import describe_not_withdrawn
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.cases.vocabulary import ApprovalDecision, ReopenReason
from saathi.web.components import Text


def _url(file_id: UUID) -> str:
    return reverse("desk:show_closing", args=[file_id])


def _writes(staff: Staff, file_id: UUID) -> Section:
    writes = access.sections_of_file(staff, file_id)[1]
    if not writes & Section.DECISIONS:
        raise access.NotAllowed
    return writes


def _form_page(
    request: StaffRequest,
    case: Case,
    form: RecordForm,
    title: Text,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    head = {"code": case.child.code, "back": _url(case.file_id)}
    context = {"form": form, "heading": title, **head, **(more or {})}
    return render(request, "desk/edit_closing.html", context)


@staff_screen(Permission.WORK_ON_CASE)
def show_closing(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The state of the closure, and what is still open in the case."""
    case = case_of_file(request.staff, file_id, Section.DECISIONS)
    writes = access.sections_of_file(request.staff, file_id)[1]
    page = pages.closing_page(case.child, case, request.staff, writes)
    return render(request, "desk/show_closing.html", {"page": page})


@staff_screen(Permission.WORK_ON_CASE)
def request_closing(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Requests closure from the supervisor, with the child's own evaluation or why there is none."""
    case = case_of_file(request.staff, file_id, Section.DECISIONS)
    writes = _writes(request.staff, file_id)
    if case.is_ended:
        return redirect(_url(file_id))

    hindered: list[blockers.ClosingBlocker] = []
    if request.method != "POST":
        hindered = blockers.list_blockers(case, request.staff, writes)

    def save(form: CaseClosingForm) -> str:
        if not form.cleaned_data["anyway"]:
            hindered.extend(blockers.list_blockers_of_form(case, request.staff, form.cleaned_data))
            if hindered:
                return ""
        actions.request_closing(
            case=case,
            child=case.child,
            new=form.to_input(),
            evaluation=form.to_statement_input(),
            version=form.seen_version,
            actor=request.staff,
            answer=form.cleaned_data["answer"],
        )
        return _sent(request, file_id)

    form = CaseClosingForm(request.POST or None, case=case)
    if answer := submit_form(request, form, save, newest_url=_url(file_id)):
        return answer
    was_refused = form.is_bound and bool(hindered)
    if form.is_bound and not hindered:  # the form has errors: keep the list
        hindered = blockers.list_blockers(case, request.staff, writes)
    context = {
        "hindered": [
            blocker for blocker in hindered if blocker.code != closing_rules.EVALUATION_MISSING.code
        ],
        "was_not_sent": was_refused,
        "may_send_anyway": form.is_bound and bool(hindered),
    }
    return _form_page(request, case, form, _("Request case closure"), context)


def _sent(request: StaffRequest, file_id: UUID) -> str:
    messages.success(request, _("Sent to your supervisor."))
    return _url(file_id)


@staff_screen(Permission.WORK_ON_CASE)
def withdraw_closing(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Withdraws the request to close; the work continues."""
    case = case_of_file(request.staff, file_id, Section.DECISIONS)

    def save(_form: RecordForm) -> str:
        approval = closings.last_closing_approval(case)
        if approval and approval.decision == ApprovalDecision.WAITING:
            closing.withdraw_closing_request(approval=approval, case=case, actor=request.staff)
        elif approval:
            messages.warning(request, describe_not_withdrawn(approval))
        return _url(file_id)

    form = RecordForm(request.POST)
    return submit_form(request, form, save, newest_url=_url(file_id)) or redirect(_url(file_id))


@staff_screen(Permission.WORK_ON_CASE)
def reopen_case(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Reopens a closed case, with the reason."""
    case = case_of_file(request.staff, file_id, Section.DECISIONS)
    _writes(request.staff, file_id)
    if not case.is_ended:
        return redirect(_url(file_id))

    def save(form: CaseReopeningForm) -> str:
        closing.reopen_case(
            case=case,
            data=closing.ReopeningInput(
                ReopenReason(form.cleaned_data["reason"]),
                form.cleaned_data["why"],
                request.staff.office.today(),
            ),
            version=form.seen_version,
            actor=request.staff,
        )
        return _url(file_id)

    form = CaseReopeningForm(request.POST or None, case=case)
    answer = submit_form(request, form, save, newest_url=_url(file_id))
    return answer or _form_page(request, case, form, _("Reopen case"))
