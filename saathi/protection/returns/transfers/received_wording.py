"""What the receiving side does next, in words."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from saathi.protection.returns.transfers.vocabulary import (
    SituationAfterTransfer,
    TransferReportKind,
    TransferState,
)
from saathi.web.components import Text

NEXT_STEP: dict[str, Text] = {
    TransferState.REQUESTED: _("Answer the request"),
    TransferState.ACCEPTED: _("Prepare the placement; wait for the journey"),
    TransferState.SUBMITTED: _("Wait for the authorisation"),
    TransferState.AUTHORISED: _("Expect the child on the planned day"),
    TransferState.TRAVELLING: _("Receive the child"),
    TransferState.HANDED_OVER: _("Confirm that the child arrived"),
}
NEXT_REPORT: dict[str, Text] = {
    TransferReportKind.FIRST_VISIT: _("Record the first visit"),
    TransferReportKind.MONTH_1: _("Report after 1 month"),
    TransferReportKind.MONTH_3: _("Report after 3 months"),
    TransferReportKind.MONTH_6: _("Report after 6 months"),
    TransferReportKind.MONTH_12: _("Report after 12 months"),
}
ON_HOLD = _("On hold: wait for news")
ARRIVAL = _("Planned arrival of a child in transfer")
WAIT_FOR_END = _("Wait for the end of the follow-up")
IN_DANGER = _("Protect the child, then report again")


def next_step(state: str, next_report: str, danger: str) -> Text:
    """The next step of the receiving side; empty once a transfer is over."""
    if danger:
        return IN_DANGER
    if state in {TransferState.RECEIVED, TransferState.FOLLOWED_UP}:
        return NEXT_REPORT.get(next_report, WAIT_FOR_END)
    return NEXT_STEP.get(state, "")


def is_overdue(due_on: dt.date | None, today: dt.date) -> bool:
    """Whether the next step was due before today."""
    return due_on is not None and due_on < today


def danger_text(situation: str) -> Text:
    """What a report says of a child who may be in danger."""
    return SituationAfterTransfer(situation).label
