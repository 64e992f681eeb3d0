"""Transfers that wait for a person, as My day shows them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.query_columns import count_column, rows_column
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.office_queries import office_column, with_hold
from saathi.protection.returns.transfers.received_queries import (
    REPORTING,
    SOON_DAYS,
    received_transfers,
)
from saathi.protection.returns.transfers.vocabulary import (
    OPEN_STATES,
    TransferReportKind,
    TransferState,
)
from saathi.web.components import ActionLink, AlertBox, join_facts

MAX_COUNT = 1000
# At these stages the receiving side answers, or confirms that the child arrived.
FIRST = TransferReportKind.FIRST_VISIT
WAITS_FOR_RECEIVER = (TransferState.REQUESTED, TransferState.HANDED_OVER)


def received_column(staff: Staff, _files: object) -> Any:
    """The transfers to this person that are open: to answer, on the way, or to report on.

    The query is kept, so it asks for no day: `boxes_received` leaves out what is not due soon.
    """
    states = (*WAITS_FOR_RECEIVER, TransferState.TRAVELLING, *REPORTING)
    received = with_hold(received_transfers(staff, by_row=True)).filter(
        Q(state__in=states) | Q(on_hold=True)
    )
    return rows_column(
        received.order_by("pk")[:MAX_COUNT],
        state="state",
        due_on="due_on",
        next_report="next_report",
        danger="danger",
        on_hold="on_hold",
    )


def _is_shown(row: dict[str, Any], soon: str) -> bool:
    """Whether a row is counted by its stage: one on hold only if the child is already on the way."""
    if row["on_hold"]:
        return _is_travelling(row)
    return _is_waiting(row, soon)


def _is_waiting(row: dict[str, Any], soon: str) -> bool:
    """Whether a row of the column waits for the receiver now, or within a few days."""
    if row["state"] not in REPORTING:
        return True
    return bool(row["danger"] or (row["due_on"] and row["due_on"] <= soon))


def submitted_column(staff: Staff, _files: object) -> Any:
    """The number of transfers that this person may authorise, at most a thousand."""
    return count_column(_submitted(staff), MAX_COUNT)


def pending_transfers(staff: Staff) -> QuerySet[Transfer]:
    """The transfers that await authorisation, and are not this person's own work."""
    own = Q(recorded_by=staff.pk) | Q(submitted_by=staff.pk) | Q(editors__contains=[staff.pk])
    return _submitted(staff).exclude(own)


def _submitted(staff: Staff) -> QuerySet[Transfer]:
    transfers = access.visible(staff, Transfer, by_row=True)
    return transfers.filter(state=TransferState.SUBMITTED).exclude(submitted_by=staff.id)


