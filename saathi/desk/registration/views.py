"""Screens from a report to a case: registration, and linking the report to a child's case."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from saathi.agencies import access
from saathi.agencies.form_submission import NEXT_BUTTON, RecordForm, submit_form
from saathi.agencies.offline import drafts
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.child_search.forms import ChildCodeForm
from saathi.desk.child_search.queries import find_readable_file_by_code
from saathi.desk.registration import actions, assignees, pages, refusals
from saathi.desk.registration.agency_enquiry import ask_other_agencies
from saathi.desk.registration.form_input import build_registration
from saathi.desk.registration.forms import MYSELF, SUPERVISOR, WORKER, RegistrationForm
from saathi.desk.registration.matches import report_matches
from saathi.desk.registration.prefill import (
    Prefill,
    merge_search,
    prefill_from_report,
    prefill_from_search,
    search_terms_of_report,
)
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import REGISTRATION_DRAFT
from saathi.protection.identification.intake.enquiry_payload import EnquiryPayload
from saathi.protection.identification.intake.models import Enquiry, Report
from saathi.protection.identification.intake.queue.queries import (
    is_child_in_danger,
    require_handling,
)
from saathi.protection.identification.intake.queue.rules import NO_SUPERVISOR_LEFT
from saathi.protection.identification.intake.vocabulary import CASE_OUTCOMES
from saathi.vault import store as vault
from saathi.web.components import ActionLink

# Why no case is opened: the form field and the error text.
REFUSALS = {
    refusals.ReportAlreadyLinked: (None, _("A case was already opened from this report.")),
    refusals.ReportHasOutcome: (
        None,
        _("The outcome of this report was recorded in the meantime. Open the report to read it."),
    ),
    refusals.NoSupervisorLeft: (None, _(NO_SUPERVISOR_LEFT.text)),
    refusals.WorkerMayNotTakeCase: (
        "assign_to",
        _("This person cannot take the case. Choose another worker."),
    ),
}
# Why a report is not linked to a case.
LINK_REFUSALS = {
    refusals.CaseOfNamedOffice: _(
        "The report names the office of this case, so the report cannot be linked to the case."
    ),
    refusals.NotWorkingOnCase: _("Only staff who work on this case can link a report to it."),
    refusals.CaseClosed: _("This case is closed. Reopen the case first, then link the report."),
    refusals.ReportLinkedHere: _("This report is already linked to this case."),
    refusals.NoSupervisorLeft: _(NO_SUPERVISOR_LEFT.text),
}
_NOT_LINKED = _("This report was already linked to another case.")
_DANGER_GOES_ON = _(
    "The child may be in danger. Visits before the linking do not end the alert: record a visit after the "
    "linking."
)
_THEN = ActionLink(_("Open case and record what happened"), "")  # only for the actor's own cases


@sensitive_post_parameters()
@staff_screen(Permission.OPEN_CASE)
def open_case_from_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Registers a child from a report: one page, one save."""
    report = access.get(request.staff, Report, report_id)
    return _register_from_report(request, report, None)


