"""What may be shared with a researcher, who may share it and until when. Pure functions that return reasons.

Source: report line 149 (de-identified data only, under agreement). An extract is made of the
protected tables of one release: those that the public may read, or that are approved and not
published yet. There is no other material, so no extract contains a record of a child.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from saathi.evidence.approval.rules import reasons_against_time, reasons_not_to_decide
from saathi.evidence.approval.vocabulary import AgreementState
from saathi.evidence.releases.cube_counting import COUNTED, COUNTRY, YEAR
from saathi.evidence.releases.published_table import HIGHEST, LOWEST, STATUS, VALUE
from saathi.evidence.releases.vocabulary import ReleaseState, ValueStatus
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _

EXTRACTABLE_STATES = frozenset({ReleaseState.APPROVED, ReleaseState.PUBLISHED})


@dataclass(frozen=True, slots=True)
class ExtractMaterial:
    """The release of an extract: its state, and the hash of its tables."""

    state: str
    passes: bool | None
    tables_hash: str


@dataclass(frozen=True, slots=True)
class ResearchRequestFacts:
    """The facts about a request that a decision or a hand-out needs."""

    state: str
    made_by: UUID
    until: dt.date
    tables_hash: str
    material: ExtractMaterial


def reasons_against_material(material: ExtractMaterial) -> tuple[Reason, ...]:
    """Why no extract can be made of a release: not protected, failed the attack, or withdrawn."""
    reasons = []
    if material.state not in EXTRACTABLE_STATES:
        reasons.append(
            Reason(
                "release",
                _(
                    "Only releases that a second person approved and that were not withdrawn are "
                    "provided."
                ),
            )
        )
    if material.passes is not True:
        reasons.append(Reason("release", _("The disclosure test failed or was not run.")))
    return tuple(reasons)


def reasons_against_columns(
    columns: Iterable[str], dimensions: Collection[str]
) -> tuple[Reason, ...]:
    """Why a table is not protected: it must have a value and its status, by released dimensions.

    A rounded table also says what the true counts can be: that follows from the values.
    """
    names = list(columns)
    allowed = {YEAR, COUNTRY, COUNTED, *dimensions}
    width = names.index(VALUE) if VALUE in names else 0
    by, value_columns = names[:width], names[width:]
    is_protected = value_columns in ([VALUE, STATUS], [VALUE, STATUS, LOWEST, HIGHEST])
    if is_protected and by and all(name in allowed for name in by):
        return ()
    return (
        Reason("content", _("A table contains data other than counts by released dimensions.")),
    )


def reasons_against_statuses(statuses: Iterable[str]) -> tuple[Reason, ...]:
    """Why a table's values cannot be shared: they contain a status that no protected value has."""
    protected_statuses = set(ValueStatus.values)
    if all(status in protected_statuses for status in statuses):
        return ()
    return (Reason("content", _("A table contains a value that was not protected.")),)


def reasons_against_ranges(ranges: Iterable[tuple[str, str]]) -> tuple[Reason, ...]:
    """Why the ranges beside rounded values cannot be shared: one is a single number, the true count."""
    if all(lowest != highest for lowest, highest in ranges):
        return ()
    return (Reason("content", _("A table contains a value that was not protected.")),)


def reasons_not_to_approve(
    request: ResearchRequestFacts, actor_id: UUID, today: dt.date
) -> tuple[Reason, ...]:
    """Why this actor cannot approve the request; these reasons do not prevent a rejection."""
    return (
        *reasons_not_to_decide(request.state, request.made_by, actor_id),
        *reasons_against_material(request.material),
        *reasons_against_time(request.until, today),
    )


def reasons_not_to_hand_out(request: ResearchRequestFacts, today: dt.date) -> tuple[Reason, ...]:
    """Why the extract is not handed out today."""
    reasons = []
    if request.state != AgreementState.APPROVED:
        reasons.append(Reason("state", _("The request is not approved.")))
    if request.until < today:
        reasons.append(Reason("until", _("The agreement has expired.")))
    if request.tables_hash != request.material.tables_hash:
        reasons.append(Reason("release", _("The tables are no longer the ones requested.")))
    return (*reasons, *reasons_against_material(request.material))
