"""Screens of agreements, a register: all staff read it, its keepers change it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import importing, screens, translating
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.policy.agreements.named_agreements import named_agreements_response
from saathi.policy.agreements.register import REGISTER


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen()
def list_agreements(request: StaffRequest) -> HttpResponse:
    """The agreements, filtered and by page."""
    return screens.show_list(request, REGISTER, "agreements/list_agreements.html")


@require_safe
@staff_screen()
def show_agreement(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement, its protocol, and its earlier content."""
    return screens.show_entry(request, REGISTER, agreement_id, "agreements/show_agreement.html")


@require_safe
@staff_screen(Permission.KEEP_AGREEMENTS)
def download_agreements(request: StaffRequest) -> HttpResponse:
    """The agency's agreements as a table that can be changed and imported again."""
    return screens.download_entries(request, REGISTER)


@require_safe
@staff_screen(Permission.KEEP_AGREEMENTS)
def download_named_agreements(_request: StaffRequest) -> HttpResponse:
    """The agreements that published sources name, as a table to check and import."""
    return named_agreements_response()


@staff_screen(Permission.KEEP_AGREEMENTS)
def add_agreement(request: StaffRequest) -> HttpResponse:
    """Adds an agreement."""
    return screens.new_entry_page(request, REGISTER)


@staff_screen(Permission.KEEP_AGREEMENTS)
def change_agreement(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """Changes an agreement of the staff member's own agency; the earlier content is kept."""
    return screens.entry_form_page(request, REGISTER, agreement_id)


@staff_screen(Permission.KEEP_AGREEMENTS)
def act_on_agreement(request: StaffRequest, agreement_id: UUID, action: str) -> HttpResponse:
    """Submits, publishes, returns, confirms or withdraws an agreement of the own agency."""
    return screens.act_on_entry(request, REGISTER, agreement_id, action)


@staff_screen(Permission.KEEP_AGREEMENTS)
def translate_agreement(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """Translates an agreement of the staff member's own agency, or confirms a translation."""
    return translating.translate_entry(request, REGISTER, agreement_id)


@staff_screen(Permission.KEEP_AGREEMENTS)
def publish_agreements(request: StaffRequest) -> HttpResponse:
    """Publishes several submitted agreements as the second person."""
    return screens.bulk_publish_page(request, REGISTER)


@staff_screen(Permission.KEEP_AGREEMENTS)
def import_agreements(request: StaffRequest) -> HttpResponse:
    """Reads a table, shows a preview, and imports all of it or nothing."""
    return importing.import_entries(request, REGISTER)
