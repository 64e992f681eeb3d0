"""Makes documents about a child. Each is logged with its reason; none is stored on the server."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from saathi import audit
from saathi.agencies import access, access_purposes
from saathi.agencies.access import FileRights
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.printing import pages
from saathi.desk.printing.forms import PlanPrintForm, PrintReasonForm
from saathi.people.models import Child
from saathi.people.queries import child_of_file
from saathi.protection.casework.care_plans import queries as plans
from saathi.web import downloads, pdf

_SUMMARY = Section.IDENTITY | Section.CASE | Section.PLAN | Section.VOICE


@staff_screen()
def print_plan(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The newest plan as a document for the child, in the child's language."""
    rights = access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id, Section.PLAN)
    plan_list = plans.list_plans(file_id)
    if not plan_list:
        raise Http404
    form = PlanPrintForm(request.POST or None, spoken=child.languages)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, child, form, is_plan=True)
    data = form.cleaned_data
    book = plans.open_plan(plan_list[0])
    paper = pages.plan_document(
        rights, child, book, language=data["language"], with_name=data["with_name"]
    )
    log_printed(request, rights, [child.pk, plan_list[0].pk], Section.PLAN, data["reason"])
    return pdf_response("desk/printing/plan.typ", paper, "plan")


@recently_confirmed
@staff_screen(Permission.WORK_ON_CASE, Permission.APPROVE)
def print_summary(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The summary of a file for those who decide in the case."""
    rights = access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id, Section.CASE)
    if not rights.writes & Section.CASE:
        raise access.NotAllowed
    form = PrintReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, child, form, is_plan=False)
    data = form.cleaned_data
    paper = pages.file_summary_document(rights, child, with_name=data["with_name"])
    log_printed(request, rights, [child.pk], rights.reads & _SUMMARY, data["reason"])
    return pdf_response("desk/printing/summary.typ", paper, "summary")


def _ask(
    request: StaffRequest, child: Child, form: PrintReasonForm, *, is_plan: bool
) -> HttpResponse:
    context = {"form": form, "code": child.code, "file_id": child.file_id, "is_plan": is_plan}
    return render(request, "desk/print.html", context)


def log_printed(
    request: StaffRequest, rights: FileRights, objects: list[UUID], section: Section, reason: str
) -> None:
    """Logs that a document was made, with its content and reason."""
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=rights.file_id,
        objects=objects,
        purpose=access_purposes.access_purpose(request.staff, request.session, rights) or "",
        detail={"section": int(section), "reason": reason, "format": "pdf"},
    )


def pdf_response(template: str, paper: Mapping[str, Any], name: str) -> HttpResponse:
    """A PDF download of the document, which is not stored."""
    return downloads.attachment_response(
        pdf.render_pdf(template, paper), f"{name}.pdf", downloads.PDF
    )
