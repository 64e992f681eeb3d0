"""On which agreement and through which focal points a transfer goes, and when. Pure functions.

The database asks the same (`functions/basis.sql`).
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from saathi.infra.countries import Country
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.policy.agreements.vocabulary import AgreementStage, FocalPointFunction
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


@dataclass(frozen=True, slots=True)
class AgreementTimes:
    """How far an agreement has come, and its dates if it has any."""

    stage: AgreementStage
    in_force_from: dt.date | None = None
    ends_on: dt.date | None = None


def is_agreement_in_force(agreement: AgreementTimes, *, on: dt.date, is_confirmed: bool) -> bool:
    """Whether a transfer of that day can be based on an agreement; confirmed by a second person."""
    return (
        is_confirmed
        and agreement.stage == AgreementStage.IN_FORCE
        and (agreement.in_force_from is None or agreement.in_force_from <= on)
        and (agreement.ends_on is None or on <= agreement.ends_on)
    )


def is_usable_focal_point(function: FocalPointFunction, *, is_confirmed: bool) -> bool:
    """Whether a transfer can go through a focal point: the confirmed national one of its country."""
    return is_confirmed and function == FocalPointFunction.NATIONAL


def reasons_against_planned_day(
    direction: TransferDirection, planned_on: dt.date | None, *, today: dt.date
) -> tuple[Reason, ...]:
    """Why a day cannot be entered as that of our planned journey: it is past."""
    if direction == TransferDirection.OUTGOING and planned_on is not None and planned_on < today:
        return (Reason("planned_on", _("Enter a day that is not in the past.")),)
    return ()
