"""Where a due task of a transfer leads: to its form in the transfer that waits for it."""

from collections.abc import Collection
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from saathi.agencies import access
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.queries import child_of_file
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.views.screens import LIST, page_of, screens
from saathi.protection.returns.transfers.vocabulary import TransferState

WORK = Permission.WORK_ON_CASE
ADDRESS = f"{kit.CHILD}transfers/due/"


def _open_form(
    request: StaffRequest, file_id: UUID, name: str, states: Collection[str]
) -> HttpResponse:
    """The form of the one transfer that waits for it; else the list of transfers."""
    child_of_file(request.staff, file_id, Section.LEGAL | Section.TRANSFER)
    transfers = access.visible(request.staff, Transfer).filter(file_id=file_id, state__in=states)
    waiting = list(transfers.order_by("-state_since", "pk")[:2])
    if len(waiting) != 1:
        return redirect(LIST, file_id)
    links = screens.links(request, waiting[0], name, "")
    return redirect(links[0].url if links else page_of(waiting[0]))


@screens.ordinary(f"{ADDRESS}answer/")
@require_safe
@staff_screen(WORK)
def open_due_answer(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The form for the answer of the other country."""
    return _open_form(request, file_id, "record_answer", [TransferState.REQUESTED])


@screens.ordinary(f"{ADDRESS}receipt/")
@require_safe
@staff_screen(WORK)
def open_due_receipt(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The form for the receipt of the receiving side."""
    return _open_form(request, file_id, "record_receipt", [TransferState.HANDED_OVER])


@screens.ordinary(f"{ADDRESS}report/")
@require_safe
@staff_screen(WORK)
def open_due_report(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The form for the report that is due."""
    states = [TransferState.RECEIVED, TransferState.FOLLOWED_UP]
    return _open_form(request, file_id, "record_report", states)
