"""Screens of a supervisor: what waits for her, one request, her answer."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from saathi.agencies import access
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import send
from saathi.desk import actions
from saathi.desk.approving import pages, queries
from saathi.desk.approving.forms import DecideForm, FilterForm
from saathi.people.queries import child_of_file, readable
from saathi.protection.care_plans.actions import approving
from saathi.protection.cases.actions import closing
from saathi.protection.cases.actions.approvals import NotApproved
from saathi.protection.cases.models import Approval
from saathi.web.paging import Key


@staff_screen(Permission.APPROVE)
def list_approvals(request: StaffRequest) -> HttpResponse:
    """What waits for a supervisor, the oldest first, and how the work is spread."""
    led = queries.led(request.staff)
    chosen = _chosen(led, request.GET.get("office", ""))
    form = FilterForm(request.GET, led)
    subject = form.cleaned_data["subject"] if form.is_valid() else ""
    wanted = pages.Wanted(chosen, subject, Key.of(request.GET.get("after", "")))
    page = pages.list_page(request.staff, led, wanted)
    return render(request, "desk/list_approvals.html", {"page": page, "form": form})


def _chosen(led: Sequence[queries.Led], office: str) -> queries.Led | None:
    """The office that the address names; NotAllowed for one that she does not lead."""
    if not office:
        return None
    for one in led:
        if str(one.pk) == office:
            return one
    raise access.NotAllowed


@staff_screen(Permission.APPROVE)
def show_approval(request: StaffRequest, approval_id: UUID) -> HttpResponse:
    """One request with the plan or the closing beside it; approve it or send it back."""
    approval = access.get(request.staff, Approval, approval_id)
    readable(request.staff, approval.file_id, Section.PLAN)
    subject = pages.subject_of(approval)
    here = reverse("desk:show_approval", args=[approval.pk])
    refused: list[str] = []

    def save(form: DecideForm) -> str:
        try:
            if form.cleaned_data["answer"] == DecideForm.APPROVE:
                _approve(request, approval, subject)
            else:
                _send_back(request, approval, subject, form.cleaned_data["question"])
        except NotApproved as refusal:
            refused.extend(gettext(reason.text) for reason in refusal.reasons)
            return ""
        return here

    form = DecideForm(request.POST or None)
    if answer := send(request, form, save, newest=here):
        return answer
    child = child_of_file(request.staff, approval.file_id, Section.PLAN)
    page = pages.approval_page(request.staff, approval, child, subject)
    context = {"page": page, "form": form, "refused": refused}
    return render(request, "desk/show_approval.html", context, status=409 if refused else 200)


def _approve(request: StaffRequest, approval: Approval, subject: pages.Subject) -> None:
    by, plan, asked = request.staff, subject.plan, subject.closing
    if plan:
        approving.approve(approval=approval, plan=plan, by=by, replaces=subject.replaces)
    elif asked:
        actions.close_case(case=asked.case, closing=asked, by=by)


def _send_back(
    request: StaffRequest, approval: Approval, subject: pages.Subject, question: str
) -> None:
    by, plan, asked = request.staff, subject.plan, subject.closing
    if plan:
        approving.send_back(approval=approval, plan=plan, question=question, by=by)
    elif asked:
        closing.send_back(approval=approval, case=asked.case, question=question, by=by)
