"""Which of the child's answers about a transfer counts. Pure functions.

Once a child does not want to go, a later answer counts only if the child was asked on a later day
and another person recorded it: no child is persuaded within an hour. The same conditions are
asked by the database (`functions/views.sql`).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.journey_facts import local_day
from saathi.protection.returns.transfers.vocabulary import TransferWish

REFUSES: Final = _(
    "The child does not want to go. A transfer is not authorised against this. A later answer counts "
    "only if the child is asked on a later day and another person records it."
)


@dataclass(frozen=True, slots=True)
class ViewFacts:
    """What the child said about the transfer, when, and whether doubts got a written reply.

    All times are local times of the child's office.
    """

    wish: TransferWish
    asked_at: dt.datetime
    is_replied: bool
    recorded_at: dt.datetime
    recorded_by: UUID


def counting_view(views: Sequence[ViewFacts]) -> ViewFacts | None:
    """The answer that counts, of answers in the order in which the child was asked; None without any."""
    for refusal in reversed(views):
        if refusal.wish == TransferWish.DOES_NOT_WANT and not any(
            _is_new_answer(view, refusal) for view in views
        ):
            return refusal
    return views[-1] if views else None


def _is_new_answer(view: ViewFacts, refusal: ViewFacts) -> bool:
    """Whether an answer counts after the child did not want to go."""
    return (
        view.wish not in {TransferWish.NOT_ASKED, TransferWish.DOES_NOT_WANT}
        and view.recorded_at > refusal.recorded_at
        and local_day(view.asked_at) > local_day(refusal.asked_at)
        and view.recorded_by != refusal.recorded_by
    )


def is_journey_off(views: Sequence[ViewFacts], decided_on: dt.date | None) -> bool:
    """Whether the child did not want to go after the authorisation: that journey does not take place."""
    return decided_on is not None and any(
        max(local_day(view.asked_at), local_day(view.recorded_at)) >= decided_on
        for view in views
        if view.wish == TransferWish.DOES_NOT_WANT
    )


def reasons_against_submitting(view: ViewFacts | None) -> tuple[Reason, ...]:
    """Why a transfer is not submitted: the child does not want to go. The rest is listed as missing."""
    if view is not None and view.wish == TransferWish.DOES_NOT_WANT:
        return (Reason("child_view", REFUSES),)
    return ()
