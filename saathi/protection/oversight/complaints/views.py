"""Views of complaints: those of one child, recording one, its steps, and all waiting."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access_log
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.panels import Panel
from saathi.protection.oversight.complaints import actions, pages, queries
from saathi.protection.oversight.complaints.forms import ComplaintForm, ComplaintStepForm
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.oversight.complaints.vocabulary import AuthorityInformed

screens = kit.RecordScreens("complaints")
NEW_PAGE_TEXT = kit.ChildFormPageText(
    _("Complaint or suggestion"),
    _("Write what the child says, in their words. The complaint does not affect any help."),
    back="complaints:list_complaints",
)
STEP_PAGE_TEXT = kit.ChildFormPageText(
    _("Record action and answer"),
    _("Tell the child what was done and why, and ask whether they accept the answer."),
    back="complaints:list_complaints",
)


@screens.child_list(
    "complaints/",
    Permission.WORK_ON_CASE,
    kit.RecordQuery(Complaint, "-said_on", related=["handler", "facility"]),
)
def list_complaints(
    request: StaffRequest, child: Child, complaints: list[Complaint]
) -> kit.PageContent:
    """The complaints and suggestions of this child that the reader may read."""
    today, label = request.staff.office.today(), _("Record a complaint or suggestion")
    add = screens.links(request, child.file_id, "record_complaint", label, "plus")
    rows = [pages.complaint_row(each, today, may_act=bool(add)) for each in complaints]
    empty = _("No complaints or suggestions yet. Tell every child how and where they can complain.")
    panel = kit.Panel(_("Complaints and suggestions"), rows=rows, empty=empty)
    return kit.PageContent(buttons=add, parts=[panel])


@screens.child_form("complaints/new/", Permission.WORK_ON_CASE, ComplaintForm, NEW_PAGE_TEXT)
def record_complaint(request: StaffRequest, child: Child, form: ComplaintForm) -> None:
    """Records a complaint or suggestion from the child."""
    complaint = form.to_record(file_id=child.file_id, child=child)
    informs = form.cleaned_data["informs_authority"] == AuthorityInformed.YES
    actions.record_complaint(complaint=complaint, informs_authority=informs, actor=request.staff)


@screens.child_edit(
    "complaints/<uuid:complaint_id>/",
    Permission.WORK_ON_CASE,
    Complaint,
    ComplaintStepForm,
    STEP_PAGE_TEXT,
)
def record_complaint_step(
    request: StaffRequest, complaint: Complaint, form: ComplaintStepForm
) -> None:
    """Records a step: what was done, the answer, the child's response."""
    actions.record_complaint_step(
        complaint=complaint, step=form.to_record(), version=form.seen_version, actor=request.staff
    )


@screens.ordinary("complaints/")
@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_all_complaints(request: StaffRequest) -> HttpResponse:
    """Lists complaints of all children whose files the reader may read, waiting ones first."""
    which = "" if request.GET.get("which") == "all" else "waiting"
    page = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() else 1
    complaints = queries.list_all_complaints(request.staff, which=which, page=min(page, 1000))
    page_rows = complaints[: queries.PAGE_SIZE]
    access_log.log_list_view(
        request.staff,
        [complaint.pk for complaint in page_rows],
        screen="complaints:list_all_complaints",
        count=len(page_rows),
    )
    today = request.staff.office.today()
    rows = [pages.complaint_summary_row(complaint, today) for complaint in page_rows]
    context = {
        "part": Panel(_("Complaints and suggestions"), rows=rows, empty=_("No open complaints.")),
        "which": which,
        "more": page + 1 if len(complaints) > len(page_rows) else None,
    }
    return render(request, "complaints/list_all_complaints.html", context)


@screens.ordinary("complaints/<uuid:complaint_id>/")
@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def redirect_to_complaint(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """Redirects from a notice to the file of the complaint."""
    file_id = queries.file_of_complaint(request.staff, complaint_id)
    return redirect("complaints:list_complaints", file_id)
