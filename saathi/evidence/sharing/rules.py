"""What an agreement allows to be shared. Pure functions that return reasons against it.

Source: report line 373 (sharing data between authorities); the usual information sharing protocols
of child protection: sender, receiver, purpose, elements, end date. Only protected tables of a
release are shared; case files are passed on by referral, transfer and the cross-border protocols,
each with the child's own consent.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from saathi.evidence.approval.rules import reasons_against_time, reasons_not_to_decide
from saathi.evidence.approval.vocabulary import AgreementState
from saathi.evidence.research.rules import ExtractMaterial, reasons_against_material
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """The facts about an agreement that a decision or a sharing needs."""

    state: str
    made_by: UUID
    until: dt.date
    indicators: Collection[str]
    by: Collection[str]


@dataclass(frozen=True, slots=True)
class SharedTableFacts:
    """The tables to be shared: their release, the indicator, and its dimensions."""

    material: ExtractMaterial
    indicator: str
    by: Collection[str]


def reasons_not_to_approve(
    agreement: AgreementFacts, actor_id: UUID, today: dt.date
) -> tuple[Reason, ...]:
    """Why this actor cannot approve the agreement; these reasons do not prevent a rejection."""
    return (
        *reasons_not_to_decide(agreement.state, agreement.made_by, actor_id),
        *reasons_against_time(agreement.until, today),
    )


def reasons_not_in_force(agreement: AgreementFacts, today: dt.date) -> tuple[Reason, ...]:
    """Why nothing at all is shared under an agreement today."""
    reasons = []
    if agreement.state != AgreementState.APPROVED:
        reasons.append(Reason("state", _("The agreement is not approved.")))
    if agreement.until < today:
        reasons.append(Reason("until", _("The agreement has expired.")))
    return tuple(reasons)


def reasons_not_to_share(
    agreement: AgreementFacts, tables: SharedTableFacts, today: dt.date
) -> tuple[Reason, ...]:
    """Why these tables are not shared under this agreement today."""
    reasons = list(reasons_not_in_force(agreement, today))
    if tables.indicator not in agreement.indicators:
        reasons.append(Reason("indicator", _("The agreement does not name this indicator.")))
    if set(tables.by) - set(agreement.by):
        text = _("The tables are disaggregated by more dimensions than the agreement allows.")
        reasons.append(Reason("detail", text))
    return (*reasons, *reasons_against_material(tables.material))
