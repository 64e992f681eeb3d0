"""The list of missing children, a new report, one report, and corrections of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, access_log
from saathi.agencies.form_submission import submit_form
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.protection.intake.paging import PagePosition
from saathi.protection.missing import pages, queries
from saathi.protection.missing.actions import registering
from saathi.protection.missing.forms.reporting import (
    DisappearanceForm,
    MissingChildForm,
    disappearance_initial,
    missing_child_initial,
)
from saathi.protection.missing.forms.searching import MissingChildFilterForm
from saathi.protection.missing.models import MissingReport
from saathi.vault import store as vault


@staff_screen(Permission.RECORD_REPORT)
def list_missing(request: StaffRequest) -> HttpResponse:
    """The missing children whose report this person may read, latest first."""
    form = MissingChildFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    wanted = queries.MissingListFilter(
        state=chosen.get("state", ""),
        district=chosen.get("district", ""),
        position=PagePosition.from_query(request.GET),
    )
    found = queries.list_missing_reports(request.staff, wanted)
    access_log.log_list_view(
        request.staff, [report.pk for report in found.rows], model="missing.missingreport"
    )
    page = pages.missing_report_list_page(found, wanted, request.staff)
    return render(request, "missing/list_missing.html", {"page": page, "form": form})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def report_missing(request: StaffRequest) -> HttpResponse:
    """A new report that a child is missing."""
    office = request.staff.office
    known = MissingChildForm(request.POST or None)

    def save(form: DisappearanceForm) -> str:
        report = registering.report_missing(
            disappearance=form.to_input(), child_data=known.to_input(), actor=request.staff
        )
        return reverse("missing:show_missing", args=[report.pk])

    initial = {"country": office.country}
    form = DisappearanceForm(request.POST or None, initial=initial, today=office.today())
    answer = submit_form(request, form, save, other_forms=[known])
    context = {"form": form, "known": known}
    return answer or render(request, "missing/report_missing.html", context)


@require_GET
@staff_screen(Permission.RECORD_REPORT)
def show_missing(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """One report: the child as known, how it came about, what was done, what became of it."""
    report = access.get(request.staff, MissingReport, missing_id)
    page = pages.missing_report_page(queries.missing_report_details(request.staff, report), request)
    return render(request, "missing/show_missing.html", {"page": page})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def change_child(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """What is known of the child, corrected."""
    report = access.get(request.staff, MissingReport, missing_id)
    child = queries.get_missing_child(request.staff, report)
    address = reverse("missing:show_missing", args=[report.pk])

    def save(form: MissingChildForm) -> str:
        registering.change_missing_child(
            report=report,
            child=child,
            data=form.to_input(),
            version=form.seen_version,
            actor=request.staff,
        )
        return address

    form = MissingChildForm(
        request.POST or None, initial=missing_child_initial(child, vault.open(child))
    )
    answer = submit_form(request, form, save, newest_url=address)
    context = {"known": form, "address": address}
    return answer or render(request, "missing/change_child.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def change_told(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """What is known of the disappearance, corrected."""
    report = access.get(request.staff, MissingReport, missing_id)
    address = reverse("missing:show_missing", args=[report.pk])

    def save(form: DisappearanceForm) -> str:
        registering.change_disappearance(
            report=report, data=form.to_input(), version=form.seen_version, actor=request.staff
        )
        return address

    initial = disappearance_initial(report, vault.open(report))
    form = DisappearanceForm(
        request.POST or None, initial=initial, today=request.staff.office.today()
    )
    answer = submit_form(request, form, save, newest_url=address)
    return answer or render(request, "missing/change_told.html", {"form": form, "address": address})
