"""Screens of an export: who she is comes first, each time; the passphrase is shown once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saathi.agencies import access, looking
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import send
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.desk import wording as days
from saathi.desk.exporting import wording
from saathi.desk.exporting.forms import ExportForm
from saathi.infra.listing import listed
from saathi.people.queries import child_of_file
from saathi.protection.exchange import queries
from saathi.protection.exchange.actions import exporting as actions
from saathi.protection.exchange.actions.importing import NotNow
from saathi.protection.exchange.models import Export
from saathi.protection.exchange.standards.mapping import standards
from saathi.protection.exchange.standards.wording import of_records
from saathi.protection.exchange.vocabulary import STANDARDS, ExportPurpose, ExportState
from saathi.vault import store as vault
from saathi.web import downloads
from saathi.web.paging import page_asked
from saathi.web.parts import Cell, Column, Pair, Table


@require_safe
@staff_screen(Permission.EXPORT)
def list_exports(request: StaffRequest) -> HttpResponse:
    """The exports she asked for herself, newest first."""
    page = page_asked(request, queries.exports(request.staff), queries.A_PAGE)
    rows = list(page.object_list)
    looking.listed(request.staff, [one.pk for one in rows], model="exchange.export")
    context = {
        "table": _table(request, rows),
        "page": page,
        "may_import": Permission.IMPORT in request.may,
    }
    return render(request, "desk/list_exports.html", context)


def _table(request: StaffRequest, rows: Sequence[Export]) -> Table:
    office = request.staff.office
    columns = [
        Column(_("Asked for")),
        Column(_("What for")),
        Column(_("Files"), is_number=True),
        Column(_("State")),
        Column(_("Fetched"), is_number=True),
    ]
    cells = [
        [
            Cell(days.moment(one.recorded_at, office), reverse("desk:show_export", args=[one.pk])),
            Cell(one.get_purpose_display()),
            Cell(str(one.files)),
            Cell(one.get_state_display()),
            Cell(str(one.downloads)),
        ]
        for one in rows
    ]
    return Table(_("Exports"), columns, cells)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@staff_screen(Permission.EXPORT)
def ask_export(request: StaffRequest) -> HttpResponse:
    """Asks for the files of many children, by how their cases stand."""
    return _ask(request, None, "")


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@staff_screen(Permission.EXPORT)
def export_file(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Asks for one child's file."""
    child = child_of_file(request.staff, file_id)
    return _ask(request, file_id, child.code)


def _ask(request: StaffRequest, file_id: UUID | None, code: str) -> HttpResponse:
    form = ExportForm(request.POST or None, file_id=file_id)

    def save(sent: ExportForm) -> str:
        try:
            made = actions.ask(asked=sent.asked(), by=request.staff)
        except actions.TooMany as many:
            sent.add_error(None, _none(sent) if not many.count else _too_many(many.count))
            return ""
        return reverse("desk:show_export", args=[made.pk])

    answer = send(request, form, save)
    losses = [of_records(one) for one in standards().values()] if file_id is None else []
    context = {"form": form, "code": code, "file_id": file_id, "losses": losses}
    return answer or render(request, "desk/ask_export.html", context)


def _none(sent: ExportForm) -> str:
    if sent.cleaned_data["purpose"] == ExportPurpose.STATISTICS:
        return _(
            "No file fits. For statistics a child must have agreed that numbers are made of what is known."
        )
    if sent.file_id is not None:
        return _("This file does not leave the system: the child is under special protection.")
    return _("No file that may leave the system fits. Change what you asked for.")


def _too_many(count: int) -> str:
    words = {"count": count, "most": actions.MOST_FILES}
    return _(
        "These are %(count)d files; one export holds at most %(most)d. Ask by shorter times."
    ) % (words)


@require_safe
@staff_screen(Permission.EXPORT)
def show_export(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """Where an export stands."""
    return _page(request, access.get(request.staff, Export, export_id), phrase="")


def _page(request: StaffRequest, record: Export, *, phrase: str) -> HttpResponse:
    office = request.staff.office
    sections = [str(label) for label in wording.names(record.sections)]
    who = _("gender, age and nationality of the child")
    if record.format not in STANDARDS:
        who = _("who the child is")
    pairs = [
        Pair(_("State"), record.get_state_display()),
        Pair(_("What for"), record.get_purpose_display()),
        Pair(_("Who receives it, and why"), vault.open(record)["reason"]),
        Pair(_("Files"), str(record.files)),
        Pair(_("Sections"), listed([who, *sections])),
        Pair(_("Form"), record.get_format_display()),
        Pair(_("Can be fetched until"), days.moment(record.ends_at, office)),
        Pair(_("Fetched"), str(record.downloads)),
    ]
    is_there = actions.is_there(record, request.staff)
    context: dict[str, Any] = {
        "record": record,
        "pairs": pairs,
        "waits": record.state == ExportState.WAITING,
        "is_there": is_there,
        "may_reveal": is_there and bool(record.passphrase) and not phrase,
        "may_end": record.state in {ExportState.READY, ExportState.FAILED},
        "phrase": phrase,
        "losses": [of_records(standards()[record.format])] if record.format in STANDARDS else [],
    }
    return render(request, "desk/show_export.html", context)


@require_POST
@recently_confirmed
@staff_screen(Permission.EXPORT)
def reveal_passphrase(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """Shows the passphrase, this once: on no page after this one."""
    record = access.get(request.staff, Export, export_id)
    try:
        phrase = actions.reveal(record=record, by=request.staff)
    except NotNow:
        return redirect("desk:show_export", export_id)
    return _page(request, record, phrase=phrase)


@require_POST
@recently_confirmed
@staff_screen(Permission.EXPORT)
def fetch_export(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """The locked ZIP; each fetch is counted."""
    record = access.get(request.staff, Export, export_id)
    try:
        data = actions.fetch(record=record, by=request.staff)
    except NotNow:
        return redirect("desk:show_export", export_id)
    return downloads.to_save(data, "export.zip", downloads.ZIP)


@require_POST
@staff_screen(Permission.EXPORT)
def end_export(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """Ends an export before its time: its file is deleted."""
    record = access.get(request.staff, Export, export_id)
    actions.end(record=record, by=request.staff)
    return redirect("desk:show_export", export_id)
