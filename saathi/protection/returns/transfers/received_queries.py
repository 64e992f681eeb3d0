"""Transfers as the receiving side reads them: what is due next, when, and whether the child is in danger.

The receiving side reads no duty of the child's file, so its dates follow from the records that it
reads: request, handover, receipt and reports.
"""

import datetime as dt
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.returns.transfers.after_queries import FOLLOWED, danger_reports
from saathi.protection.returns.transfers.journey_rules import (
    DANGER_DAYS,
    REPORT_MONTHS,
    UNSEEN_AFTER,
)
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferReceipt,
    TransferReport,
    TransferRequest,
)
from saathi.protection.returns.transfers.vocabulary import TransferReportKind, TransferState

RECEIPT_DAYS = 1  # the receipt is confirmed a day after the handover
REPORTING = (TransferState.RECEIVED, TransferState.FOLLOWED_UP)
# A report is shown on My day this many days before it is due.
SOON_DAYS = 7


def received_transfers(staff: Staff, *, by_row: bool = False) -> QuerySet[Transfer]:
    """The transfers of which this person is the receiver, with `next_report`, `due_on` and `danger`."""
    return with_next_report(
        access.visible(staff, Transfer, by_row=by_row).filter(receiver=staff.id)
    )


def with_next_report(found: QuerySet[Transfer]) -> QuerySet[Transfer]:
    """The same transfers with the report that is next, the day on which something is due, and danger."""
    asked = _of_transfer(TransferRequest).order_by("-sent_on", "-recorded_at")
    receipt = _of_transfer(TransferReceipt).order_by("-received_on", "-recorded_at")
    danger = danger_reports(_of_transfer(TransferReport)).order_by("-seen_on", "-recorded_at")
    return found.annotate(
        answer_by=Subquery(asked.values("answer_by")[:1]),
        received_on=Subquery(receipt.values("received_on")[:1]),
        first_visit_on=Subquery(receipt.values("first_visit_on")[:1]),
        danger=Case(
            When(
                state__in=FOLLOWED,
                then=Coalesce(Subquery(danger.values("situation")[:1]), Value("")),
            ),
            default=Value(""),
            output_field=CharField(),
        ),
        danger_on=Case(
            When(state__in=FOLLOWED, then=Subquery(danger.values("seen_on")[:1])),
            default=None,
            output_field=DateField(),
        ),
        next_report=Case(
            When(state__in=REPORTING, then=_next_report()),
            default=Value(""),
            output_field=CharField(),
        ),
    ).annotate(due_on=_due_on())


def _of_transfer(model: Any) -> QuerySet[Any]:
    models: QuerySet[Any] = model.objects.filter(transfer=OuterRef("pk"))
    return models


def _next_report() -> Case:
    """The report after the last one at which the child was seen: the first visit, then the months."""
    order = [TransferReportKind.FIRST_VISIT, *REPORT_MONTHS]
    following = [kind.value for kind in order[1:]] + [""]
    steps = [
        When(_has_seen(kind), then=Value(after))
        for kind, after in zip(order[::-1], following[::-1], strict=True)
    ]
    return Case(*steps, default=Value(order[0].value), output_field=CharField())


def _has_seen(kind: TransferReportKind) -> Exists:
    unseen = [each.value for each in UNSEEN_AFTER]
    return Exists(_of_transfer(TransferReport).filter(kind=kind).exclude(situation__in=unseen))


def _due_on() -> Case:
    """The day of the next step: of a child in danger a few days after the report, or earlier."""
    usual = _usual_due_on()
    in_danger = Cast(F("danger_on") + Value(dt.timedelta(days=DANGER_DAYS)), DateField())
    return Case(
        When(danger_on__isnull=False, then=Least(in_danger, usual)),
        default=usual,
        output_field=DateField(),
    )


def _usual_due_on() -> Case:
    days = [
        When(state=TransferState.REQUESTED, then=F("answer_by")),
        When(
            state=TransferState.HANDED_OVER,
            then=Cast(F("state_since") + Value(dt.timedelta(days=RECEIPT_DAYS)), DateField()),
        ),
        When(next_report=TransferReportKind.FIRST_VISIT, then=F("first_visit_on")),
    ]
    for kind, months in REPORT_MONTHS.items():
        later = Func(
            F("received_on"),
            template=f"(%(expressions)s + interval '{months} months')::date",
            output_field=DateField(),
        )
        days.append(When(next_report=kind, then=later))
    return Case(*days, default=None, output_field=DateField())
