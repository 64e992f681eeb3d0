"""The page on which a supervisor assigns a new case to a case worker."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.registration import assignees
from saathi.desk.registration.assignees import WorkerChoice
from saathi.desk.registration.worker_choice import choose_worker, over_limit_field
from saathi.desk.team import actions, queries
from saathi.people.forms import TextLineField
from saathi.protection.casework.cases.actions.approvals import ApprovalRefused


class AssignmentForm(RecordForm):
    """Form for the case worker of a case that has none."""

    worker_name = TextLineField(
        required=True,
        label=_("Name of the case worker"),
        help_text=_(
            "Enter the name, or one word of it. Workers of your office and district come first."
        ),
    )
    over_limit_because = over_limit_field()

    def __init__(self, *args: Any, workers: Sequence[WorkerChoice], **options: Any) -> None:
        super().__init__(*args, **options)
        self.workers = workers
        self.fields["worker_name"].widget.attrs["list"] = "workers"

    def clean(self) -> dict[str, Any]:
        """Finds the case worker by the typed name."""
        cleaned = super().clean() or self.cleaned_data
        if "worker_name" in cleaned:
            cleaned["worker"], problems = choose_worker(
                self.workers, cleaned["worker_name"], cleaned.get("over_limit_because", "")
            )
            for field, problem in problems.items():
                self.add_error(field, problem)
        return cleaned


@staff_screen(Permission.ASSIGN)
def assign_case(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Assigns a case that waits for a case worker; others are handed over on the team's page."""
    rights = queries.require_rights(request.staff, file_id, Permission.ASSIGN)
    case = queries.get_case_with_child(rights)
    if not case.awaits_assignment:
        return redirect("desk:change_team", file_id)

    def save(form: AssignmentForm) -> str:
        worker = form.cleaned_data["worker"].staff
        because = form.cleaned_data["over_limit_because"]
        try:
            actions.assign_new_case(
                case=case, to=worker, over_limit_because=because, actor=request.staff
            )
        except ApprovalRefused as refusal:
            for reason in refusal.reasons:
                form.add_error("over_limit_because", gettext(reason.text))
            return ""
        text = gettext("Case %(code)s is assigned to %(name)s.")
        messages.success(request, text % {"code": case.child.code, "name": worker.name})
        return reverse("desk:child_file", args=[file_id])

    workers = assignees.list_worker_choices(request.staff, file_id=file_id)
    form = AssignmentForm(request.POST or None, workers=workers)
    context = {
        "form": form,
        "code": case.child.code,
        "file_id": file_id,
        "workers": workers[: assignees.MAX_SUGGESTED],
    }
    return submit_form(request, form, save) or render(request, "desk/assign_case.html", context)
