"""Screens of care committees, a register: all staff read it, keepers of the directory change it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import importing, screens
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.care.care_committees.register import REGISTER


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen()
def list_committees(request: StaffRequest) -> HttpResponse:
    """The committees, filtered and by page."""
    return screens.show_list(request, REGISTER, "care_committees/list_committees.html")


@require_safe
@staff_screen()
def show_committee(request: StaffRequest, committee_id: UUID) -> HttpResponse:
    """One committee with its meetings, and its earlier content."""
    template = "care_committees/show_committee.html"
    return screens.show_entry(request, REGISTER, committee_id, template)


@require_safe
@staff_screen(Permission.KEEP_SERVICES)
def download_committees(request: StaffRequest) -> HttpResponse:
    """The agency's committees as a table that can be changed and imported again."""
    return screens.download_entries(request, REGISTER)


@staff_screen(Permission.KEEP_SERVICES)
def add_committee(request: StaffRequest) -> HttpResponse:
    """Adds a committee."""
    return screens.new_entry_page(request, REGISTER)


@staff_screen(Permission.KEEP_SERVICES)
def change_committee(request: StaffRequest, committee_id: UUID) -> HttpResponse:
    """Changes a committee of the staff member's own agency; the earlier content is kept."""
    return screens.entry_form_page(request, REGISTER, committee_id)


@staff_screen(Permission.KEEP_SERVICES)
def act_on_committee(request: StaffRequest, committee_id: UUID, action: str) -> HttpResponse:
    """Submits, publishes, returns, confirms or withdraws a committee of the own agency."""
    return screens.act_on_entry(request, REGISTER, committee_id, action)


@staff_screen(Permission.KEEP_SERVICES)
def publish_committees(request: StaffRequest) -> HttpResponse:
    """Publishes several submitted committees as the second person."""
    return screens.bulk_publish_page(request, REGISTER)


@staff_screen(Permission.KEEP_SERVICES)
def import_committees(request: StaffRequest) -> HttpResponse:
    """Reads a table, shows a preview, and imports all of it or nothing."""
    return importing.import_entries(request, REGISTER)
