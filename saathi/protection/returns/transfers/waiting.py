"""Transfers that wait for a person, as My day shows them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.query_columns import count_column
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.vocabulary import TransferState
from saathi.web.components import ActionLink, AlertBox

MAX_COUNT = 1000
# At these stages the receiving side answers, or confirms that the child arrived.
WAITS_FOR_RECEIVER = (TransferState.REQUESTED, TransferState.HANDED_OVER)


def received_column(staff: Staff, _files: object) -> Any:
    """The number of transfers that wait for this person as the receiver, at most a thousand."""
    found = access.visible(staff, Transfer, by_row=True)
    return count_column(found.filter(receiver=staff.id, state__in=WAITS_FOR_RECEIVER), MAX_COUNT)


def submitted_column(staff: Staff, _files: object) -> Any:
    """The number of transfers that this person may authorise, at most a thousand."""
    return count_column(_submitted(staff), MAX_COUNT)


def boxes_of_approvals(staff: Staff) -> list[AlertBox]:
    """The box of transfers that await authorisation, for the page of approvals."""
    return boxes_submitted(staff, _submitted(staff)[:MAX_COUNT].count())


def _submitted(staff: Staff) -> QuerySet[Transfer]:
    found = access.visible(staff, Transfer, by_row=True)
    return found.filter(state=TransferState.SUBMITTED).exclude(submitted_by=staff.id)


def boxes_received(_staff: Staff, count: int) -> list[AlertBox]:
    """The box of transfers to us that wait; none without any."""
    if not count:
        return []
    text = ngettext(
        "%(count)s transfer to you waits for your answer or receipt",
        "%(count)s transfers to you wait for your answer or receipt",
        count,
    ) % {"count": count}
    see = ActionLink(_("Transfers abroad to us"), reverse("transfers:list_incoming"))
    return [AlertBox(text, action=see, kind="attend", icon="transfer")]


def boxes_submitted(_staff: Staff, count: int) -> list[AlertBox]:
    """The box of transfers that await authorisation; none without any."""
    if not count:
        return []
    text = ngettext(
        "%(count)s transfer awaits authorisation",
        "%(count)s transfers await authorisation",
        count,
    ) % {"count": count}
    board = reverse("transfers:list_transfers")
    see = ActionLink(_("Transfers abroad"), f"{board}?state={TransferState.SUBMITTED.value}")
    return [AlertBox(text, action=see, kind="attend", icon="transfer")]
