"""Screens of the directory of services, a register: all staff read it, its maintainers change it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from saathi import audit
from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.list_kit.forms import ListForm
from saathi.agencies.list_kit.pages import filtered_records
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import importing, screens, translating
from saathi.agencies.register_kit.actions import EntryAlreadyListed
from saathi.agencies.register_kit.forms import EntryArchiveForm
from saathi.agencies.register_kit.queries import get_own_entry
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.casework.services.actions import directory as actions
from saathi.protection.casework.services.forms.directory import ServiceListState, ServiceVerifyForm
from saathi.protection.casework.services.models import Service
from saathi.protection.casework.services.queries import directory as queries
from saathi.protection.casework.services.queries.facility_entries import with_public_address
from saathi.protection.casework.services.register import (
    ADDRESSES,
    FACILITY_OFFER,
    REGISTER,
    services_list,
)

WITHDRAW_PAGE_TEXT = FormPageText(
    _("Withdraw the service"),
    _("No new referrals can be made. Earlier referrals stay on record."),
    _("Withdraw"),
    _("The service"),
)
BRING_BACK_PAGE_TEXT = FormPageText(
    _("Offer the service again"),
    _(
        "First check with the service that the details are still correct. A second person "
        "publishes the entry again."
    ),
    _("Offer again"),
    _("The service"),
)
VERIFY_PAGE_TEXT = FormPageText(
    _("Details checked, still correct"),
    _("Telephone or visit the service. Ask about free places, languages and who is accepted."),
    _("Save"),
    _("The service"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen()
def list_services(request: StaffRequest) -> HttpResponse:
    """The directory, filtered and by page."""
    works = access.has_permission(request.staff, Permission.WORK_ON_CASE)
    shortcuts = [
        (state.label, f"?state={state.value}")
        for state in (ServiceListState.DRAFT, ServiceListState.WAITING, ServiceListState.REVIEW)
    ]
    return screens.show_list(
        request, REGISTER, "services/list_services.html", works=works, shortcuts=shortcuts
    )


@require_safe
@staff_screen()
def print_services(request: StaffRequest) -> HttpResponse:
    """The filtered entries with all details, for printing."""
    declaration = services_list(request.staff)
    result = filtered_records(declaration, ListForm(request.GET, declaration))
    rows = list(
        with_public_address(result).order_by("name", "organisation", "pk")[: queries.MAX_PRINTED]
    )
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        detail={"screen": "services:print_services", "count": len(rows)},
    )
    today = request.staff.office.today()
    entries = [queries.service_directory_row(service, today=today) for service in rows]
    context = {"entries": entries, "most": queries.MAX_PRINTED, "query": request.GET.urlencode()}
    return render(request, "services/print_services.html", context)


@require_safe
@staff_screen(Permission.KEEP_SERVICES)
def download_services(request: StaffRequest) -> HttpResponse:
    """The agency's entries as a table that can be changed and imported again."""
    return screens.download_entries(request, REGISTER)


@require_safe
@staff_screen()
def show_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """One entry, its last check, and its earlier content."""
    return screens.show_entry(request, REGISTER, service_id, "services/show_service.html")


@staff_screen(Permission.KEEP_SERVICES)
def add_service(request: StaffRequest) -> HttpResponse:
    """Adds an entry."""
    return screens.new_entry_page(request, REGISTER)


@staff_screen(Permission.KEEP_SERVICES)
def offer_facility(request: StaffRequest) -> HttpResponse:
    """Adds an entry for a facility of the register."""
    return screens.new_entry_page(request, FACILITY_OFFER)


@staff_screen(Permission.KEEP_SERVICES)
def change_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Changes an entry of the staff member's own agency; the earlier content is kept."""
    return screens.entry_form_page(request, REGISTER, service_id)


@staff_screen(Permission.KEEP_SERVICES)
def act_on_service(request: StaffRequest, service_id: UUID, action: str) -> HttpResponse:
    """Submits, publishes, returns or confirms an entry of the staff member's own agency."""
    return screens.act_on_entry(request, REGISTER, service_id, action)


@staff_screen(Permission.KEEP_SERVICES)
def translate_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Translates an entry of the staff member's own agency, or confirms a translation."""
    return translating.translate_entry(request, REGISTER, service_id)


@staff_screen(Permission.KEEP_SERVICES)
def publish_services(request: StaffRequest) -> HttpResponse:
    """Publishes several submitted entries as the second person."""
    return screens.bulk_publish_page(request, REGISTER)


@staff_screen(Permission.KEEP_SERVICES)
def import_services(request: StaffRequest) -> HttpResponse:
    """Reads a table, shows a preview, and imports all of it or nothing."""
    return importing.import_entries(request, REGISTER)


@staff_screen(Permission.KEEP_SERVICES)
def verify_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Records that the details of an entry were checked."""
    service, back = _own_service(request, service_id)
    form = ServiceVerifyForm(
        posted_data(request),
        initial={"version": service.version},
        today=request.staff.office.today(),
    )

    def save(sent: ServiceVerifyForm) -> str:
        actions.verify_service(
            service=service,
            on=sent.verification_day,
            version=sent.seen_version,
            actor=request.staff,
            review_on=sent.cleaned_data["review_on"],
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, VERIFY_PAGE_TEXT, back
    )


@staff_screen(Permission.KEEP_SERVICES)
def withdraw_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Withdraws an entry, or offers it again."""
    service, back = _own_service(request, service_id)
    is_withdrawn = service.withdrawn_on is not None
    form_class = RecordForm if is_withdrawn else EntryArchiveForm
    form = form_class(posted_data(request), initial={"version": service.version})

    def save(sent: RecordForm) -> str:
        version, actor = sent.seen_version, request.staff
        if not is_withdrawn:
            why = sent.cleaned_data["why"]
            actions.withdraw_service(service=service, why=why, version=version, actor=actor)
            return back
        try:
            actions.reinstate_service(service=service, version=version, actor=actor)
        except EntryAlreadyListed:
            sent.add_error(None, str(REGISTER.words.taken))
            return ""
        return back

    page_text = BRING_BACK_PAGE_TEXT if is_withdrawn else WITHDRAW_PAGE_TEXT
    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, page_text, back
    )


def _own_service(request: StaffRequest, service_id: UUID) -> tuple[Service, str]:
    """An entry of the staff member's agency, and its URL; 404 for other agencies' entries."""
    service = get_own_entry(actions.SERVICES, service_id, request.staff)
    return service, ADDRESSES.of_entry("show", service.pk)
