"""Screens of the intake: new report, one report, outcome."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, domains
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.models import Staff
from saathi.agencies.offline import drafts
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.identification.intake import actions, outcomes, pages, report_additions
from saathi.protection.identification.intake.danger_warnings import explain_outcome_in_danger
from saathi.protection.identification.intake.forms import (
    AddInformationForm,
    CaseRequestForm,
    ReportForm,
    ReportOutcomeForm,
    ReportVisitForm,
)
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.colleague_questions import ReportAdditionForm
from saathi.protection.identification.intake.queue.pages import (
    response_panel,
    steps_without_colleagues,
)
from saathi.protection.identification.intake.queue.passed_on_reports import (
    get_passed_on_report,
    passed_on_panel,
)
from saathi.protection.identification.intake.queue.queries import (
    find_bypassed,
    is_child_in_danger,
    is_child_seen_unsafe,
    require_handling,
)
from saathi.protection.identification.intake.queue.views import url_after_naming
from saathi.protection.identification.intake.report_danger import warning_after_visit
from saathi.protection.identification.intake.vocabulary import REPORT_DRAFT, ReportOutcome


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_report(request: StaffRequest) -> HttpResponse:
    """Records a report of a concern."""

    def save(form: ReportForm) -> str:
        report = actions.record_report(
            new=form.to_input(), actor=request.staff, file_id=drafts.file_id_of_page_draft(request)
        )
        return url_after_naming(request, report.pk)

    office = request.staff.office
    form = ReportForm(
        request.POST or None,
        time_zone=office.time_zone,
        actor=request.staff,
    )
    form.draft = drafts.DraftTarget(REPORT_DRAFT)
    answer = submit_form(request, form, save)
    return answer or render(request, "intake/record_report.html", {"form": form})


@require_GET
@staff_screen(Permission.RECORD_REPORT)
def show_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """One report: what was reported, what is known about the child, the outcome."""
    report = access.get(request.staff, Report, report_id)
    may_handle = not find_bypassed(report, [request.staff.pk])
    passed_on = None if may_handle else get_passed_on_report(report)
    is_safe = passed_on is not None and passed_on.is_safe
    page = pages.report_details(report, request, may_handle=may_handle, is_safe=is_safe)
    has_steps = not may_handle and not is_safe
    context = {
        "page": page,
        "parts": domains.page_parts("intake:show_report", request, report),
        "response": response_panel(request, report, may_handle=may_handle, outcomes=page.outcomes),
        "emergency": steps_without_colleagues(report, request.staff) if has_steps else None,
        "passed_on": passed_on_panel(passed_on, request.staff) if passed_on else None,
        "report": report,
    }
    return render(request, "intake/show_report.html", context)


_form_text = partial(FormPageText, back=_("Report"))
ADD_PAGE_TEXT = _form_text(
    _("Add information"),
    _("Your name and the time are saved with the text. The text cannot be changed later."),
    _("Save"),
)
VISIT_PAGE_TEXT = _form_text(
    _("Record a visit to the child"),
    _("Your name and the time are saved with this record. The record cannot be changed later."),
    _("Save"),
)
REQUEST_PAGE_TEXT = _form_text(
    _("Request a case"),
    _("The nearest supervisor is notified and decides. The report stays open until then."),
    _("Request a case"),
)
CONFIRM_PAGE_TEXT = _form_text(
    _("Confirm the outcome"),
    _(
        "Another person recorded this outcome. Check it, and confirm or change it. The reason you "
        "enter is your own."
    ),
    _("Confirm the outcome"),
)
OUTCOME_PAGE_TEXT = _form_text(
    _("Record outcome"),
    _("If the child needs a case, open or request one on the page of the report instead."),
    _("Save"),
)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def add_information(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Adds information to a report, for example a correction."""
    report = access.get(request.staff, Report, report_id)
    access.require(request.staff, Permission.RECORD_REPORT, report)
    report_url = reverse("intake:show_report", args=[report.pk])

    def save(form: AddInformationForm) -> str:
        report_additions.add_information(
            report=report,
            text=form.cleaned_data["text"],
            actor=request.staff,
            named=form.named_ids,
        )
        return _url_after_text(request, report, form)

    form = AddInformationForm(
        posted_data(request),
        initial={"version": report.version},
        actor=_who_may_name(request, report),
    )
    answer = submit_form(request, form, save, newest_url=report_url)
    return answer or render_form_page(request, form, ADD_PAGE_TEXT, report_url)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_visit(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Records a visit to a report's child: who went, when, whether they met, what was found."""
    report = access.get(request.staff, Report, report_id)
    access.require(request.staff, Permission.RECORD_REPORT, report)
    report_url = reverse("intake:show_report", args=[report.pk])

    def save(form: ReportVisitForm) -> str:
        was_in_danger, visit = is_child_in_danger(report), form.to_visit()
        note = report_additions.add_information(
            report=report,
            text=form.cleaned_data["found"],
            visit=visit,
            actor=request.staff,
            named=form.named_ids,
        )
        if was_in_danger and not is_child_in_danger(report):
            messages.success(request, gettext("Saved. The alert of this report has ended."))
        elif text := warning_after_visit(report, note, request.staff):
            messages.warning(request, text)
        return _url_after_text(request, report, form)

    form = ReportVisitForm(
        posted_data(request),
        initial={"version": report.version},
        today=request.staff.office.today(),
        actor=_who_may_name(request, report),
    )
    answer = submit_form(request, form, save, newest_url=report_url)
    return answer or render_form_page(request, form, VISIT_PAGE_TEXT, report_url)


def _url_after_text(request: StaffRequest, report: Report, form: ReportAdditionForm) -> str:
    """The report, or where the reader goes once the report bypasses those that the text accuses."""
    if not any(form.named_ids):
        return reverse("intake:show_report", args=[report.pk])
    return url_after_naming(request, report.pk)


def _who_may_name(request: StaffRequest, report: Report) -> Staff | None:
    """The reader, if they may record that the report names a colleague."""
    is_closed = report.outcome and report.child_file_id is None
    if is_closed or find_bypassed(report, [request.staff.pk]):
        return None
    return request.staff


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def request_case(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Requests a case for a report."""
    report = access.get(request.staff, Report, report_id)
    require_handling(report, request.staff)
    report_url = reverse("intake:show_report", args=[report.pk])

    def save(form: CaseRequestForm) -> str:
        actions.request_case(
            report=report,
            note=form.cleaned_data["note"],
            version=form.seen_version,
            actor=request.staff,
            named=form.named_ids,
        )
        messages.success(request, gettext("You have requested a case. A supervisor was notified."))
        return _url_after_text(request, report, form)

    form = CaseRequestForm(
        request.POST or None,
        initial={"version": report.version},
        today=request.staff.office.today(),
        actor=request.staff,
    )
    answer = submit_form(request, form, save, newest_url=report_url)
    return answer or render_form_page(request, form, REQUEST_PAGE_TEXT, report_url)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_report_outcome(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Records the outcome of a report."""
    report = access.get(request.staff, Report, report_id)
    require_handling(report, request.staff)
    report_url = reverse("intake:show_report", args=[report.pk])

    def save(form: ReportOutcomeForm) -> str:
        if any(form.named_ids):
            return _save_reason_as_information(request, report, form)
        recorded = actions.record_report_outcome(
            report=report,
            outcome=ReportOutcome(form.cleaned_data["outcome"]),
            reason=actions.OutcomeReason(form.cleaned_data["note"], form.cleaned_data["earlier"]),
            version=form.seen_version,
            actor=request.staff,
        )
        if recorded.ended_alert:
            messages.warning(request, _ended_text(recorded))
        elif is_child_in_danger(report):
            is_unsafe = is_child_seen_unsafe(report)
            outcome = ReportOutcome(report.outcome)
            messages.warning(request, explain_outcome_in_danger(outcome, is_seen_unsafe=is_unsafe))
        return report_url

    confirms = outcomes.awaits_confirmation(report, request.staff)
    form = ReportOutcomeForm(
        request.POST or None,
        initial={
            "version": report.version,
            **(outcomes.recorded_values(report, request.staff) if confirms else {}),
        },
        actor=request.staff,
    )
    if answer := submit_form(request, form, save, newest_url=report_url):
        return answer
    text = replace(OUTCOME_PAGE_TEXT, alerts=outcomes.outcome_alerts(report, request.staff))
    if confirms:
        recorded = outcomes.recorded_outcome_pairs(report, request.staff)
        text = replace(CONFIRM_PAGE_TEXT, alerts=text.alerts, pairs=recorded)
    return render_form_page(request, form, text, report_url)


def _save_reason_as_information(
    request: StaffRequest, report: Report, form: ReportOutcomeForm
) -> str:
    """Where the reader goes once the report bypasses those that the reason accuses; it stays open."""
    report_additions.add_information(
        report=report,
        text=form.cleaned_data["note"],
        actor=request.staff,
        named=form.named_ids,
    )
    text = gettext("The outcome was not recorded. The reason was saved as information.")
    messages.warning(request, text)
    return url_after_naming(request, report.pk)


def _ended_text(recorded: actions.RecordedOutcome) -> str:
    """That an outcome ended the alert, and how many supervisors know of it."""
    if not recorded.notified:
        return gettext("Saved. The alert has ended. No other supervisor could be notified.")
    text = ngettext(
        "Saved. The alert has ended; %(count)d supervisor is notified.",
        "Saved. The alert has ended; %(count)d supervisors are notified.",
        recorded.notified,
    )
    return text % {"count": recorded.notified}
