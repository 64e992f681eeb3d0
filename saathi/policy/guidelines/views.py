"""Screens of the library of guidelines: all staff read and acknowledge, its keepers change it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import importing, screens
from saathi.agencies.register_kit.queries import get_entry
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.policy.guidelines import actions, queries
from saathi.policy.guidelines.actions import GuidelineRefused
from saathi.policy.guidelines.register import ADDRESSES, REGISTER
from saathi.policy.guidelines.tables import GUIDELINES

READ_TEXT = FormPageText(
    _("I have read this guideline"),
    _("Your supervisor sees that you have read this edition."),
    _("I have read this guideline"),
    _("The guideline"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen()
def list_guidelines(request: StaffRequest) -> HttpResponse:
    """The guidelines, filtered and by page."""
    return screens.show_list(request, REGISTER, "guidelines/list_guidelines.html")


@require_safe
@staff_screen()
def show_guideline(request: StaffRequest, guideline_id: UUID) -> HttpResponse:
    """One guideline with its text; for those who lead staff, who has not read it."""
    return screens.show_entry(request, REGISTER, guideline_id, "guidelines/show_guideline.html")


@staff_screen()
def acknowledge_guideline(request: StaffRequest, guideline_id: UUID) -> HttpResponse:
    """Records that the reader has read a guideline in force."""
    entry = get_entry(GUIDELINES, guideline_id)
    if not entry.must_read or (request.method != "POST" and not queries.is_in_force(entry)):
        raise Http404
    form, back = RecordForm(posted_data(request)), ADDRESSES.of_entry("show", entry.pk)

    def save(sent: RecordForm) -> str:
        try:
            actions.acknowledge_guideline(guideline=entry, actor=request.staff)
        except GuidelineRefused as refused:
            sent.add_refusal_reasons(refused.reasons)
            return ""
        return back

    return submit_form(request, form, save) or render_form_page(request, form, READ_TEXT, back)


@require_safe
@staff_screen(Permission.KEEP_FACILITIES)
def download_guidelines(request: StaffRequest) -> HttpResponse:
    """The agency's guidelines as a table that can be changed and imported again."""
    return screens.download_entries(request, REGISTER)


@staff_screen(Permission.KEEP_FACILITIES)
def add_guideline(request: StaffRequest) -> HttpResponse:
    """Adds a guideline."""
    return screens.new_entry_page(request, REGISTER)


@staff_screen(Permission.KEEP_FACILITIES)
def change_guideline(request: StaffRequest, guideline_id: UUID) -> HttpResponse:
    """Changes a guideline of the own agency that was never published, or its day of review."""
    return screens.entry_form_page(request, REGISTER, guideline_id)


@staff_screen(Permission.KEEP_FACILITIES)
def act_on_guideline(request: StaffRequest, guideline_id: UUID, action: str) -> HttpResponse:
    """Submits, publishes, returns, confirms or withdraws a guideline of the own agency."""
    return screens.act_on_entry(request, REGISTER, guideline_id, action)


@staff_screen(Permission.KEEP_FACILITIES)
def publish_guidelines(request: StaffRequest) -> HttpResponse:
    """Publishes several submitted guidelines as the second person."""
    return screens.bulk_publish_page(request, REGISTER)


@staff_screen(Permission.KEEP_FACILITIES)
def import_guidelines(request: StaffRequest) -> HttpResponse:
    """Reads a table, shows a preview, and imports all of it or nothing."""
    return importing.import_entries(request, REGISTER)
