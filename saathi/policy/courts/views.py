"""Screens of courts, a register: all staff read it, those who keep the service directory change it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import importing, screens
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.policy.courts.register import REGISTER


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen()
def list_courts(request: StaffRequest) -> HttpResponse:
    """The courts, filtered and by page."""
    return screens.show_list(request, REGISTER, "courts/list_courts.html")


@require_safe
@staff_screen()
def show_court(request: StaffRequest, court_id: UUID) -> HttpResponse:
    """One court, and its earlier content."""
    return screens.show_entry(request, REGISTER, court_id)


@require_safe
@staff_screen(Permission.KEEP_SERVICES)
def download_courts(request: StaffRequest) -> HttpResponse:
    """The agency's courts as a table that can be changed and imported again."""
    return screens.download_entries(request, REGISTER)


@staff_screen(Permission.KEEP_SERVICES)
def add_court(request: StaffRequest) -> HttpResponse:
    """Adds a court."""
    return screens.new_entry_page(request, REGISTER)


@staff_screen(Permission.KEEP_SERVICES)
def change_court(request: StaffRequest, court_id: UUID) -> HttpResponse:
    """Changes a court of the staff member's own agency; the earlier content is kept."""
    return screens.entry_form_page(request, REGISTER, court_id)


@staff_screen(Permission.KEEP_SERVICES)
def act_on_court(request: StaffRequest, court_id: UUID, action: str) -> HttpResponse:
    """Submits, publishes, returns, confirms or withdraws a court of the own agency."""
    return screens.act_on_entry(request, REGISTER, court_id, action)


@staff_screen(Permission.KEEP_SERVICES)
def publish_courts(request: StaffRequest) -> HttpResponse:
    """Publishes several submitted courts as the second person."""
    return screens.bulk_publish_page(request, REGISTER)


@staff_screen(Permission.KEEP_SERVICES)
def import_courts(request: StaffRequest) -> HttpResponse:
    """Reads a table, shows a preview, and imports all of it or nothing."""
    return importing.import_entries(request, REGISTER)
