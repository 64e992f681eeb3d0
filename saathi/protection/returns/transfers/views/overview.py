"""Transfers in a child's file: the list, and the page of one transfer."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access, records
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.queries import child_of_file
from saathi.people.record_screens.printing import PRINT
from saathi.people.record_screens.rendering import render_page
from saathi.protection.returns.protection_screening.corrections import corrections_panel
from saathi.protection.returns.transfers import pages
from saathi.protection.returns.transfers.after_queries import reported_danger
from saathi.protection.returns.transfers.arrival_alerts import transfer_arrival_alert
from saathi.protection.returns.transfers.danger_alerts import transfer_danger_alert
from saathi.protection.returns.transfers.law_panels import law_panel
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.removal_alerts import removal_alert
from saathi.protection.returns.transfers.view_queries import counting_record
from saathi.protection.returns.transfers.views import next_steps, panels
from saathi.protection.returns.transfers.views.access_panel import ended_access_panel
from saathi.protection.returns.transfers.views.loading import TransferRecords, load_records
from saathi.protection.returns.transfers.views.screens import LIST, SHOW, TRANSFER, screens
from saathi.protection.returns.transfers.vocabulary import (
    OPEN_STATES,
    TransferDirection,
    TransferState,
    TransferWish,
)

WORK = Permission.WORK_ON_CASE


@screens.child_list("transfers/", WORK, kit.RecordQuery(Transfer, "-opened_on"))
def show_transfers(
    request: StaffRequest, child: Child, transfers: list[Transfer]
) -> kit.PageContent:
    """The transfers of a child, the latest first."""
    today = request.staff.office.today()
    rows = [_transfer_row(transfer, today) for transfer in transfers]
    panel = kit.Panel(
        _("Transfers to another country"),
        rows=rows,
        empty=_("No transfer. A return is one option, never the default."),
    )
    buttons = screens.links(request, child.file_id, "add_transfer", _("Open a transfer"), "plus")
    if buttons:
        read = kit.link(_("Read a transfer file"), "transfer_files:read_file", child.file_id)
        buttons = [*buttons, read]
    return kit.PageContent(buttons=buttons, parts=[panel])


def _transfer_row(transfer: Transfer, today: dt.date) -> kit.PanelRow:
    at_stage = kit.LabelledValue(_("At this stage for"), pages.days_text(transfer, today))
    is_open = transfer.state in OPEN_STATES
    pairs = [*pages.known_values(transfer, "kind partner planned_on"), *([at_stage] * is_open)]
    return kit.record_row(
        transfer,
        pairs,
        title=pages.transfer_title(transfer),
        state="state",
        is_over=not is_open,
        needs_attention=transfer.state == TransferState.SUBMITTED,
        actions=[kit.link(_("Open"), SHOW, transfer.file_id, transfer.pk)],
    )


@screens.ordinary(f"{kit.CHILD}{TRANSFER}")
@require_safe
@staff_screen(WORK)
def show_transfer(request: StaffRequest, file_id: UUID, transfer_id: UUID) -> HttpResponse:
    """One transfer: stage, next step, everything missing, and each of its records."""
    child = child_of_file(request.staff, file_id, Section.LEGAL | Section.TRANSFER)
    transfer = records.get_record_of_file(request.staff, Transfer, file_id, transfer_id)
    result = load_records(request.staff, transfer)
    content = _content(request, transfer, result)
    shown = [transfer, *result.shown]
    return render_page(request, content, child, shown, prints="print_transfer")


# On paper for the team and whoever authorises: it is none of the travel papers.
screens.urlpatterns.append(
    path(f"{kit.CHILD}{TRANSFER}{PRINT}", show_transfer, name="print_transfer")
)


def _content(
    request: StaffRequest,
    transfer: Transfer,
    found: TransferRecords,
) -> kit.PageContent:
    today = request.staff.office.today()
    reached = panels.days_reached(transfer, found, request.staff.office)
    parts = panels.TransferParts(request, transfer, found)
    chain = kit.link(_("All legs of this reference"), "transfers:show_chain", transfer.reference)
    refuses = _refuses(transfer, request)
    missing = next_steps.list_missing(request, transfer)
    laws = replace(law_panel(request, transfer.child), is_folded=True)
    return kit.PageContent(
        pages.transfer_title(transfer),
        kit.link(_("Transfers abroad"), LIST, transfer.file_id),
        alerts=[
            *transfer_danger_alert(reported_danger(transfer, request.staff), request.staff),
            *transfer_arrival_alert(transfer, request.staff),
            *removal_alert(transfer, request.staff),
            *panels.alerts(transfer, refuses=refuses),
        ],
        buttons=next_steps.buttons(request, transfer, missing, refuses=refuses),
        main_buttons=next_steps.count_main(transfer),
        parts=[
            pages.StagePanel("", steps=pages.stage_line(transfer, reached, today)),
            next_steps.panel(request, transfer, missing, refuses=refuses),
            ended_access_panel(request, transfer),
            next_steps.missing_panel(request, transfer, missing),
            corrections_panel(request.staff, transfer.file_id),
            parts.after(),
            *parts.preparation([chain, *_file_link(request, transfer)], missing),
            next_steps.removal_panel(request, transfer),
            laws,
            replace(parts.history(), is_folded=True),
        ],
    )


def _refuses(transfer: Transfer, request: StaffRequest) -> bool:
    """Whether the child does not want to go, by the answer that counts."""
    view = counting_record(transfer, request.staff)
    return view is not None and view.wish == TransferWish.DOES_NOT_WANT


def _file_link(request: StaffRequest, transfer: Transfer) -> list[kit.ActionLink]:
    """The link to the transfer file, for those who may send a request to another agency."""
    may_send = access.has_permission(request.staff, Permission.ASSIGN)
    is_open = transfer.state in OPEN_STATES and transfer.direction == TransferDirection.OUTGOING
    if not may_send or not is_open:
        return []
    ids = (transfer.file_id, transfer.pk)
    return [kit.link(_("Transfer file"), "transfer_files:prepare_file", *ids)]


def address_of_group(group_id: UUID) -> str:
    """The address of a group."""
    return reverse("transfers:show_group", args=[group_id])
