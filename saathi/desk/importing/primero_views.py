"""Screens of imports from Primero: the preview of a child, and checking once more."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from saathi.agencies import access
from saathi.agencies.form_submission import RecordForm, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.importing import primero_pages
from saathi.desk.importing.views import (
    form_error_if_step_too_late,
    import_page_url,
    import_with_table,
)
from saathi.protection.exchange import import_rows
from saathi.protection.exchange.actions import importing as actions
from saathi.protection.exchange.models import Import
from saathi.web import discreet_view


@require_safe
@staff_screen(Permission.IMPORT)
def preview_import_row(request: StaffRequest, import_id: UUID, number: int) -> HttpResponse:
    """The file of one child as it will be after the import."""
    if discreet_view.must_cover_texts(request):
        return discreet_view.render_cover(request)
    at_hand = import_with_table(request, import_id)
    if at_hand is None or not at_hand[0].result:
        return redirect(import_page_url(import_id))
    record, details, sheet = at_hand
    if not import_rows.is_primero(sheet) or not 1 <= number <= len(sheet.rows):
        raise access.NotAllowed
    preview = primero_pages.row_preview(record, details, sheet, number, request.staff)
    context = {"record": record, "preview": preview}
    return render(request, "desk/preview_import_row.html", context)


@require_POST
@staff_screen(Permission.IMPORT)
def check_import_again(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """Checks the cases of a Primero export once more."""
    record = access.get(request.staff, Import, import_id)

    def save(sent: RecordForm) -> str:
        actions.check_import_again(record=record, version=sent.seen_version, actor=request.staff)
        return import_page_url(import_id)

    form, here = RecordForm(request.POST), import_page_url(import_id)
    return submit_form(
        request, form, form_error_if_step_too_late(save), newest_url=here
    ) or redirect(here)
