"""Screens of the intake: the reports, a new report, one report, what became of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, once
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.writing import ChangedMeanwhile
from saathi.protection.intake import actions, pages, queries
from saathi.protection.intake.forms import FilterForm, OutcomeForm, ReportForm
from saathi.protection.intake.models import Report
from saathi.protection.intake.vocabulary import ReportOutcome
from saathi.web import troubles


@staff_screen(Permission.RECORD_REPORT)
def list_reports(request: StaffRequest) -> HttpResponse:
    """The reports that this person may read, latest first."""
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    wanted = queries.Wanted(
        outcome=chosen.get("outcome", ""),
        urgency=chosen.get("urgency", ""),
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    found = queries.reports(request.staff, wanted)
    audit.record(
        audit.Kind.LISTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=[report.pk for report in found.reports],
        detail={"model": "intake.report"},
    )
    page = pages.list_page(found, wanted, request.staff)
    return render(request, "intake/list_reports.html", {"page": page, "form": form})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_report(request: StaffRequest) -> HttpResponse:
    """A new report of a concern."""
    zone = request.staff.office.time_zone
    if request.method != "POST":
        initial = {"country": request.staff.office.country}
        return _record(request, ReportForm(initial=initial, time_zone=zone))
    if (earlier := once.begin(request)) is not None:
        return earlier
    form = ReportForm(request.POST, time_zone=zone)
    if not form.is_valid():
        once.give_back(request)
        return _record(request, form)
    report = actions.record_report(new=form.new_report(), by=request.staff)
    return once.finish(request, reverse("intake:show_report", args=[report.pk]))


def _record(request: StaffRequest, form: ReportForm) -> HttpResponse:
    context = {"form": form, "form_key": once.new_key()}
    return render(request, "intake/record_report.html", context)


@require_GET
@staff_screen(Permission.RECORD_REPORT)
def show_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """One report: what was told, what is known of the child, what became of it."""
    report = access.get(request.staff, Report, report_id)
    return render(request, "intake/show_report.html", {"page": pages.report_page(report, request)})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_outcome(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """What became of a report."""
    report = access.get(request.staff, Report, report_id)
    address = reverse("intake:show_report", args=[report.pk])
    if request.method != "POST":
        form = OutcomeForm(initial={"version": report.version})
        return _outcome(request, form, address)
    if (earlier := once.begin(request)) is not None:
        return earlier
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        once.give_back(request)
        return _outcome(request, form, address)
    data = form.cleaned_data
    try:
        actions.record_outcome(
            report=report,
            outcome=ReportOutcome(data["outcome"]),
            note=data["note"],
            version=data["version"],
            by=request.staff,
        )
    except ChangedMeanwhile:
        once.give_back(request)
        label = str(form.fields["note"].label)
        return troubles.conflict(request, typed={label: data["note"]}, newest_url=address)
    return once.finish(request, address)


def _outcome(request: StaffRequest, form: OutcomeForm, address: str) -> HttpResponse:
    context = {"form": form, "form_key": once.new_key(), "address": address}
    return render(request, "intake/record_outcome.html", context)
