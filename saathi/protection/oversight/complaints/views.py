"""Views of complaints: those of one child, recording one, its steps, and all that wait."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, access_log, bundles
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.panels import ChildFormPageText, Panel
from saathi.people.queries import child_header, child_of_file
from saathi.protection.oversight.complaints import actions, pages, queries
from saathi.protection.oversight.complaints.forms import ComplaintForm, ComplaintStepForm

_BACK = ("complaints:list_complaints", _("Complaints and suggestions"))
NEW = ChildFormPageText(
    _("A complaint or a suggestion"),
    _("Write what the child says, as it is said. It has no bearing on any help."),
    _("Put it on record"),
    *_BACK,
)
STEP = ChildFormPageText(
    _("Say what was done"),
    _("The child is told what was done and why, and says whether that will do."),
    _("Keep it"),
    *_BACK,
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_complaints(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Lists the complaints and suggestions of this child that the reader may read."""
    child = child_of_file(request.staff, file_id, Section.VOICE)
    complaints = queries.list_child_complaints(request.staff, file_id)
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.LISTED,
        Section.VOICE,
        file_id=file_id,
        objects=[complaint.pk for complaint in complaints],
    )
    opened, today = queries.open_sealed_texts(complaints), request.staff.office.today()
    acts = access.may_write(request.staff, file_id, Section.VOICE)
    rows = [
        pages.complaint_row(complaint, opened.get(complaint.pk, {}), today, may_act=acts)
        for complaint in complaints
    ]
    empty = _("Nothing is on record. Every child is told how to complain, and to whom.")
    context = {
        "child": child_header(child, staff=request.staff),
        "part": Panel(_("Complaints and suggestions"), rows=rows, empty=empty),
        "may_write": acts,
        "file_id": file_id,
    }
    return render(request, "complaints/list_complaints.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_complaint(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records a complaint or suggestion of the child."""
    child = child_for_editing(request, file_id, Section.VOICE)

    def save(form: ComplaintForm) -> str:
        actions.record_complaint(child=child, data=form.to_input(), actor=request.staff)
        return reverse("complaints:list_complaints", args=[file_id])

    form = ComplaintForm(
        posted_data(request),
        colleagues=bundles.staff_with_permissions(request.staff.agency_id, Permission.WORK_ON_CASE),
        today=request.staff.office.today(),
    )
    return submit_form(request, form, save) or render_child_form_page(request, child, form, NEW)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def follow_complaint(request: StaffRequest, file_id: UUID, complaint_id: UUID) -> HttpResponse:
    """Records a step: what was done, the answer, the child's response."""
    child = child_for_editing(request, file_id, Section.VOICE)
    complaint = queries.get_complaint(request.staff, file_id, complaint_id)
    texts = queries.open_sealed_texts([complaint]).get(complaint.pk, {})
    back = reverse("complaints:list_complaints", args=[file_id])

    def save(form: ComplaintStepForm) -> str:
        actions.record_complaint_step(
            complaint=complaint,
            data=form.to_input(),
            version=form.seen_version,
            actor=request.staff,
        )
        return back

    initial = {
        name: getattr(complaint, name) for name in ("state", "told_on", "accepts", "version")
    }
    initial |= {"handler": complaint.handler_id, "brought_before": complaint.brought_before}
    form = ComplaintStepForm(
        posted_data(request),
        complaint=complaint,
        colleagues=bundles.staff_with_permissions(request.staff.agency_id, Permission.WORK_ON_CASE),
        today=request.staff.office.today(),
        initial=initial | {name: texts.get(name, "") for name in ComplaintStepForm.sealed_fields},
    )
    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, STEP
    )


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_waiting(request: StaffRequest) -> HttpResponse:
    """Lists complaints of all children whose files the reader may read; waiting ones first."""
    which = "" if request.GET.get("which") == "all" else "waiting"
    page = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() else 1
    complaints = queries.list_all_complaints(request.staff, which=which, page=min(page, 1000))
    page_rows = complaints[: queries.PAGE_SIZE]
    access_log.log_list_view(
        request.staff,
        [complaint.pk for complaint in page_rows],
        screen="complaints:list_waiting",
        count=len(page_rows),
    )
    today = request.staff.office.today()
    rows = [pages.complaint_summary_row(complaint, today) for complaint in page_rows]
    context = {
        "part": Panel(_("Complaints and suggestions"), rows=rows, empty=_("No child waits.")),
        "which": which,
        "more": page + 1 if len(complaints) > len(page_rows) else None,
    }
    return render(request, "complaints/list_waiting.html", context)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def open_complaint(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """Redirects from a notice to the file of the complaint."""
    file_id = queries.file_of_complaint(request.staff, complaint_id)
    return redirect("complaints:list_complaints", file_id)
