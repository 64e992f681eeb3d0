"""The due days of the receiving side, for its calendar (`functions/receiver_calendar.sql`)."""

import datetime as dt
from uuid import UUID

from django.db import connection
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.pending_decisions import CalendarEntry
from saathi.protection.returns.transfers.arrival_alerts import NOT_ARRIVED
from saathi.protection.returns.transfers.received_wording import ARRIVAL, next_step
from saathi.protection.returns.transfers.vocabulary import TransferState

_ARRIVES = (TransferState.AUTHORISED, TransferState.TRAVELLING)


def calendar_entries(
    _staff: Staff, first: dt.date, last: dt.date, most: int
) -> list[CalendarEntry]:
    """What is due between two days for a receiver: answer, arrival, receipt, first visit, reports."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, file_id, reference, state, next_report, danger, on_day "
            "FROM transfers_days_of_receiver(%s, %s) LIMIT %s",
            [first, last, most],
        )
        return [_entry(*row) for row in cursor.fetchall()]


def _entry(  # noqa: PLR0913, PLR0917 - the columns of the function
    pk: UUID,
    file_id: UUID,
    reference: str,
    state: str,
    next_report: str,
    danger: str,
    on_day: dt.date,
) -> CalendarEntry:
    if danger == "not_arrived":
        page = reverse("transfers:show_incoming", args=[pk])
        return CalendarEntry(on_day, NOT_ARRIVED, reference, page, file_id)
    text = ARRIVAL if state in _ARRIVES else next_step(state, next_report, danger)
    page = reverse("transfers:show_incoming", args=[pk])
    return CalendarEntry(on_day, text, reference, page, file_id)
