"""A child in transfer whose planned arrival passed without a receipt: on lists and My day of both sides."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, Case, F, Func, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.query_columns import count_column, rows_column
from saathi.people.queries import code_of_file
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.vocabulary import TransferState
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild, DisplayTableCell

MOST: Final = 200
EXPECTED: Final = (TransferState.TRAVELLING, TransferState.HANDED_OVER)
NOT_ARRIVED = gettext_lazy("Arrival overdue: not confirmed")


def with_arrival(found: QuerySet[Transfer]) -> QuerySet[Any]:
    """The same transfers with `not_arrived`: whether the arrival is overdue (`functions/arrival.sql`)."""
    asked = Func(F("pk"), function="transfers_not_arrived", output_field=BooleanField())
    return found.annotate(
        not_arrived=Case(
            When(state__in=EXPECTED, then=asked), default=Value(False), output_field=BooleanField()
        )
    )


def late_cell(transfer: Any) -> DisplayTableCell | None:
    """The cell of a list that says so; None if the arrival is not overdue."""
    return DisplayTableCell(NOT_ARRIVED, tag="danger") if transfer.not_arrived else None


def transfer_arrival_alert(transfer: Transfer, reader: Staff) -> list[AlertBox]:
    """The alert at the top of a transfer, on both sides, with what to do now."""
    if transfer.state not in EXPECTED:
        return []
    arrivals = with_arrival(access.visible(reader, Transfer)).filter(
        pk=transfer.pk, not_arrived=True
    )
    if not arrivals.exists():
        return []
    text = _(
        "The planned arrival has passed and no receipt is recorded. Call the other side, the escort and "
        "the focal points now. If no one knows where the child is, inform the police and register the "
        "child as missing."
    )
    return [AlertBox(NOT_ARRIVED, text)]


def arrival_column(staff: Staff, _files: object) -> Any:
    """The transfers of files that this person reads whose child has not arrived; not as the receiver."""
    result = access.visible(staff, Transfer, by_row=True).exclude(receiver=staff.id)
    late = with_arrival(result.filter(state__in=EXPECTED)).filter(not_arrived=True)
    shown = late.annotate(child_code=code_of_file(staff, by_row=True)).order_by("departed_at")
    return rows_column(
        shown[:MOST],
        pk="pk",
        file_id="file_id",
        child_id="child_id",
        departed_at="departed_at",
        code="child_code",
    )


def arrival_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these children, with the link to the transfer."""
    title = _("%(code)s: arrival after a transfer abroad is overdue")
    return [
        AlertBox(
            title % {"code": row["code"] or _("no access")},
            "",
            ActionLink(
                _("The transfer"),
                reverse("transfers:show_transfer", args=[row["file_id"], row["pk"]]),
            ),
            child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
            rank=UrgentRank.IN_DANGER,
            since=dt.datetime.fromisoformat(row["departed_at"]),
        )
        for row in found
    ]


def expected_column(staff: Staff, _files: object) -> Any:
    """The number of children who have not arrived at this receiver."""
    transfers = access.visible(staff, Transfer, by_row=True).filter(receiver=staff.id)
    return count_column(
        with_arrival(transfers.filter(state__in=EXPECTED)).filter(not_arrived=True), MOST
    )


def expected_boxes(_staff: Staff, count: int) -> list[AlertBox]:
    """The box of children who have not arrived at this receiver; empty if there are no such children."""
    if not count:
        return []
    text = ngettext(
        "%(count)s child in transfer to you has not arrived",
        "%(count)s children in transfer to you have not arrived",
        count,
    ) % {"count": count}
    see = ActionLink(_("Transfers abroad to us"), reverse("transfers:list_incoming"))
    return [AlertBox(text, action=see, icon="transfer")]
