"""Transfers that wait for a person, as My day shows them."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.query_columns import count_column, rows_column
from saathi.protection.returns.transfers.models import Transfer, TransferRequest
from saathi.protection.returns.transfers.vocabulary import TransferState
from saathi.web.components import ActionLink, AlertBox, join_facts

MAX_COUNT = 1000
# At these stages the receiving side answers, or confirms that the child arrived.
WAITS_FOR_RECEIVER = (TransferState.REQUESTED, TransferState.HANDED_OVER)


def received_column(staff: Staff, _files: object) -> Any:
    """The transfers that wait for this person as the receiver, or whose child is on the way to them."""
    found = access.visible(staff, Transfer, by_row=True)
    asked = TransferRequest.objects.filter(transfer=OuterRef("pk")).order_by(
        "-sent_on", "-recorded_at"
    )
    states = (*WAITS_FOR_RECEIVER, TransferState.TRAVELLING)
    received = found.filter(receiver=staff.id, state__in=states)
    received = received.annotate(answer_by=Subquery(asked.values("answer_by")[:1]))
    return rows_column(received.order_by("pk")[:MAX_COUNT], state="state", answer_by="answer_by")


def submitted_column(staff: Staff, _files: object) -> Any:
    """The number of transfers that this person may authorise, at most a thousand."""
    return count_column(_submitted(staff), MAX_COUNT)


def boxes_of_approvals(staff: Staff) -> list[AlertBox]:
    """The box of transfers that await authorisation, for the page of approvals."""
    return boxes_submitted(staff, _submitted(staff)[:MAX_COUNT].count())


def _submitted(staff: Staff) -> QuerySet[Transfer]:
    found = access.visible(staff, Transfer, by_row=True)
    return found.filter(state=TransferState.SUBMITTED).exclude(submitted_by=staff.id)


def boxes_received(staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """What waits for the receiver: requests, those overdue, children on the way; none without any."""
    waiting = sum(row["state"] in WAITS_FOR_RECEIVER for row in found)
    travelling = len(found) - waiting
    today = staff.office.today().isoformat()
    overdue = sum(
        row["state"] == TransferState.REQUESTED and (row["answer_by"] or today) < today
        for row in found
    )
    texts = []
    if waiting:
        text = ngettext(
            "%(count)s transfer to you waits for your answer or receipt",
            "%(count)s transfers to you wait for your answer or receipt",
            waiting,
        )
        late = ngettext("%(count)s overdue", "%(count)s overdue", overdue) % {"count": overdue}
        texts.append(join_facts([text % {"count": waiting}, late if overdue else ""]))
    if travelling:
        text = ngettext(
            "%(count)s child is travelling to you",
            "%(count)s children are travelling to you",
            travelling,
        )
        texts.append(text % {"count": travelling})
    see = ActionLink(_("Transfers abroad to us"), reverse("transfers:list_incoming"))
    return [AlertBox(text, action=see, kind="attend", icon="transfer") for text in texts]


def count_received(staff: Staff) -> int:
    """The number of transfers to this person that wait or whose child is on the way."""
    states = (*WAITS_FOR_RECEIVER, TransferState.TRAVELLING)
    found = access.visible(staff, Transfer).filter(receiver=staff.id, state__in=states)
    return found[:MAX_COUNT].count()


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
