"""Which order of an authority stands in place of a determination of ours. Pure functions.

The database asks the same (`functions/admissible.sql`).
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.decisions.best_interests.vocabulary import DeterminationOccasion
from saathi.protection.decisions.orders.vocabulary import Appeal, AuthorityKind, ChildHeard

# Derived defaults, to be verified with practitioners.
ORDER_DAYS: Final = 365  # how old an order may be
# Who decides on a child: never police, immigration, a consulate or another body.
COMPETENT: Final = (AuthorityKind.COURT, AuthorityKind.WELFARE_COMMITTEE)
# The questions of a determination on which a transfer can be based; new facts follow an earlier one.
TRANSFER_OCCASIONS: Final = (
    DeterminationOccasion.REPATRIATION,
    DeterminationOccasion.THIRD_COUNTRY,
    DeterminationOccasion.NEW_FACTS,
)
SETTLED_APPEALS: Final = (Appeal.NONE, Appeal.UPHELD)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order to return the child to another country that has not ended, and what is known beside it."""

    authority: str
    made_on: dt.date
    appeal: str
    child_heard: str
    is_confirmed: bool  # by a second person of ours
    is_contested: bool  # a newer determination decides otherwise
    has_assessment: bool  # of ours, full and approved, or a determination, for the same solution


def reasons_against_order(order: OrderFacts, *, on: dt.date) -> tuple[Reason, ...]:
    """Why a transfer cannot be based on this order on a day; empty if it can."""
    faults = {
        _(
            "The order is not of a court or a child welfare committee. Only these decide on a child."
        ): (order.authority not in COMPETENT),
        _("The order is older than 12 months."): (on - order.made_on).days > ORDER_DAYS,
        _("An appeal against the order is open or changed it, or it is not recorded."): (
            order.appeal not in SETTLED_APPEALS
        ),
        _("The child was not heard before the order was made, or it is not recorded."): (
            order.child_heard != ChildHeard.YES
        ),
        _("A second person has not confirmed the order. Compare it with the document."): (
            not order.is_confirmed
        ),
        _(
            "The order is contested: a newer best interests determination decides otherwise. Take it "
            "to the authority, and to a lawyer for the child."
        ): order.is_contested,
        _("The order needs a full, approved assessment of ours for the same solution."): (
            not order.has_assessment
        ),
    }
    return tuple(Reason("order", text) for text, is_so in faults.items() if is_so)


@dataclass(frozen=True, slots=True)
class DeterminationFit:
    """A determination in force, as a transfer sees it."""

    country: str  # empty in decisions from before the question
    used_by_other: bool  # the child already left under another transfer that rests on it
    occasion: str = DeterminationOccasion.REPATRIATION  # the question that it answers
    has_newer_undecided: bool = False  # one on a transfer was opened later and is not decided


def reasons_against_determination(fit: DeterminationFit, to_country: str) -> tuple[Reason, ...]:
    """Why a transfer cannot be based on a determination in force; empty if it can."""
    reasons = []
    if fit.country != to_country:
        text = _(
            "The best interests determination is for another country, or does not name the country. A "
            "panel decides for this one."
        )
        reasons.append(Reason("best_interests", text))
    if fit.used_by_other:
        text = _(
            "The child already left under this best interests determination. Another transfer needs "
            "a new one."
        )
        reasons.append(Reason("best_interests", text))
    if fit.occasion not in TRANSFER_OCCASIONS:
        text = _(
            "The newest best interests determination answers another question than a return or "
            "transfer. A panel decides on this transfer."
        )
        reasons.append(Reason("best_interests", text))
    if fit.has_newer_undecided:
        text = _(
            "A newer best interests determination on a return or transfer is in preparation. The older "
            "one is not enough: the panel decides the newer one first."
        )
        reasons.append(Reason("best_interests", text))
    return tuple(reasons)


def reasons_without_order(faults: Collection[Reason], *, has_order: bool) -> tuple[Reason, ...]:
    """Why a transfer that an authority ordered cannot go: there is no order, or what it lacks."""
    if has_order:
        return ()
    none = _("There is no order of an authority in force to return the child to another country.")
    return tuple(faults) or (Reason("order", none),)
