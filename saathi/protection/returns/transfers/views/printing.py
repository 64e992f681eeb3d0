"""Papers of a transfer, printed with the browser; each print is logged."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, records
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.queries import child_of_file
from saathi.protection.returns.transfers import authorisation_rules, papers, queries
from saathi.protection.returns.transfers.actions import files
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferHandover,
    TransferReceipt,
    TransferView,
)
from saathi.protection.returns.transfers.paper_rules import (
    reason_against_note,
    reasons_against_travel_papers,
)
from saathi.protection.returns.transfers.view_queries import counting_record
from saathi.protection.returns.transfers.views.screens import TRANSFER, page_of, screens
from saathi.protection.returns.transfers.vocabulary import TransferState, TransferWish

WORK = Permission.WORK_ON_CASE
ADDRESS = f"{kit.CHILD}{TRANSFER}print/"


# Where the texts of each paper are changed; a request that was sent is followed by another one.
CHANGED_IN = {
    "transfers:print_request": "send_request",
    "transfers:print_day": "plan_journey",
    "transfers:print_handover": "record_handover",
    "transfers:print_booklet": "record_placement",
}


def _open(request: StaffRequest, file_id: UUID, transfer_id: UUID) -> Transfer:
    """The opened transfer, for those who read the child's file."""
    child_of_file(request.staff, file_id, Section.LEGAL | Section.TRANSFER)
    transfer = records.get_record_of_file(request.staff, Transfer, file_id, transfer_id)
    records.open_texts(transfer)
    return transfer


def _languages() -> list[str]:
    return [get_language() or "en"]


def _paper(
    request: StaffRequest,
    transfer: Transfer,
    screen: str,
    paper: papers.TransferPaperContent,
    languages: Sequence[tuple[str, kit.Text, bool]] = (),
) -> HttpResponse:
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=transfer.file_id,
        objects=[transfer.pk],
        purpose=request.staff.access_purpose,
        detail={"screen": screen},
    )
    change = screens.links(request, transfer, CHANGED_IN[screen], _("Change the text"))
    context = {
        "paper": papers.neutral(paper),
        "back": page_of(transfer),
        "change": change[:1],
        "languages": languages,
    }
    return render(request, "transfers/print_paper.html", context)


@screens.ordinary(f"{ADDRESS}request/")
@require_safe
@staff_screen(WORK)
def print_request(request: StaffRequest, file_id: UUID, transfer_id: UUID) -> HttpResponse:
    """The letter of the newest request, while the same may go as in the transfer file."""
    transfer = _open(request, file_id, transfer_id)
    asked = queries.newest_request(transfer, request.staff)
    if asked is None:
        raise access.NotAllowed
    if reasons := files.reasons_against_going(asked, request.staff):
        messages.error(request, gettext(reasons[0].text))
        return redirect(page_of(transfer))
    has_needs = request.GET.get("needs") == "1"
    letter = papers.request_letter(
        transfer, asked, request.staff.office, _languages(), has_needs=has_needs
    )
    return _paper(request, transfer, "transfers:print_request", letter)


@screens.ordinary(f"{ADDRESS}day/")
@require_safe
@staff_screen(WORK)
def print_day(request: StaffRequest, file_id: UUID, transfer_id: UUID) -> HttpResponse:
    """The sheet for the day of travel."""
    transfer = _open(request, file_id, transfer_id)
    journey = queries.newest_journey(transfer, request.staff)
    if journey is None:
        raise access.NotAllowed
    if refused := _not_printed(request, transfer):
        return refused
    sheet = papers.travel_sheet(transfer, journey, _languages())
    return _paper(request, transfer, "transfers:print_day", sheet)


def _not_printed(request: StaffRequest, transfer: Transfer) -> HttpResponse | None:
    """The page of the transfer, which says what a departure now would lack; None if nothing."""
    today = queries.today_of(transfer)
    facts = queries.load_facts(transfer, request.staff, on=today)
    missing = authorisation_rules.missing_for_authorisation(facts, on=today)
    state = TransferState(transfer.state)
    reasons = reasons_against_travel_papers(state, missing=missing, is_off=facts.is_off)
    if not reasons:
        return None
    messages.error(request, gettext("This paper is not printed now."))
    for reason in reasons:
        messages.error(request, gettext(reason.text))
    return redirect(page_of(transfer))


def _reason_against_note(transfer: Transfer, view: TransferView | None) -> str:
    wish = TransferWish(view.wish) if view else None
    is_replied = view is not None and view.is_replied
    return reason_against_note(TransferState(transfer.state), wish, is_replied=is_replied)


@screens.ordinary(f"{ADDRESS}handover/")
@require_safe
@staff_screen(WORK)
def print_handover(request: StaffRequest, file_id: UUID, transfer_id: UUID) -> HttpResponse:
    """The handover note and the receipt, for a transfer that was authorised and is not stopped."""
    transfer, reader = _open(request, file_id, transfer_id), request.staff
    view = counting_record(transfer, reader)
    if reason := _reason_against_note(transfer, view):
        messages.error(request, gettext(reason))
        return redirect(page_of(transfer))
    if refused := _not_printed(request, transfer):
        return refused
    handover_records = papers.HandoverRecords(
        view,
        queries.newest_journey(transfer, reader),
        queries.newest(TransferHandover, transfer, reader, "-handed_over_at"),
        queries.newest(TransferReceipt, transfer, reader, "-received_on"),
        list(queries.newest_papers(transfer, reader).values()),
    )
    note = papers.handover_note(transfer, handover_records)
    return _paper(request, transfer, "transfers:print_handover", note)


@screens.ordinary(f"{ADDRESS}booklet/")
@require_safe
@staff_screen(WORK)
def print_booklet(request: StaffRequest, file_id: UUID, transfer_id: UUID) -> HttpResponse:
    """The booklet for the child, in the language chosen; else in one of the child's languages."""
    transfer, reader = _open(request, file_id, transfer_id), request.staff
    offered = papers.languages_for_child(transfer.child.languages, _languages()[0])
    asked = request.GET.get("language", "")
    language = asked if asked in offered else offered[0]
    booklet = papers.booklet(
        transfer,
        queries.newest_journey(transfer, reader),
        queries.newest_placement(transfer, reader),
        [language],
    )
    names = dict(settings.LANGUAGES)
    choices = [(code, names[code], code == language) for code in offered]
    return _paper(request, transfer, "transfers:print_booklet", booklet, languages=choices)
