"""When the handover note of a transfer is printed. Pure functions."""

from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.vocabulary import (
    AUTHORISED_STATES,
    TransferState,
    TransferWish,
)

_NOT_YET = (TransferState.AUTHORISED, TransferState.TRAVELLING)


def reason_against_note(
    state: TransferState, wish: TransferWish | None, *, is_replied: bool = False
) -> str:
    """Why the handover note is not printed; empty if it is. `wish`: the child's newest answer.

    After the handover it says what was recorded, whatever it was.
    """
    if state not in AUTHORISED_STATES:
        return _("The handover note is printed after the authorisation.")
    if state not in _NOT_YET:
        return ""
    if wish == TransferWish.DOES_NOT_WANT:
        return _("The child does not want to go. No handover note is printed.")
    if wish in {None, TransferWish.NOT_ASKED}:
        return _("Ask the child first, then print the handover note.")
    if wish == TransferWish.HAS_DOUBTS and not is_replied:
        return _("Answer the child’s doubts first, then print the handover note.")
    return ""
