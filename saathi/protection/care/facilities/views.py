"""Screens of facilities, a register: all staff read it, its keepers change it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from saathi import audit
from saathi.agencies.list_kit.forms import ListForm
from saathi.agencies.list_kit.pages import filtered_records
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import importing, screens
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.care.facilities.register import REGISTER, facilities_list, facility_pairs

MAX_PRINTED = 300


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen()
def list_facilities(request: StaffRequest) -> HttpResponse:
    """The facilities, filtered and by page."""
    return screens.show_list(request, REGISTER, "facilities/list_facilities.html")


@require_safe
@staff_screen()
def print_facilities(request: StaffRequest) -> HttpResponse:
    """The filtered facilities for printing, without any address."""
    declaration = facilities_list(request.staff)
    result = filtered_records(declaration, ListForm(request.GET, declaration))
    rows = list(result.select_related("run_by").order_by("name", "pk")[:MAX_PRINTED])
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        detail={"screen": "facilities:print_facilities", "count": len(rows)},
    )
    entries = [(row.name, facility_pairs(row)) for row in rows]
    context = {"entries": entries, "query": request.GET.urlencode()}
    return render(request, "facilities/print_facilities.html", context)


@require_safe
@staff_screen()
def show_facility(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """One facility, its licences, its address for those who may read it, and its earlier content."""
    return screens.show_entry(request, REGISTER, facility_id, "facilities/show_facility.html")


@require_safe
@staff_screen(Permission.KEEP_FACILITIES)
def download_facilities(request: StaffRequest) -> HttpResponse:
    """The agency's facilities as a table that can be changed and imported again; no addresses."""
    return screens.download_entries(request, REGISTER)


@staff_screen(Permission.KEEP_FACILITIES)
def add_facility(request: StaffRequest) -> HttpResponse:
    """Adds a facility."""
    return screens.new_entry_page(request, REGISTER)


@staff_screen(Permission.KEEP_FACILITIES)
def change_facility(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """Changes a facility of the staff member's own agency; the earlier content is kept."""
    return screens.entry_form_page(request, REGISTER, facility_id)


@staff_screen(Permission.KEEP_FACILITIES)
def act_on_facility(request: StaffRequest, facility_id: UUID, action: str) -> HttpResponse:
    """Submits, publishes, returns, confirms or withdraws a facility of the own agency."""
    return screens.act_on_entry(request, REGISTER, facility_id, action)


@staff_screen(Permission.KEEP_FACILITIES)
def publish_facilities(request: StaffRequest) -> HttpResponse:
    """Publishes several submitted facilities as the second person."""
    return screens.bulk_publish_page(request, REGISTER)


@staff_screen(Permission.KEEP_FACILITIES)
def import_facilities(request: StaffRequest) -> HttpResponse:
    """Reads a table, shows a preview, and imports all of it or nothing."""
    return importing.import_entries(request, REGISTER)
