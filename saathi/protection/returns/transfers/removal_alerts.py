"""A child whom others took abroad without authorisation: on the transfer, in its group, and on My day."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.query_columns import count_column
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.decisions.orders.vocabulary import REMOVED_ABROAD, SafeguardAlertState
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.vocabulary import TransferState, TransferStopper
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox

MOST = 1000
STOPPED_BY_OTHERS: dict[str, str] = {
    "state": TransferState.STOPPED,
    "stopped_by": TransferStopper.AUTHORITY,
}


def _removals(staff: Staff, *, by_row: bool = False) -> QuerySet[BrokenSafeguard]:
    broken_safeguards = access.visible(staff, BrokenSafeguard, by_row=by_row)
    return broken_safeguards.filter(safeguard__in=[each.value for each in REMOVED_ABROAD])


def removal_alert(transfer: Transfer, reader: Staff) -> list[AlertBox]:
    """That the child was taken abroad, with the violation and the notice to the authority."""
    if not was_stopped_by_others(transfer):
        return []
    found = _removals(reader).filter(file=transfer.file_id).order_by("-happened_on", "-recorded_at")
    violation = found.first()
    if violation is None:
        return []
    state = SafeguardAlertState(violation.alert)
    title = _("The child was taken out of the country without authorisation on %(day)s")
    link = ActionLink(
        _("Safeguard violation"), reverse("orders:show_orders", args=[transfer.file_id])
    )
    if state == SafeguardAlertState.NOT_NOTIFIED:
        ids = [transfer.file_id, violation.pk]
        link = ActionLink(
            _("Notify the authority"), reverse("orders:record_alert_outcome", args=ids)
        )
    text = f"{state.label}. {transfer.next_step}".strip()
    return [AlertBox(title % {"day": format_day(violation.happened_on)}, text, link)]


def was_stopped_by_others(transfer: Transfer) -> bool:
    """Whether an authority stopped a transfer, such as by a removal."""
    return (
        transfer.state == TransferState.STOPPED and transfer.stopped_by == TransferStopper.AUTHORITY
    )


def removed_transfers(transfers: Collection[Transfer], reader: Staff) -> set[UUID]:
    """Those of these transfers that ended because others took the child abroad. One query."""
    stopped = [transfer for transfer in transfers if was_stopped_by_others(transfer)]
    if not stopped:
        return set()
    removals = _removals(reader).filter(file__in=[transfer.file_id for transfer in stopped])
    files = set(removals.values_list("file_id", flat=True))
    return {transfer.pk for transfer in stopped if transfer.file_id in files}


def unannounced_column(staff: Staff, _files: object) -> Any:
    """The number of such transfers whose authority was not notified yet, at most a thousand."""
    waiting = _removals(staff, by_row=True).filter(
        alert=SafeguardAlertState.NOT_NOTIFIED, file=OuterRef("file")
    )
    result = access.visible(staff, Transfer, by_row=True).exclude(receiver=staff.id)
    return count_column(result.filter(Exists(waiting), **STOPPED_BY_OTHERS), MOST)


def unannounced_boxes(_staff: Staff, count: int) -> list[AlertBox]:
    """The box of children taken abroad without a notice to an authority; empty if there are none."""
    if not count:
        return []
    text = ngettext(
        "%(count)s child was taken abroad without authorisation; notify the authority",
        "%(count)s children were taken abroad without authorisation; notify the authority",
        count,
    ) % {"count": count}
    board = reverse("transfers:list_transfers")
    see = ActionLink(_("Transfers abroad"), f"{board}?state={TransferState.STOPPED.value}")
    return [AlertBox(text, "", see, rank=UrgentRank.OTHER)]
