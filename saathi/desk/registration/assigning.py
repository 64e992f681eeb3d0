"""The page on which a supervisor assigns a new case to a case worker."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from saathi.agencies.form_submission import submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.registration import assignees
from saathi.desk.registration.forms import AssignmentForm
from saathi.desk.team import actions, queries
from saathi.protection.casework.cases.actions.approvals import ApprovalRefused


@staff_screen(Permission.ASSIGN)
def assign_case(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Assigns a case that waits for a case worker; any other is handed over on the page of its team."""
    rights = queries.require_rights(request.staff, file_id, Permission.ASSIGN)
    case = queries.get_case_with_child(rights)
    if not case.awaits_assignment:
        return redirect("desk:change_team", file_id)

    def save(form: AssignmentForm) -> str:
        worker = form.cleaned_data["worker"].staff
        try:
            actions.assign_new_case(case=case, to=worker, actor=request.staff)
        except ApprovalRefused as refusal:
            for reason in refusal.reasons:
                form.add_error("worker_name", gettext(reason.text))
            return ""
        text = gettext("Case %(code)s is assigned to %(name)s.")
        messages.success(request, text % {"code": case.child.code, "name": worker.name})
        return reverse("desk:child_file", args=[file_id])

    workers = assignees.list_worker_choices(request.staff)
    form = AssignmentForm(request.POST or None, workers=workers)
    context = {
        "form": form,
        "code": case.child.code,
        "file_id": file_id,
        "workers": [each for each in workers if each.has_room][: assignees.MAX_SUGGESTED],
    }
    return submit_form(request, form, save) or render(request, "desk/assign_case.html", context)
