"""That a child has one open transfer out of the country, or several legs of one way in their order.

Pure functions. The database asks the same (`functions/legs.sql`, `functions/basis.sql`).
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.vocabulary import (
    TransferDirection,
)


@dataclass(frozen=True, slots=True)
class TransferLeg:
    """One leg of a child's way under a reference."""

    reference: str
    leg: int


@dataclass(frozen=True, slots=True)
class PlannedLeg:
    """The day on which a leg is planned that has not departed; `leg` is its number."""

    leg: int
    planned_on: dt.date


@dataclass(frozen=True, slots=True)
class DepartedLeg:
    """A transfer under which a child left, and the determination that it was based on."""

    transfer: UUID
    determination: UUID
    leg: TransferLeg
    to_country: str


def uses_up(departed: DepartedLeg, leg: TransferLeg, from_country: str) -> bool:
    """Whether the child left under a determination before, other than on an earlier leg of this way.

    An onward leg starts where the former one ended: the same way is not gone twice.
    """
    return not (
        departed.leg.reference == leg.reference
        and departed.leg.leg < leg.leg
        and departed.to_country == from_country
    )


def reasons_against_leg(
    direction: TransferDirection, leg: TransferLeg, others: Collection[TransferLeg]
) -> tuple[Reason, ...]:
    """Why a transfer cannot be opened or asked again beside `others`, which are under way."""
    if direction != TransferDirection.OUTGOING or all(
        leg.reference == other.reference and leg.leg != other.leg for other in others
    ):
        return ()
    text = _(
        "Another transfer of this child to another country is open. Stop it first, or enter its "
        "reference and another leg."
    )
    return (Reason("reference", text),)


def reasons_against_reference(
    direction: TransferDirection, *, has_other_child: bool
) -> tuple[Reason, ...]:
    """Why a transfer cannot have a reference: it belongs to one child, and only that child's legs share it.

    What the other side gave for a child who comes here is recorded as it is.
    """
    if direction != TransferDirection.OUTGOING or not has_other_child:
        return ()
    text = _(
        "This reference belongs to a transfer of another child. Check the reference, or leave it blank to "
        "get a new one. Only legs of the same child have the same reference."
    )
    return (Reason("reference", text),)


def reasons_against_day_of_leg(
    planned: PlannedLeg, others: Collection[PlannedLeg], field: str
) -> tuple[Reason, ...]:
    """Why a leg cannot be planned on this day: the legs of one way follow each other.

    `others`: the other legs of the way that have not departed. Two legs can be on one day.
    """
    reasons = []
    if any(each.leg < planned.leg and each.planned_on > planned.planned_on for each in others):
        text = _("An earlier leg of this way is planned for a later day. Check both days.")
        reasons.append(Reason(field, text))
    if any(each.leg > planned.leg and each.planned_on < planned.planned_on for each in others):
        text = _("A later leg of this way is planned for an earlier day. Change that leg first.")
        reasons.append(Reason(field, text))
    return tuple(reasons)
