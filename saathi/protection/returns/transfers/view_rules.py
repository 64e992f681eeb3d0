"""Which of the child's answers about a transfer counts. Pure functions.

Once a child does not want to go, only "wants to go" ends that, if the child was asked on a later
day, and another person recorded it on a later day: no child is persuaded within an hour, and silence
is no consent. What the child said in any transfer to another country counts in all of them, and so
does a stop by the child. The same conditions are asked by the database (`functions/views.sql`).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.protection_screening.superseding import RecordedFact, supersedes
from saathi.protection.returns.transfers.journey_facts import local_day
from saathi.protection.returns.transfers.vocabulary import TransferWish

REFUSES: Final = _(
    "The child does not want to go. A transfer is not authorised against this. It ends only if the child "
    "says that they want to go, asked on a later day, and another person records it."
)
STOPPED_BY_CHILD: Final = _(
    "The child stopped a transfer to another country. An answer to this one counts only if the child "
    "was asked on a later day than the stop."
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
    is_last_word: bool = False  # asked within the 24 hours before departure


def counting_view(
    views: Sequence[ViewFacts], of_child: Sequence[ViewFacts] = ()
) -> ViewFacts | None:
    """The answer that counts, of answers in the order in which the child was asked; None without any.

    `views`: about this transfer; `of_child`: about all transfers of the child, if there are others.
    """
    said = of_child or views
    for refusal in reversed(said):
        if refusal.wish == TransferWish.DOES_NOT_WANT and not any(
            _is_new_answer(view, refusal) for view in said
        ):
            return refusal
    return views[-1] if views else None


def open_doubt(views: Sequence[ViewFacts]) -> ViewFacts | None:
    """The newest doubt that is not lifted, of answers in the order of asking; None without one.

    `views`: about all transfers of the child, so that no doubt is lost when another transfer is opened.
    A doubt without a written reply, and each doubt in the last hours before the departure, counts until
    the child has a written reply and another person asked again, who may do so on the same day.
    """
    for place, doubt in reversed(list(enumerate(views))):
        is_open = doubt.wish == TransferWish.HAS_DOUBTS and (
            doubt.is_last_word or not doubt.is_replied
        )
        if is_open and not _is_lifted(doubt, views[place + 1 :]):
            return doubt
    return None


def _is_lifted(doubt: ViewFacts, later: Sequence[ViewFacts]) -> bool:
    """Whether a reply is recorded, and after it another person asked the child again."""
    is_replied = doubt.is_replied
    for view in later:
        if view.recorded_at <= doubt.recorded_at:
            continue
        is_replied = is_replied or view.is_replied
        is_other = view.recorded_by != doubt.recorded_by
        if is_replied and is_other and view.wish == TransferWish.GOES:
            return True
    return False


UNANSWERED: Final = _(
    "The child has doubts. Give the child a written reply and record it with the next answer; "
    "another person than the one who recorded the doubts asks the child again. Until the child wants "
    "to go, the doubts remain: “chose not to say” does not end them."
)


def _is_new_answer(view: ViewFacts, refusal: ViewFacts) -> bool:
    """Whether an answer counts after the child did not want to go."""
    return view.wish == TransferWish.GOES and supersedes(_recorded(view), _recorded(refusal))


def _recorded(view: ViewFacts) -> RecordedFact:
    return RecordedFact(local_day(view.asked_at), local_day(view.recorded_at), view.recorded_by)


def is_before_stop(view: ViewFacts, stopped_on: dt.date | None) -> bool:
    """Whether the child stopped a transfer on or after the day of an answer."""
    return stopped_on is not None and (
        view.wish != TransferWish.DOES_NOT_WANT and local_day(view.asked_at) <= stopped_on
    )


def is_journey_off(views: Sequence[ViewFacts], decided_on: dt.date | None) -> bool:
    """Whether the child did not want to go after the authorisation: that journey does not take place.

    `views`: about all transfers of the child.
    """
    return decided_on is not None and any(
        max(local_day(view.asked_at), local_day(view.recorded_at)) >= decided_on
        for view in views
        if view.wish == TransferWish.DOES_NOT_WANT
    )


def reasons_against_submitting(
    view: ViewFacts | None, stopped_on: dt.date | None = None
) -> tuple[Reason, ...]:
    """Why a transfer is not submitted: the child does not want to go. The rest is listed as missing.

    `stopped_on`: the last day on which the child stopped a transfer.
    """
    if view is not None and view.wish == TransferWish.DOES_NOT_WANT:
        return (Reason("child_view", REFUSES),)
    if view is not None and is_before_stop(view, stopped_on):
        return (Reason("child_view", STOPPED_BY_CHILD),)
    return ()
