"""When the receiver of a transfer gets access again. Pure functions."""

from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.vocabulary import TransferState

# Before the departure: a receiver who has the child keeps access (`functions/access_abroad.sql`).
RENEWED_IN: Final = frozenset(
    {
        TransferState.REQUESTED,
        TransferState.ACCEPTED,
        TransferState.SUBMITTED,
        TransferState.AUTHORISED,
    }
)


def reasons_against_access_again(state: TransferState, *, has_ended: bool) -> tuple[Reason, ...]:
    """Why the receiver gets no new access: this one goes on, or the transfer needs none now."""
    if has_ended and state in RENEWED_IN:
        return ()
    return (Reason("state", _("The receiving colleague needs no new access now.")),)