@sensitive_post_parameters()
@staff_screen(Permission.OPEN_CASE)
def open_file_from_search(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    """The same after a search without a match, filled in with its terms and the report behind it."""
    enquiry = access.get(request.staff, Enquiry, enquiry_id)
    terms = EnquiryPayload.from_payload(vault.open(enquiry))
    if terms.report:
        report = access.get(request.staff, Report, UUID(terms.report))
        return _register_from_report(request, report, terms)

    def after(case: Case) -> str:
        if case.worker_id == request.staff.pk:
            return reverse("desk:child_file", args=[case.file_id])
        return reverse("desk:show_search_result", args=[enquiry.pk])

    context = {"back": reverse("desk:show_search_result", args=[enquiry.pk])}
    return _register(request, prefill_from_search(terms), None, after, context)


def _has_case(report: Report) -> bool:
    return report.child_file_id is not None or report.outcome in CASE_OUTCOMES


def _register_from_report(
    request: StaffRequest, report: Report, searched: EnquiryPayload | None
) -> HttpResponse:
    """Registers from a report; `searched` are the terms of a search that already asked others."""
    if request.method != "POST":  # the action checks the data, so the page keeps what was typed
        if _has_case(report):
            return redirect("intake:show_report", report.pk)
        require_handling(report, request.staff)
    texts = vault.open(report)
    received_on = request.staff.office.date_of(report.received_at)
    prefill = prefill_from_report(report, texts, received_on)
    if searched is not None:
        prefill = merge_search(prefill, prefill_from_search(searched))

    def after(case: Case) -> str:
        if searched is None:
            terms = search_terms_of_report(report, texts)
            ask_other_agencies(terms=terms, actor=request.staff)
        if case.worker_id == request.staff.pk:
            return reverse("desk:child_file", args=[case.file_id])
        return reverse("intake:show_report", args=[report.pk])

    context = {
        # Read when the page is shown, not when it was sent and saved.
        "report": SimpleLazyObject(lambda: pages.report_summary(report, texts, request.staff)),
        "report_id": report.pk,
        "may_request": Permission.WORK_ON_CASE not in request.may,
        "back": reverse("intake:show_report", args=[report.pk]),
    }
    return _register(request, prefill, report, after, context)


def _register(
    request: StaffRequest,
    prefill: Prefill,
    report: Report | None,
    after: Callable[[Case], str],
    context: dict[str, Any],
) -> HttpResponse:
    today = request.staff.office.today()

    def save(form: RegistrationForm) -> str:
        new = build_registration(form, report, request.staff)
        if new is None:
            return ""
        try:
            case = actions.register_child(new=new, report=report, today=today, actor=request.staff)
        except tuple(REFUSALS) as refused:
            field, text = REFUSALS[type(refused)]
            form.add_error(field, str(text))
            return ""
        _say_opened(request, case)
        home = after(case)  # asks other agencies about the child, whichever page is next
        return _next_page(request, case) or home

    assigns = _assigns(request)
    workers = assignees.list_worker_choices(request.staff, report) if WORKER in assigns else []
    form = RegistrationForm(
        request.POST or None, prefill=prefill, workers=workers, assigns=assigns, today=today
    )
    _complete(form, assigns, report)
    if answer := submit_form(request, form, save):
        return answer
    shown = {
        "form": form,
        "workers": workers[: assignees.MAX_SUGGESTED],
        "guidance": pages.risk_guidance(request.staff.office),
        "matches": report_matches(request, report) if report is not None else None,
    }
    return render(request, "desk/register_child.html", context | shown)


def _next_page(request: StaffRequest, case: Case) -> str:
    """The URL of the form that the case worker chose to open after saving; empty if none."""
    if NEXT_BUTTON in request.POST and case.worker_id == request.staff.pk:
        return reverse("trafficking:record_episode", args=[case.file_id])
    return ""


def _complete(form: RegistrationForm, assigns: Sequence[str], report: Report | None) -> None:
    """Sets the page that follows the form, and where its draft is saved."""
    form.next_page = _THEN if MYSELF in assigns else None
    form.shows_stored_texts = False  # prefilled with what the reader has just seen or typed
    if report is not None:
        form.draft = drafts.DraftTarget(REGISTRATION_DRAFT, report.file_id)
        form.initial["version"] = report.version


def _assigns(request: StaffRequest) -> list[str]:
    """The codes of assignees that the actor may choose for a new case; the first is default."""
    works = Permission.WORK_ON_CASE in request.may
    if works and Permission.ASSIGN not in request.may:
        return [MYSELF]
    return [MYSELF, WORKER] if works else [WORKER, SUPERVISOR]


def _say_opened(request: StaffRequest, case: Case) -> None:
    if case.worker_id == request.staff.pk:
        text = gettext("Case %(code)s is open.") % {"code": case.child.code}
    elif case.awaits_assignment:
        text = gettext(
            "Case %(code)s is open. %(name)s was notified and will assign a case worker."
        )
        text %= {"code": case.child.code, "name": case.worker.name}
    else:
        text = gettext("Case %(code)s is open and assigned to %(name)s.")
        text %= {"code": case.child.code, "name": case.worker.name}
    messages.success(request, text)


@require_POST
@staff_screen(Permission.OPEN_CASE)
def link_report(request: StaffRequest, report_id: UUID, file_id: UUID) -> HttpResponse:
    """Links a report to a child's case that the user may read."""
    report = access.get(request.staff, Report, report_id)
    require_handling(report, request.staff)
    child = access.visible(request.staff, Child).filter(file=file_id).first()
    if child is None:
        raise Http404

    def save(_form: RecordForm) -> str:
        return _link(request, report, child)

    answer = submit_form(request, RecordForm(request.POST), save)
    return answer or redirect("intake:show_report", report.pk)


@require_POST
@staff_screen(Permission.OPEN_CASE)
def link_report_by_code(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Links a report to the case with this ID if the user may read it; else one text for all."""
    report = access.get(request.staff, Report, report_id)
    require_handling(report, request.staff)
    report_url = reverse("intake:show_report", args=[report.pk])

    def save(form: ChildCodeForm) -> str:
        file_id = find_readable_file_by_code(request.staff, form.cleaned_data["code"])
        if file_id is None:
            messages.error(request, gettext("You have no access to a case with this ID."))
            return report_url
        return _link(request, report, access.visible(request.staff, Child).get(file=file_id))

    form = ChildCodeForm(request.POST)
    answer = submit_form(request, form, save)
    if answer is None:
        messages.error(request, gettext("Enter a case ID such as NP-7K3F-92."))
    return answer or redirect(report_url)


def _link(request: StaffRequest, report: Report, child: Child) -> str:
    text = str(_NOT_LINKED)
    was_in_danger = is_child_in_danger(report)
    try:
        linked = actions.link_report(report=report, child=child, actor=request.staff)
    except tuple(LINK_REFUSALS) as refused:
        linked, text = False, str(LINK_REFUSALS[type(refused)])
    if not linked:
        messages.error(request, text)
        return reverse("intake:show_report", args=[report.pk])
    messages.success(
        request, gettext("The report is linked to case %(code)s.") % {"code": child.code}
    )
    if was_in_danger:
        messages.warning(request, str(_DANGER_GOES_ON))
    return reverse("desk:child_file", args=[child.file_id])
