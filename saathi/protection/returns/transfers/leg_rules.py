"""That a child has one open transfer out of the country, or several legs of one way. Pure functions.

The database asks the same (`functions/legs.sql`).
"""

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
