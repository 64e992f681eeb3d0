"""Screens of the intake: the reports, a new report, one report, what became of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, looking
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import send
from saathi.agencies.vocabulary import DraftKind
from saathi.agencies.weak_lines import drafts
from saathi.protection.intake import actions, pages, queries
from saathi.protection.intake.forms import FilterForm, HandOverForm, OutcomeForm, ReportForm
from saathi.protection.intake.models import Report
from saathi.protection.intake.paging import Place
from saathi.protection.intake.vocabulary import ReportOutcome


@staff_screen(Permission.RECORD_REPORT)
def list_reports(request: StaffRequest) -> HttpResponse:
    """The reports that this person may read, latest first."""
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    wanted = queries.Wanted(
        outcome=chosen.get("outcome", ""),
        urgency=chosen.get("urgency", ""),
        place=Place.in_address(request.GET),
    )
    found = queries.reports(request.staff, wanted)
    looking.listed(request.staff, [report.pk for report in found.rows], model="intake.report")
    page = pages.list_page(found, wanted, request.staff)
    return render(request, "intake/list_reports.html", {"page": page, "form": form})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_report(request: StaffRequest) -> HttpResponse:
    """A new report of a concern."""

    def save(form: ReportForm) -> str:
        report = actions.record_report(
            new=form.new_report(), by=request.staff, file_id=drafts.file_of(request)
        )
        return reverse("intake:show_report", args=[report.pk])

    office = request.staff.office
    initial = {"country": office.country}
    form = ReportForm(request.POST or None, initial=initial, time_zone=office.time_zone)
    form.draft = drafts.Drafting(DraftKind.REPORT)
    answer = send(request, form, save)
    return answer or render(request, "intake/record_report.html", {"form": form})


@require_GET
@staff_screen(Permission.RECORD_REPORT)
def show_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """One report: what was told, what is known of the child, what became of it."""
    report = access.get(request.staff, Report, report_id)
    return render(request, "intake/show_report.html", {"page": pages.report_page(report, request)})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def hand_over(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """A report, given to a colleague who goes on with it."""
    report = access.get(request.staff, Report, report_id)
    address = reverse("intake:show_report", args=[report.pk])

    def save(form: HandOverForm) -> str:
        keeps = form.cleaned_data["keeps"]
        actions.hand_over(
            report=report,
            to=form.cleaned_data["to"],
            note=form.cleaned_data["note"],
            keeps=keeps,
            by=request.staff,
        )
        return address if keeps else reverse("intake:list_reports")

    colleagues = queries.colleagues(request.staff, report)
    form = HandOverForm(request.POST or None, colleagues=colleagues)
    answer = send(request, form, save, newest=address)
    context = {"form": form, "address": address}
    return answer or render(request, "intake/hand_over.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_outcome(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """What became of a report."""
    report = access.get(request.staff, Report, report_id)
    address = reverse("intake:show_report", args=[report.pk])

    def save(form: OutcomeForm) -> str:
        actions.record_outcome(
            report=report,
            outcome=ReportOutcome(form.cleaned_data["outcome"]),
            note=form.cleaned_data["note"],
            version=form.seen,
            by=request.staff,
        )
        return address

    form = OutcomeForm(request.POST or None, initial={"version": report.version})
    if answer := send(request, form, save, newest=address):
        return answer
    return render(request, "intake/record_outcome.html", {"form": form, "address": address})
