"""The transfers to the offices that a supervisor abroad leads (`functions/led_offices.sql`).

A leader of the receiving office has no right in the child's file: only what is due, and who
receives the child, is read here.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Case, F, Func, JSONField, QuerySet, Value, When

from saathi.agencies import access
from saathi.agencies.models import Office, Staff
from saathi.infra.any_of import AnyOf
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.vocabulary import BEFORE_DEPARTURE, TransferState

MAX_LISTED: Final = 1000
# In these a receiver is notified that the transfer is on hold.
MAY_WAIT: Final = (*BEFORE_DEPARTURE[1:], TransferState.TRAVELLING)


@dataclass(frozen=True, slots=True)
class OfficeTransfer:
    """A transfer to an office that the reader leads; no text and nothing about the child."""

    pk: UUID
    reference: str
    from_country: str
    state: str
    state_since: dt.date
    planned_on: dt.date | None
    receiver_id: UUID
    receiver: str
    office: str
    next_report: str
    due_on: dt.date | None
    is_in_danger: bool
    is_late: bool
    is_on_hold: bool


def transfers_to_led_offices() -> list[OfficeTransfer]:
    """The transfers to the offices that the acting person leads, what is due first comes first.

    At most a thousand; none for those who lead no office or do not approve.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, reference, from_country, state, state_since, planned_on, receiver, office, "
            "next_report, due_on, is_in_danger, is_late, is_on_hold "
            "FROM transfers_to_led_offices(%s)",
            [MAX_LISTED],
        )
        rows = cursor.fetchall()
    staff = _names(Staff.objects.all(), {row[6] for row in rows})
    offices = _names(Office.objects.all(), {row[7] for row in rows})
    return [
        OfficeTransfer(
            pk,
            reference,
            from_country,
            state,
            state_since,
            planned_on,
            receiver,
            staff.get(receiver, ""),
            offices.get(office, ""),
            *dues,
        )
        for pk, reference, from_country, state, state_since, planned_on, receiver, office, *dues in rows
    ]


def _names(found: QuerySet[Any], keys: set[UUID]) -> dict[UUID, str]:
    if not keys:
        return {}
    return dict(found.filter(AnyOf("id", keys)).values_list("pk", "name"))


def office_column() -> Func:
    """The transfers to colleagues in the offices that the acting person leads, for My day."""
    return Func(function="transfers_waiting_at_led_offices", output_field=JSONField())


def is_on_hold(transfer: Transfer, reader: Staff) -> bool:
    """Whether a transfer waits before the arrival; its reader is never given the reason."""
    if transfer.state not in MAY_WAIT:
        return False
    found = with_hold(access.visible(reader, Transfer).filter(pk=transfer.pk))
    return found.filter(on_hold=True).exists()


def with_hold(found: QuerySet[Transfer]) -> QuerySet[Any]:
    """The same transfers with `on_hold`: whether one waits before the arrival (`functions/views.sql`)."""
    asked = Func(F("pk"), function="transfers_is_on_hold", output_field=BooleanField())
    return found.annotate(
        on_hold=Case(
            When(state__in=MAY_WAIT, then=asked), default=Value(False), output_field=BooleanField()
        )
    )
