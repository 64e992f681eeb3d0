"""The list of missing children, a new report, one report, and corrections of it."""

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
from saathi.protection.intake.paging import Place
from saathi.protection.missing import pages, queries
from saathi.protection.missing.actions import registering
from saathi.protection.missing.forms.following import FilterForm
from saathi.protection.missing.forms.telling import (
    DisappearanceForm,
    KnownForm,
    known_initial,
    told_initial,
)
from saathi.protection.missing.models import MissingReport
from saathi.vault import store as vault


@staff_screen(Permission.RECORD_REPORT)
def list_missing(request: StaffRequest) -> HttpResponse:
    """The missing children whose report this person may read, latest first."""
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    wanted = queries.Wanted(
        state=chosen.get("state", ""),
        district=chosen.get("district", ""),
        place=Place.in_address(request.GET),
    )
    found = queries.reports(request.staff, wanted)
    looking.listed(
        request.staff, [report.pk for report in found.rows], model="missing.missingreport"
    )
    page = pages.list_page(found, wanted, request.staff)
    return render(request, "missing/list_missing.html", {"page": page, "form": form})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def report_missing(request: StaffRequest) -> HttpResponse:
    """A new report that a child is missing."""
    office = request.staff.office
    known = KnownForm(request.POST or None)

    def save(form: DisappearanceForm) -> str:
        report = registering.report_missing(
            told=form.disappearance(), known=known.known(), by=request.staff
        )
        return reverse("missing:show_missing", args=[report.pk])

    initial = {"country": office.country}
    form = DisappearanceForm(request.POST or None, initial=initial, today=office.today())
    answer = send(request, form, save, beside=[known])
    context = {"form": form, "known": known}
    return answer or render(request, "missing/report_missing.html", context)


@require_GET
@staff_screen(Permission.RECORD_REPORT)
def show_missing(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """One report: the child as known, how it came about, what was done, what became of it."""
    report = access.get(request.staff, MissingReport, missing_id)
    page = pages.missing_page(queries.whole(request.staff, report), request)
    return render(request, "missing/show_missing.html", {"page": page})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def change_child(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """What is known of the child, corrected."""
    report = access.get(request.staff, MissingReport, missing_id)
    child = queries.child_of(request.staff, report)
    address = reverse("missing:show_missing", args=[report.pk])

    def save(form: KnownForm) -> str:
        registering.change_child(
            report=report, child=child, to=form.known(), version=form.seen, by=request.staff
        )
        return address

    form = KnownForm(request.POST or None, initial=known_initial(child, vault.open(child)))
    answer = send(request, form, save, newest=address)
    context = {"known": form, "address": address}
    return answer or render(request, "missing/change_child.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def change_told(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """What is known of the disappearance, corrected."""
    report = access.get(request.staff, MissingReport, missing_id)
    address = reverse("missing:show_missing", args=[report.pk])

    def save(form: DisappearanceForm) -> str:
        registering.change_told(
            report=report, to=form.disappearance(), version=form.seen, by=request.staff
        )
        return address

    initial = told_initial(report, vault.open(report))
    form = DisappearanceForm(
        request.POST or None, initial=initial, today=request.staff.office.today()
    )
    answer = send(request, form, save, newest=address)
    return answer or render(request, "missing/change_told.html", {"form": form, "address": address})
