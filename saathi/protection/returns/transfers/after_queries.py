"""What is heard of a child after a transfer: who may be in danger, and what the follow-up still needs."""

import datetime as dt
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.returns.transfers.journey_rules import (
    DANGERS,
    UNSEEN_AFTER,
    FollowUpFacts,
)
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferHandover,
    TransferReceipt,
    TransferReport,
)
from saathi.protection.returns.transfers.vocabulary import TransferDirection, TransferState

# In these a report can say that the child is in danger or did not arrive; an ended follow-up has no such
# report.
FOLLOWED: tuple[str, ...] = (
    TransferState.TRAVELLING,
    TransferState.HANDED_OVER,
    TransferState.RECEIVED,
    TransferState.FOLLOWED_UP,
)


def danger_reports(reports: QuerySet[TransferReport]) -> QuerySet[TransferReport]:
    """Those of these reports after which the child may still be in danger.

    A report of a later day that the child is safe ends it, which another person recorded on a later
    day: a colleague of the child's agency, if the danger was reported by that agency. The database
    answers (`functions/follow_up.sql`), for those who read the transfers of the file.
    """
    goes_on = Func(F("pk"), function="transfers_reports_danger", output_field=BooleanField())
    unsafe = reports.filter(situation__in=[each.value for each in DANGERS])
    return unsafe.alias(goes_on=goes_on).filter(goes_on=True)


def in_danger(transfers: QuerySet[Transfer], reports: QuerySet[TransferReport]) -> Any:
    """Those of these transfers whose child may be in danger, with what the newest such report says."""
    result = danger_reports(reports.filter(transfer=OuterRef("pk")))
    newest = result.order_by("-seen_on", "-recorded_at")
    return transfers.filter(Q(state__in=FOLLOWED) & Q(Exists(result))).annotate(
        danger=Subquery(newest.values("situation")[:1]),
        danger_on=Subquery(newest.values("seen_on")[:1]),
        danger_at=Subquery(newest.values("recorded_at")[:1]),
    )


def reported_danger(transfer: Transfer, reader: Staff) -> TransferReport | None:
    """The newest report after which the child may still be in danger; None without one."""
    if transfer.state not in FOLLOWED:
        return None
    reports = access.visible(reader, TransferReport).filter(transfer=transfer)
    return danger_reports(reports).order_by("-seen_on", "-recorded_at").first()


def day_of_receipt(transfer: Transfer, reader: Staff) -> dt.date | None:
    """The day from which reports are counted: the receipt, else the handover; None before both."""
    receipts = access.visible(reader, TransferReceipt).filter(transfer=transfer)
    receipt = receipts.order_by("-received_on").values_list("received_on", flat=True).first()
    if receipt is not None:
        return receipt
    return day_of_handover(transfer, reader)


def day_of_handover(transfer: Transfer, reader: Staff) -> dt.date | None:
    """The day of the handover by the clock of the file's office; None before it."""
    handovers = access.visible(reader, TransferHandover).filter(transfer=transfer)
    at = handovers.order_by("-handed_over_at").values_list("handed_over_at", flat=True).first()
    return transfer.file.office.date_of(at) if at else None


def day_of_departure(transfer: Transfer) -> dt.date | None:
    """The day of the departure by the clock of the file's office; None before it."""
    return transfer.file.office.date_of(transfer.departed_at) if transfer.departed_at else None


def lacks_handover(transfer: Transfer, reader: Staff) -> bool:
    """Whether the child arrived, and our side has not recorded the handover."""
    arrived = {TransferState.RECEIVED, TransferState.FOLLOWED_UP}
    is_ours = transfer.direction == TransferDirection.OUTGOING
    return is_ours and transfer.state in arrived and day_of_handover(transfer, reader) is None


def follow_up_facts(transfer: Transfer, reader: Staff) -> FollowUpFacts:
    """What the rules ask when the follow-up of a transfer is to end."""
    transfer_reports = access.visible(reader, TransferReport).filter(transfer=transfer)
    reports = list(transfer_reports.order_by("-seen_on", "-recorded_at"))
    due = access.visible(reader, Due).filter(
        file=transfer.file_id, duty__in=[Duty.TRANSFER_VISIT, Duty.TRANSFER_REPORT], done_on=None
    )
    return FollowUpFacts(
        state=TransferState(transfer.state),
        kinds=[report.kind for report in reports if report.situation not in UNSEEN_AFTER],
        is_in_danger=danger_reports(transfer_reports).exists(),
        last_situation=reports[0].situation if reports else "",
        has_due=due.exists(),
        authors={transfer.recorded_by, *(report.recorded_by for report in reports[:1])},
    )
