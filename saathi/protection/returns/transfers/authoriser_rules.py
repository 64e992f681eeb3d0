"""Who authorises a transfer to another country, and who does not. Pure functions.

The database asks the same (`functions/stages.sql`).
"""

from collections.abc import Collection
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.vocabulary import TransferState


def reasons_not_to_decide(
    state: TransferState, *, authors: Collection[UUID | None], by: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot authorise a transfer or send it back: never who prepared or submitted it.

    `authors`: whoever opened, changed or submitted it, or recorded its preparation.
    """
    if state != TransferState.SUBMITTED:
        return (Reason("state", _("This transfer is not waiting for authorisation.")),)
    if by in authors:
        text = _(
            "You prepared, changed or submitted this transfer. A second person decides: another "
            "supervisor of your office or of the office above it."
        )
        return (Reason("own", text),)
    return ()


def reasons_against_authoriser(
    *,
    is_case_worker: bool,
    is_decider: bool,
    is_screener: bool = False,
    has_corrected_origin: bool = False,
    has_undone_merge: bool = False,
) -> tuple[Reason, ...]:
    """Why a second person cannot authorise: the child's case is theirs, or they decided before."""
    reasons = []
    if is_case_worker:
        text = _(
            "You are the case worker of this child. Another supervisor authorises the transfer."
        )
        reasons.append(Reason("own", text))
    if is_decider:
        text = _(
            "You decided on the best interests determination. Another supervisor authorises the "
            "transfer."
        )
        reasons.append(Reason("own", text))
    if is_screener:
        text = _(
            "You screened this child for international protection. Another supervisor authorises the "
            "transfer."
        )
        reasons.append(Reason("own", text))
    if has_corrected_origin:
        text = _(
            "You removed a country of origin of this child, or gave the reason. Another supervisor "
            "authorises the transfer."
        )
        reasons.append(Reason("own", text))
    if has_undone_merge:
        text = _(
            "You undid the merge of this file with another. Another supervisor authorises the "
            "transfer."
        )
        reasons.append(Reason("own", text))
    return tuple(reasons)
