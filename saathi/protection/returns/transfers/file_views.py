"""Screens of transfer files: write one for an agency without this system, read one in with a preview."""

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from saathi.agencies import access_log, records
from saathi.agencies.country_protocols import ProtocolShareableFact
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.engines.sheets import encrypted_zip
from saathi.infra.join_words import join_words
from saathi.infra.route_countries import country_name
from saathi.people import record_screens as kit
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import child_for_editing
from saathi.people.models import Child
from saathi.people.queries import child_header
from saathi.protection.returns.transfers import transfer_file
from saathi.protection.returns.transfers.actions import files as actions
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.forms.files import (
    TransferConfirmForm,
    TransferFileForm,
    TransferUploadForm,
    shown_passphrase,
    sign_content,
    sign_passphrase,
)
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.vocabulary import TransferKind, TransferState
from saathi.web import downloads
from saathi.web.components import LabelledValue

screens = kit.RecordScreens("transfer_files")
LIST = "transfers:show_transfers"
TRANSFER = f"{kit.CHILD}transfers/<uuid:transfer_id>/"


@screens.ordinary(f"{TRANSFER}file/")
@require_safe
@staff_screen(Permission.ASSIGN)
def prepare_file(request: StaffRequest, file_id: UUID, transfer_id: UUID) -> HttpResponse:
    """The form for a transfer file, with a passphrase that is shown once and not stored."""
    child, transfer = _load(request, file_id, transfer_id)
    access_log.log_file_list(request.staff, Section.TRANSFER, file_id, [transfer.pk])
    return _render_file_form(request, child, transfer, TransferFileForm(initial=_initial()))


@screens.ordinary(f"{TRANSFER}transfer.zip")
@require_POST
@sensitive_post_parameters()
@staff_screen(Permission.ASSIGN)
def download_file(request: StaffRequest, file_id: UUID, transfer_id: UUID) -> HttpResponse:
    """The encrypted file; the passphrase is the one that the form showed."""
    child, transfer = _load(request, file_id, transfer_id)
    form = TransferFileForm(request.POST)
    if form.is_valid():
        try:
            data = actions.export_transfer(
                transfer=transfer,
                contact=form.cleaned_data["contact"],
                passphrase=form.cleaned_data["passphrase"],
                actor=request.staff,
            )
        except TransferRefused as refused:
            form.add_refusal_reasons(refused.reasons)
        else:
            name = f"transfer-{transfer.reference}.zip"
            return downloads.attachment_response(data, name, downloads.ZIP)
    return _render_file_form(request, child, transfer, form)


def _load(request: StaffRequest, file_id: UUID, transfer_id: UUID) -> tuple[Child, Transfer]:
    child = child_for_editing(request, file_id, Section.LEGAL)
    return child, records.get_record_of_file(request.staff, Transfer, file_id, transfer_id)


def _initial() -> dict[str, str]:
    return {"passphrase": sign_passphrase(encrypted_zip.new_passphrase())}


def _render_file_form(
    request: StaffRequest, child: Child, transfer: Transfer, form: TransferFileForm
) -> HttpResponse:
    return render_child_page(
        request,
        child,
        "transfers/prepare_file.html",
        form=form,
        transfer=transfer,
        passphrase=shown_passphrase(form["passphrase"].value()),
        download=reverse("transfer_files:download_file", args=[child.file_id, transfer.pk]),
    )


@screens.ordinary(f"{kit.CHILD}transfers/read/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def read_file(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Reads a transfer file: first a preview, then an incoming transfer with its reference."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    if request.method == "POST" and "signed" in request.POST:
        return _confirm(request, child)
    form = TransferUploadForm(request.POST or None, request.FILES or None)
    content = form.content if form.is_bound and form.is_valid() else None
    if content is not None and (reasons := actions.reasons_against_country(content, request.staff)):
        form.add_refusal_reasons(reasons)
        content = None
    return _render_upload(request, child, form, content)


def _confirm(request: StaffRequest, child: Child) -> HttpResponse:
    form = TransferConfirmForm(request.POST, file_id=child.file_id)
    content, problem = None, ""
    if form.is_valid():
        try:
            content = form.cleaned_data["signed"]
            taken = actions.take_in_transfer(content=content, child=child, actor=request.staff)
        except TransferRefused as refused:
            problem = " ".join(translate(reason.text) for reason in refused.reasons)
        else:
            return redirect("transfers:show_transfer", child.file_id, taken.pk)
    else:
        problem = " ".join(map(str, form.errors.get("signed") or form.errors["is_same_child"]))
        content = form.cleaned_data.get("signed")
    return _render_upload(request, child, TransferUploadForm(), content, problem=problem)


def _render_upload(
    request: StaffRequest,
    child: Child,
    form: TransferUploadForm,
    content: transfer_file.TransferFile | None,
    problem: str = "",
) -> HttpResponse:
    signed = sign_content(content, child.file_id) if content else ""
    return render_child_page(
        request,
        child,
        "transfers/read_file.html",
        form=form,
        problem=problem,
        preview=preview_values(content) if content else [],
        ours=_our_details(child, request) if content else [],
        confirm=TransferConfirmForm(file_id=child.file_id, initial={"signed": signed}),
    )


def _our_details(child: Child, request: StaffRequest) -> list[LabelledValue]:
    """What the file of the child says, to compare with what came: name, sex, age, languages, home."""
    header = child_header(child, staff=request.staff)
    facts = [str(fact.text) for fact in (*header.facts, *header.more_facts)]
    return [
        LabelledValue(_("Case ID"), header.code),
        LabelledValue(_("Name"), header.name),
        LabelledValue(_("Details"), join_words(facts)),
    ]


def preview_values(content: transfer_file.TransferFile) -> list[LabelledValue]:
    """What a file says, as the preview shows it."""
    facts = join_words(str(ProtocolShareableFact(fact).label) for fact in content.facts)
    values = [
        LabelledValue(_("Reference"), content.reference),
        LabelledValue(_("Kind of transfer"), str(TransferKind(content.kind).label)),
        LabelledValue(_("Stage"), str(TransferState(content.stage).label)),
        LabelledValue(_("From"), country_name(content.from_country)),
        LabelledValue(_("To"), country_name(content.to_country)),
        LabelledValue(_("Planned journey"), format_day_text(content.planned_on)),
        LabelledValue(_("Sent on"), format_day_text(content.sent_on)),
        LabelledValue(_("Sending agency"), content.sender),
        LabelledValue(_("Contact for the answer"), content.contact),
        LabelledValue(_("Information shared"), facts, note=content.shared),
        LabelledValue(_("Care that the child needs"), content.needs),
        LabelledValue(_("What is asked"), content.asks),
    ]
    return [value for value in values if value.text]


def format_day_text(text: str) -> str:
    """A day of a file as a page shows it; empty without one."""
    return str(format_day(dt.date.fromisoformat(text))) if text else ""
