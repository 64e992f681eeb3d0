"""On which agreement and through which focal points a transfer goes, and when. Pure functions.

The database asks the same (`functions/basis.sql`).
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from saathi.infra.countries import Country
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.vocabulary import TransferDirection


@dataclass(frozen=True, slots=True)
class BasisFacts:
    """The countries of what was chosen; None or blank if nothing was chosen."""

    direction: TransferDirection
    from_country: str
    to_country: str
    agreement: Collection[str] | None
    our_focal_point: str = ""
    their_focal_point: str = ""


def reasons_against_basis(basis: BasisFacts) -> tuple[Reason, ...]:
    """Why an agreement or focal points are not those of the two countries; empty if they are."""
    reasons = []
    ours, theirs = basis.from_country, basis.to_country
    if basis.direction == TransferDirection.INCOMING:
        ours, theirs = theirs, ours
    # The register names countries of the region only.
    regional = {ours, theirs} & set(Country.values)
    if basis.agreement is not None and not regional <= set(basis.agreement):
        text = _("Choose an agreement that both countries are party to.")
        reasons.append(Reason("agreement", text))
    if basis.our_focal_point not in {"", ours}:
        text = _("Choose the national focal point of our own country.")
        reasons.append(Reason("our_focal_point", text))
    if basis.their_focal_point not in {"", theirs}:
        text = _("Choose the national focal point of the other country.")
        reasons.append(Reason("their_focal_point", text))
    return tuple(reasons)


def reasons_against_planned_day(
    direction: TransferDirection, planned_on: dt.date | None, *, today: dt.date
) -> tuple[Reason, ...]:
    """Why a day cannot be entered as that of our planned journey: it is past."""
    if direction == TransferDirection.OUTGOING and planned_on is not None and planned_on < today:
        return (Reason("planned_on", _("Enter a day that is not in the past.")),)
    return ()
