"""Screens of the intake: list of reports, new report, one report, handover, outcome."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, access_log, domains
from saathi.agencies.form_submission import submit_form
from saathi.agencies.offline import drafts
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.identification.intake import actions, pages, queries
from saathi.protection.identification.intake.forms import (
    CaseRequestForm,
    ReportFilterForm,
    ReportForm,
    ReportHandOverForm,
    ReportOutcomeForm,
)
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.paging import PagePosition
from saathi.protection.identification.intake.vocabulary import REPORT_DRAFT, ReportOutcome


@staff_screen(Permission.RECORD_REPORT)
def list_reports(request: StaffRequest) -> HttpResponse:
    """The reports that this person may read, latest first."""
    form = ReportFilterForm(request.GET)
    options = form.cleaned_data if form.is_valid() else {}
    filters = queries.ReportListFilter(
        outcome=options.get("outcome", ""),
        urgency=options.get("urgency", ""),
        position=PagePosition.from_query(request.GET),
    )
    report_page = queries.list_visible_reports(request.staff, filters)
    access_log.log_list_view(
        request.staff, [report.pk for report in report_page.rows], model="intake.report"
    )
    page = pages.report_list_page(report_page, filters, request.staff)
    return render(request, "intake/list_reports.html", {"page": page, "form": form})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_report(request: StaffRequest) -> HttpResponse:
    """Records a report of a concern."""

    def save(form: ReportForm) -> str:
        report = actions.record_report(
            new=form.to_input(), actor=request.staff, file_id=drafts.file_of_draft(request)
        )
        return reverse("intake:show_report", args=[report.pk])

    office = request.staff.office
    initial = {"country": office.country}
    form = ReportForm(request.POST or None, initial=initial, time_zone=office.time_zone)
    form.draft = drafts.DraftTarget(REPORT_DRAFT)
    answer = submit_form(request, form, save)
    return answer or render(request, "intake/record_report.html", {"form": form})


@require_GET
@staff_screen(Permission.RECORD_REPORT)
def show_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """One report: what was reported, what is known of the child, the outcome."""
    report = access.get(request.staff, Report, report_id)
    context = {
        "page": pages.report_details(report, request),
        "parts": domains.page_parts("intake:show_report", request, report),
    }
    return render(request, "intake/show_report.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def request_case(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Requests a case for a report."""
    report = access.get(request.staff, Report, report_id)
    report_url = reverse("intake:show_report", args=[report.pk])

    def save(form: CaseRequestForm) -> str:
        try:
            actions.request_case(
                report=report,
                note=form.cleaned_data["note"],
                version=form.seen_version,
                actor=request.staff,
            )
        except actions.CaseRequestRefused as refusal:
            form.add_refusal_reasons(refusal.reasons, {})
            return ""
        messages.success(request, gettext("The case is requested. A supervisor was notified."))
        return report_url

    form = CaseRequestForm(
        request.POST or None,
        initial={"version": report.version},
        today=request.staff.office.today(),
    )
    answer = submit_form(request, form, save, newest_url=report_url)
    context = {"form": form, "address": report_url}
    return answer or render(request, "intake/request_case.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def hand_over_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Hands a report over to a colleague."""
    report = access.get(request.staff, Report, report_id)
    report_url = reverse("intake:show_report", args=[report.pk])

    def save(form: ReportHandOverForm) -> str:
        keeps = form.cleaned_data["keeps"]
        actions.hand_over_report(
            report=report,
            colleague=form.cleaned_data["to"],
            note=form.cleaned_data["note"],
            keeps=keeps,
            actor=request.staff,
        )
        return report_url if keeps else reverse("intake:list_reports")

    colleagues = queries.list_possible_assignees(request.staff, report)
    form = ReportHandOverForm(request.POST or None, colleagues=colleagues)
    answer = submit_form(request, form, save, newest_url=report_url)
    context = {"form": form, "address": report_url}
    return answer or render(request, "intake/hand_over_report.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_report_outcome(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Records the outcome of a report."""
    report = access.get(request.staff, Report, report_id)
    report_url = reverse("intake:show_report", args=[report.pk])

    def save(form: ReportOutcomeForm) -> str:
        actions.record_report_outcome(
            report=report,
            outcome=ReportOutcome(form.cleaned_data["outcome"]),
            note=form.cleaned_data["note"],
            version=form.seen_version,
            actor=request.staff,
        )
        return report_url

    form = ReportOutcomeForm(request.POST or None, initial={"version": report.version})
    if answer := submit_form(request, form, save, newest_url=report_url):
        return answer
    return render(
        request, "intake/record_report_outcome.html", {"form": form, "address": report_url}
    )
