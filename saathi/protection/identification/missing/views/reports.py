"""Screens of reports of missing children: list, new report, one report, corrections."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, access_log
from saathi.agencies.form_submission import submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people.models import Child
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.time_paging import PagePosition
from saathi.protection.identification.missing import from_report, pages, queries
from saathi.protection.identification.missing.actions import registering
from saathi.protection.identification.missing.forms.reporting import (
    DisappearanceForm,
    MissingChildDescriptionForm,
    disappearance_initial,
    missing_child_initial,
)
from saathi.protection.identification.missing.forms.searching import MissingChildFilterForm
from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.portraits.serving import serve_picture
from saathi.protection.identification.portraits.vocabulary import PortraitPurpose
from saathi.vault import store as vault


@staff_screen(Permission.RECORD_REPORT)
def list_missing(request: StaffRequest) -> HttpResponse:
    """The missing children whose report this person may read, latest first."""
    form = MissingChildFilterForm(request.GET)
    options = form.cleaned_data if form.is_valid() else {}
    filters = queries.MissingListFilter(
        state=options.get("state", ""),
        district=options.get("district", ""),
        position=PagePosition.from_query(request.GET),
    )
    report_page = queries.list_missing_reports(request.staff, filters)
    access_log.log_list_view(
        request.staff, [report.pk for report in report_page.rows], model="missing.missingreport"
    )
    page = pages.missing_report_list_page(report_page, filters, request.staff)
    return render(request, "missing/list_missing.html", {"page": page, "form": form})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def report_missing(request: StaffRequest) -> HttpResponse:
    """Records a report of a missing child."""
    return new_missing_report(request, {}, {}, reverse("missing:list_missing"))


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def report_missing_from_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Records a missing child, with the form filled in from a concern the person can read."""
    report = access.get(request.staff, Report, report_id)
    texts = vault.open(report)
    disappearance = from_report.disappearance_from_report(report, texts)
    child = from_report.missing_child_from_report(report, texts)
    return new_missing_report(
        request, disappearance, child, reverse("intake:show_report", args=[report.pk])
    )


def new_missing_report(
    request: StaffRequest,
    disappearance: dict[str, Any],
    child: dict[str, Any],
    back: str,
    known: Child | None = None,
) -> HttpResponse:
    """The form for a missing child, filled in with these values, until it is saved.

    `known` is the child of a file that the reader may read: the report is linked to it.
    """
    child_form = MissingChildDescriptionForm(request.POST or None, initial=child)

    def save(form: DisappearanceForm) -> str:
        report = registering.report_missing(
            disappearance=form.to_input(),
            child_data=child_form.to_input(),
            actor=request.staff,
            known=known,
        )
        return reverse("missing:show_missing", args=[report.pk])

    form = DisappearanceForm(
        request.POST or None,
        initial=disappearance,
        today=request.staff.office.today(),
        actor=request.staff,
    )
    form.shows_stored_texts = False  # filled in with what the reader has just seen in the report
    answer = submit_form(request, form, save, other_forms=[child_form])
    context = {"form": form, "known": child_form, "back": back}
    return answer or render(request, "missing/report_missing.html", context)


@require_GET
@staff_screen(Permission.RECORD_REPORT)
def show_missing(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """One report: the child, the circumstances, what was done, the outcome."""
    report = access.get(request.staff, MissingReport, missing_id)
    page = pages.missing_report_page(queries.missing_report_details(request.staff, report), request)
    return render(request, "missing/show_missing.html", {"page": page, "file_id": report.file_id})


@require_GET
@staff_screen(Permission.RECORD_REPORT)
def show_photo(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """The photo of the child for readers of the child's file, if consent covers the search."""
    report = access.get(request.staff, MissingReport, missing_id)
    portrait = queries.photo_for_search(request.staff, report)
    if portrait is None:
        raise access.NotAllowed
    return serve_picture(request, portrait, PortraitPurpose.MISSING)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def change_missing_child(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """Corrects the description of the child."""
    report = access.get(request.staff, MissingReport, missing_id)
    child = queries.get_missing_child(request.staff, report)
    report_url = reverse("missing:show_missing", args=[report.pk])

    def save(form: MissingChildDescriptionForm) -> str:
        registering.change_missing_child(
            report=report,
            child=child,
            data=form.to_input(),
            version=form.seen_version,
            actor=request.staff,
        )
        return report_url

    form = MissingChildDescriptionForm(
        request.POST or None, initial=missing_child_initial(child, vault.open(child))
    )
    answer = submit_form(request, form, save, newest_url=report_url)
    context = {"known": form, "address": report_url}
    return answer or render(request, "missing/change_missing_child.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def change_disappearance(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """Corrects the facts of the disappearance."""
    report = access.get(request.staff, MissingReport, missing_id)
    report_url = reverse("missing:show_missing", args=[report.pk])

    def save(form: DisappearanceForm) -> str:
        registering.change_disappearance(
            report=report, data=form.to_input(), version=form.seen_version, actor=request.staff
        )
        return report_url

    initial = disappearance_initial(report, vault.open(report))
    form = DisappearanceForm(
        request.POST or None,
        initial=initial,
        today=request.staff.office.today(),
        actor=request.staff,
    )
    answer = submit_form(request, form, save, newest_url=report_url)
    return answer or render(
        request, "missing/change_disappearance.html", {"form": form, "address": report_url}
    )
