"""Transfers as the receiving side reads them: what is due next, when, and whether the child is in danger.

The receiving side reads no duty of the child's file, so its dates follow from the records that it
reads: request, handover, receipt and reports.
"""

from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.returns.transfers.after_queries import FOLLOWED, danger_reports
from saathi.protection.returns.transfers.models import Transfer, TransferReport
from saathi.protection.returns.transfers.vocabulary import TransferState

REPORTING = (TransferState.RECEIVED, TransferState.FOLLOWED_UP)
# A report is shown on My day this many days before it is due.
SOON_DAYS = 7


def received_transfers(staff: Staff, *, by_row: bool = False) -> QuerySet[Transfer]:
    """The transfers of which this person is the receiver, with `next_report`, `due_on` and `danger`."""
    return with_next_report(
        access.visible(staff, Transfer, by_row=by_row).filter(receiver=staff.id)
    )


def with_next_report(found: QuerySet[Transfer]) -> QuerySet[Transfer]:
    """The same transfers with the report that is next, the day on which something is due, and danger.

    The database answers (`functions/received.sql`): written out here, the planning of such a query takes
    longer than its answer, since each part of it carries the conditions of row security.
    """
    danger = danger_reports(_of_transfer(TransferReport)).order_by("-seen_on", "-recorded_at")
    return found.annotate(
        danger=Case(
            When(
                state__in=FOLLOWED,
                then=Coalesce(Subquery(danger.values("situation")[:1]), Value("")),
            ),
            default=Value(""),
            output_field=CharField(),
        ),
        next_report=Case(
            When(
                state__in=REPORTING,
                then=Func(F("pk"), function="transfers_next_report", output_field=CharField()),
            ),
            default=Value(""),
            output_field=CharField(),
        ),
        due_on=Func(F("pk"), function="transfers_due_to_receiver", output_field=DateField()),
    )


def _of_transfer(model: Any) -> QuerySet[Any]:
    models: QuerySet[Any] = model.objects.filter(transfer=OuterRef("pk"))
    return models
