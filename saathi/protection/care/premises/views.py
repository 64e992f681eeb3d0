"""Screens of regulated premises, a register: all staff read it, its keepers change it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import importing, screens
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.care.premises.register import REGISTER


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen()
def list_premises(request: StaffRequest) -> HttpResponse:
    """The premises, filtered and by page."""
    return screens.show_list(request, REGISTER, "premises/list_premises.html")


@require_safe
@staff_screen()
def show_premises(request: StaffRequest, premises_id: UUID) -> HttpResponse:
    """One entry and its earlier content."""
    return screens.show_entry(request, REGISTER, premises_id)


@require_safe
@staff_screen(Permission.KEEP_FACILITIES)
def download_premises(request: StaffRequest) -> HttpResponse:
    """The agency's entries as a table that can be changed and imported again."""
    return screens.download_entries(request, REGISTER)


@staff_screen(Permission.KEEP_FACILITIES)
def add_premises(request: StaffRequest) -> HttpResponse:
    """Adds premises."""
    return screens.new_entry_page(request, REGISTER)


@staff_screen(Permission.KEEP_FACILITIES)
def change_premises(request: StaffRequest, premises_id: UUID) -> HttpResponse:
    """Changes premises of the staff member's own agency; the earlier content is kept."""
    return screens.entry_form_page(request, REGISTER, premises_id)


@staff_screen(Permission.KEEP_FACILITIES)
def act_on_premises(request: StaffRequest, premises_id: UUID, action: str) -> HttpResponse:
    """Submits, publishes, returns, confirms or withdraws premises of the own agency."""
    return screens.act_on_entry(request, REGISTER, premises_id, action)


@staff_screen(Permission.KEEP_FACILITIES)
def publish_premises(request: StaffRequest) -> HttpResponse:
    """Publishes several submitted entries as the second person."""
    return screens.bulk_publish_page(request, REGISTER)


@staff_screen(Permission.KEEP_FACILITIES)
def import_premises(request: StaffRequest) -> HttpResponse:
    """Reads a table, shows a preview, and imports all of it or nothing."""
    return importing.import_entries(request, REGISTER)