def boxes_received(staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """What waits for the receiver: children in danger, requests, children on the way, visits, reports."""
    on = staff.office.today()
    today, soon = on.isoformat(), (on + dt.timedelta(days=SOON_DAYS)).isoformat()
    held = sum(row["on_hold"] for row in found)
    found = [row for row in found if _is_shown(row, soon)]
    see = ActionLink(_("Transfers abroad to us"), reverse("transfers:list_incoming"))
    danger = sum(bool(row["danger"]) for row in found)
    boxes = [AlertBox(_danger_text(danger), action=see, icon="transfer")] if danger else []
    texts = [
        _hold_text(held),
        _late_text(
            _waiting_text, [row for row in found if row["state"] in WAITS_FOR_RECEIVER], today
        ),
        _late_text(_travelling_text, [row for row in found if _is_travelling(row)], ""),
        _late_text(_visit_text, [row for row in found if row["next_report"] == FIRST], today),
        _late_text(_report_text, [row for row in found if _is_later_report(row)], today),
    ]
    attend = [AlertBox(text, action=see, kind="attend", icon="transfer") for text in texts if text]
    return [*boxes, *attend]


def _hold_text(count: int) -> str:
    """That transfers to this person are on hold; empty without any."""
    if not count:
        return ""
    return ngettext(
        "%(count)s transfer to you is on hold: wait for news",
        "%(count)s transfers to you are on hold: wait for news",
        count,
    ) % {"count": count}


def _is_travelling(row: dict[str, Any]) -> bool:
    return bool(row["state"] == TransferState.TRAVELLING)


def _is_later_report(row: dict[str, Any]) -> bool:
    return row["next_report"] not in {"", FIRST}


def _late_text(words: Callable[[int], str], rows: list[dict[str, Any]], today: str) -> str:
    """How many there are, and how many of them are due today and overdue; empty without any."""
    if not rows:
        return ""
    late = sum((row["due_on"] or today) < today for row in rows)
    parts = [words(len(rows)) % {"count": len(rows)}]
    now = sum(row["due_on"] == today for row in rows)
    if now:
        parts.append(ngettext("%(count)s due today", "%(count)s due today", now) % {"count": now})
    if not late:
        return join_facts(parts)
    overdue = ngettext("%(count)s overdue", "%(count)s overdue", late) % {"count": late}
    return join_facts([*parts, overdue])


def _danger_text(count: int) -> str:
    return ngettext(
        "%(count)s child in danger or missing after a transfer to you",
        "%(count)s children in danger or missing after a transfer to you",
        count,
    ) % {"count": count}


def _waiting_text(count: int) -> str:
    return ngettext(
        "%(count)s transfer to you waits for your answer or receipt",
        "%(count)s transfers to you wait for your answer or receipt",
        count,
    )


def _travelling_text(count: int) -> str:
    return ngettext(
        "%(count)s child is travelling to you", "%(count)s children are travelling to you", count
    )


def _visit_text(count: int) -> str:
    return ngettext(
        "%(count)s first visit after a transfer to you",
        "%(count)s first visits after a transfer to you",
        count,
    )


def _report_text(count: int) -> str:
    return ngettext(
        "%(count)s report after a transfer to you is due",
        "%(count)s reports after a transfer to you are due",
        count,
    )


def office_waiting_column(_staff: Staff, _files: object) -> Any:
    """The transfers to colleagues of the offices that this person leads."""
    return office_column()


def boxes_of_offices(staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """What waits in the offices that this person leads: children in danger, overdue steps, open transfers."""
    today = staff.office.today().isoformat()
    see = ActionLink(
        _("Transfers abroad to our offices"), reverse("transfers:list_office_incoming")
    )
    urgent = sum(bool(row["is_in_danger"] or row["is_late"]) for row in found)
    late = sum(bool(row["due_on"] and row["due_on"] < today) for row in found)
    held = sum(bool(row["is_on_hold"]) for row in found)
    open_rows = sum(row["state"] in OPEN_STATES for row in found)
    boxes = [AlertBox(_office_danger_text(urgent), action=see, icon="transfer")] if urgent else []
    if not open_rows:
        return boxes
    parts = [_office_text(open_rows)]
    now = sum(row["due_on"] == today for row in found)
    if now:
        parts.append(ngettext("%(count)s due today", "%(count)s due today", now) % {"count": now})
    if late:
        parts.append(ngettext("%(count)s overdue", "%(count)s overdue", late) % {"count": late})
    if held:
        parts.append(ngettext("%(count)s on hold", "%(count)s on hold", held) % {"count": held})
    shown = AlertBox(join_facts(parts), action=see, kind="attend", icon="transfer")
    return [*boxes, shown]


def _office_danger_text(count: int) -> str:
    return ngettext(
        "%(count)s child in danger, missing or not arrived after a transfer to your office",
        "%(count)s children in danger, missing or not arrived after a transfer to your office",
        count,
    ) % {"count": count}


def _office_text(count: int) -> str:
    return ngettext(
        "%(count)s open transfer to your office",
        "%(count)s open transfers to your office",
        count,
    ) % {"count": count}


def boxes_submitted(_staff: Staff, count: int) -> list[AlertBox]:
    """The box of transfers that await authorisation; empty if there are none."""
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
