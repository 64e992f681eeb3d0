"""Export screens: each starts with a confirmation of identity; the passphrase is shown once."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saathi.agencies import access, access_log
from saathi.agencies.form_submission import submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk import wording as days
from saathi.desk.exporting import wording
from saathi.desk.exporting.forms import CaseExportForm
from saathi.infra.join_words import join_words
from saathi.people.queries import child_of_file
from saathi.protection.exchange import queries
from saathi.protection.exchange.actions import exporting as actions
from saathi.protection.exchange.actions.importing import ExchangeStepNotAllowed
from saathi.protection.exchange.models import Export
from saathi.protection.exchange.standards.mapping import load_standards
from saathi.protection.exchange.standards.wording import StandardLosses, describe_record_losses
from saathi.protection.exchange.vocabulary import (
    STANDARDS,
    ExportPurpose,
    ExportState,
)
from saathi.vault import store as vault
from saathi.web import downloads
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn, LabelledValue
from saathi.web.paging import requested_page


@require_safe
@staff_screen(Permission.EXPORT)
def list_exports(request: StaffRequest) -> HttpResponse:
    """The exports this person requested, newest first."""
    page = requested_page(request, queries.own_exports(request.staff), queries.PAGE_SIZE)
    rows = list(page.object_list)
    access_log.log_list_view(request.staff, [export.pk for export in rows], model="exchange.export")
    context = {
        "table": _table(request, rows),
        "page": page,
        "may_import": Permission.IMPORT in request.may,
    }
    return render(request, "desk/list_exports.html", context)


def _table(request: StaffRequest, rows: Sequence[Export]) -> DisplayTable:
    office = request.staff.office
    columns = [
        DisplayTableColumn(_("Requested")),
        DisplayTableColumn(_("Purpose")),
        DisplayTableColumn(_("Files"), is_number=True),
        DisplayTableColumn(_("Status")),
        DisplayTableColumn(_("Downloads"), is_number=True),
    ]
    cells = [
        [
            DisplayTableCell(
                days.describe_moment(export.recorded_at, office),
                reverse("desk:show_export", args=[export.pk]),
            ),
            DisplayTableCell(export.get_purpose_display()),
            DisplayTableCell(str(export.files)),
            DisplayTableCell(export.get_state_display()),
            DisplayTableCell(str(export.downloads)),
        ]
        for export in rows
    ]
    return DisplayTable(_("Exports"), columns, cells)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@staff_screen(Permission.EXPORT)
def request_export(request: StaffRequest) -> HttpResponse:
    """Requests an export of the files of many children, by case status."""
    return _ask(request, None, "")


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@staff_screen(Permission.EXPORT)
def request_file_export(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Requests the export of one child's file."""
    child = child_of_file(request.staff, file_id)
    return _ask(request, file_id, child.code)


def _ask(request: StaffRequest, file_id: UUID | None, code: str) -> HttpResponse:
    form = CaseExportForm(request.POST or None, file_id=file_id)
    preview: actions.ExportPreview | None = None

    def save(sent: CaseExportForm) -> str:
        nonlocal preview
        wanted = sent.to_input()
        try:
            preview = actions.preview_export(data=wanted, actor=request.staff)
            if sent.cleaned_data["checked"] != _mark(preview, wanted):
                sent.show_checked(_mark(preview, wanted))
                return ""
            export = actions.request_export(data=wanted, actor=request.staff)
        except actions.TooManyFilesToExport as many:
            none = _none(sent, lack_basis=preview is not None)
            sent.add_error(None, _too_many(many.count) if many.count else none)
            return ""
        return reverse("desk:show_export", args=[export.pk])

    answer = submit_form(request, form, save)
    if answer is None and (preview is None or not preview.without_basis):
        del form.fields["basis"]
    if answer is None and preview is not None and preview.first_without_basis:
        listed = [child.pk for child in preview.first_without_basis]
        access_log.log_list_view(request.staff, listed, screen="desk:request_export")
    context = {
        "form": form,
        "code": code,
        "file_id": file_id,
        "losses": _losses_of_standards() if file_id is None else [],
        "contents": wording.describe_sections(),
        "preview": preview,
        "left_out": _columns_left_out(form) if preview else [],
        "button": _("Create encrypted ZIP") if preview else _("Check the selection"),
    }
    return answer or render(request, "desk/request_export.html", context)


