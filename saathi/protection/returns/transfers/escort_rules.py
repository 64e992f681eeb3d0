"""When an escort whom the child refused is planned again. Pure functions.

The "no" of a child is not turned by one person: the child is asked again, and someone other than who
recorded the refusal records what the child says, or the new plan. In SQL, as far as columns show it:
`functions/escorts.sql`.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.decisions.best_interests.panel_names import is_same_name
from saathi.protection.returns.transfers.vocabulary import EscortChoice, TransferWish


@dataclass(frozen=True, slots=True)
class EscortRefusal:
    """The newest plan with this escort, if the child did not want the escort."""

    recorded_at: dt.datetime
    recorded_by: UUID


@dataclass(frozen=True, slots=True)
class LaterView:
    """What the child said about a transfer, and in which words."""

    wish: TransferWish
    words: str
    asked_at: dt.datetime
    recorded_at: dt.datetime
    recorded_by: UUID


def is_same_escort(one: str, other: str) -> bool:
    """Whether two typed escorts may be one person, in whatever script and spelling."""
    return one.split() == other.split() or is_same_name(one, other)


def is_asked_again(view: LaterView, refusal: EscortRefusal, *, by: UUID) -> bool:
    """Whether the child was asked again after a refusal, and a second person takes part in the new plan."""
    return (
        view.wish == TransferWish.GOES
        and has_enough_letters(view.words)
        and view.asked_at >= refusal.recorded_at.replace(second=0, microsecond=0)
        and view.recorded_at > refusal.recorded_at
        and {view.recorded_by, by} != {refusal.recorded_by}
    )


def reasons_against_escort(
    choice: EscortChoice, refusal: EscortRefusal | None, views: Collection[LaterView], *, by: UUID
) -> tuple[Reason, ...]:
    """Why this escort cannot be planned; empty if the child did not refuse them, or still does.

    `views`: what the child said about transfers; `by`: who plans now.
    """
    if refusal is None or choice == EscortChoice.REFUSED:
        return ()
    if any(is_asked_again(view, refusal, by=by) for view in views):
        return ()
    text = _(
        "The child does not want this escort, and this stays. Choose another escort. Or ask the child "
        "again, and record under the child’s views, in the child’s words (at least 20 letters), that the "
        "child wants to go with this escort. Another person than the one who recorded the refusal records "
        "this, or the new plan."
    )
    return (Reason("escort_choice", text),)
