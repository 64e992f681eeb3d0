"""The screens of transfers, the texts of their forms, and the right that only our own side has."""

from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.office_queries import transfers_to_led_offices

screens = kit.RecordScreens("transfers")
LIST = "transfers:show_transfers"
SHOW = "transfers:show_transfer"
BOARD = "transfers:list_transfers"
RECEIVED = "transfers:show_incoming"
TRANSFER = "transfers/<uuid:transfer_id>/"
form_text = partial(kit.ChildFormPageText, back=LIST, back_label=_("Transfers abroad"))


def office_links(request: StaffRequest) -> list[kit.ActionLink]:
    """The link to the list of the offices that the reader leads, if there are transfers to them."""
    may_approve = access.has_permission(request.staff, Permission.APPROVE)
    if not may_approve or not transfers_to_led_offices():
        return []
    return [kit.link(_("Transfers abroad to our offices"), "transfers:list_office_incoming")]


def page_of(transfer: Transfer) -> str:
    """The address of a transfer in the child's file."""
    return reverse(SHOW, args=[transfer.file_id, transfer.pk])


def require_own_side(request: StaffRequest, file_id: UUID) -> None:
    """Returns for those who prepare the transfer; NotAllowed for the receiving side."""
    if not access.may_write(request.staff, file_id, Section.LEGAL):
        raise access.NotAllowed