def _columns_left_out(form: CaseExportForm) -> list[LabelledValue]:
    wanted = form.to_input()
    return [] if wanted.format in STANDARDS else wording.describe_columns_left_out(wanted.sections)


def _losses_of_standards() -> list[StandardLosses]:
    return [describe_record_losses(standard) for standard in load_standards().values()]


def _mark(preview: actions.ExportPreview, wanted: actions.ExportRequest) -> str:
    """What the person saw of a selection: another selection, or other children by now, is shown first."""
    seen = (
        *(wanted.purpose, wanted.format, int(wanted.sections), sorted(wanted.chosen)),
        *(wanted.opened_from, wanted.opened_until, preview.chosen, preview.without_basis),
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def _none(sent: CaseExportForm, *, lack_basis: bool) -> str:
    if sent.cleaned_data["purpose"] == ExportPurpose.STATISTICS:
        return _(
            "No matching files. Statistics include only children who agreed to the "
            "statistical use of their information."
        )
    if lack_basis:
        return _(
            "None of these children has a recorded basis for sharing. Record a consent or another "
            "basis for the transfer, or state the basis."
        )
    if sent.file_id is not None:
        return _("This file cannot be exported: the child is under special protection.")
    return _("No matching file can be exported. Change your selection.")


def _too_many(count: int) -> str:
    words = {"count": count, "most": actions.MAX_FILES}
    return _(
        "%(count)d files match; one export can contain at most %(most)d. Choose a shorter period."
    ) % (words)


@require_safe
@staff_screen(Permission.EXPORT)
def show_export(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """The state of an export."""
    return _page(request, access.get(request.staff, Export, export_id), phrase="")


def _page(request: StaffRequest, record: Export, *, phrase: str) -> HttpResponse:
    office = request.staff.office
    sections = [str(label) for label in wording.section_names(record.sections)]
    texts = vault.open(record)
    identity_text = _("gender, age and nationality of the child")
    if record.format not in STANDARDS:
        identity_text = _("personal details")
    pairs = [
        LabelledValue(_("Status"), record.get_state_display()),
        LabelledValue(_("Purpose"), record.get_purpose_display()),
        LabelledValue(_("Recipient and reason"), texts["reason"]),
        *([LabelledValue(_("Stated basis"), texts["basis"])] if texts.get("basis") else []),
        LabelledValue(_("Files"), str(record.files)),
        LabelledValue(_("Sections"), join_words([identity_text, *sections])),
        LabelledValue(_("Form"), record.get_format_display()),
        LabelledValue(_("Available until"), days.describe_moment(record.ends_at, office)),
        LabelledValue(_("Downloads"), str(record.downloads)),
    ]
    is_there = actions.is_downloadable(record, request.staff)
    context: dict[str, Any] = {
        "record": record,
        "pairs": pairs,
        "waits": record.state == ExportState.WAITING,
        "is_there": is_there,
        "may_reveal": is_there and bool(record.passphrase) and not phrase,
        "may_end": record.state in {ExportState.READY, ExportState.FAILED},
        "phrase": phrase,
        "losses": [describe_record_losses(load_standards()[record.format])]
        if record.format in STANDARDS
        else [],
    }
    return render(request, "desk/show_export.html", context)


@require_POST
@recently_confirmed
@staff_screen(Permission.EXPORT)
def reveal_passphrase(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """Shows the passphrase once; no later page shows it."""
    record = access.get(request.staff, Export, export_id)
    try:
        phrase = actions.reveal_passphrase(record=record, actor=request.staff)
    except ExchangeStepNotAllowed:
        return redirect("desk:show_export", export_id)
    return _page(request, record, phrase=phrase)


@require_POST
@recently_confirmed
@staff_screen(Permission.EXPORT)
def download_export(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """The encrypted ZIP; each download is counted."""
    record = access.get(request.staff, Export, export_id)
    try:
        data = actions.download_export(record=record, actor=request.staff)
    except ExchangeStepNotAllowed:
        return redirect("desk:show_export", export_id)
    return downloads.attachment_response(data, "export.zip", downloads.ZIP)


@require_POST
@staff_screen(Permission.EXPORT)
def end_export(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """Ends an export early: its file is deleted."""
    record = access.get(request.staff, Export, export_id)
    actions.end_export(record=record, actor=request.staff)
    return redirect("desk:show_export", export_id)
