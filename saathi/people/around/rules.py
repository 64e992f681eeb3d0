"""How an accusation stands, and what speaks against it as written. A suspicion is never a fact."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _
from saathi.people.around.vocabulary import (
    SIBLING_KINDS,
    AllegationState,
    AuthorityOutcomeKind,
    RelationKind,
)


@dataclass(frozen=True)
class AuthorityOutcomeFacts:
    """What an authority did, and when."""

    kind: AuthorityOutcomeKind
    decided_on: dt.date


# What settles whether somebody did it, each undoing what came before. All else is a step on the way.
_DECISIVE_OUTCOMES = frozenset(
    {
        AuthorityOutcomeKind.CONVICTED,
        AuthorityOutcomeKind.ACQUITTED,
        AuthorityOutcomeKind.APPEAL,
        AuthorityOutcomeKind.OVERTURNED,
    }
)


def is_proven(standing: AllegationState, outcomes: Sequence[AuthorityOutcomeFacts]) -> bool:
    """Whether a court found it: only by its last word, and not while an appeal is open (TRF-009).

    An investigation, a charge, a trial, many witnesses: none of them makes a suspicion a fact.
    What was about somebody else is never found.
    """
    if standing == AllegationState.MISTAKEN:
        return False
    settled = [
        one
        for one in sorted(outcomes, key=lambda one: one.decided_on)
        if one.kind in _DECISIVE_OUTCOMES
    ]
    return bool(settled) and settled[-1].kind == AuthorityOutcomeKind.CONVICTED


def is_cleared(standing: AllegationState, outcomes: Sequence[AuthorityOutcomeFacts]) -> bool:
    """Whether a court's last word was that it was not found, or it was about somebody else."""
    settled = [
        one
        for one in sorted(outcomes, key=lambda one: one.decided_on)
        if one.kind in _DECISIVE_OUTCOMES
    ]
    ended = {AuthorityOutcomeKind.ACQUITTED, AuthorityOutcomeKind.OVERTURNED}
    return standing == AllegationState.MISTAKEN or (bool(settled) and settled[-1].kind in ended)


def reasons_against_relation(
    kind: RelationKind, *, has_code: bool, ended_on: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Why somebody around the child cannot be kept so; empty when they can.

    Nothing is required: neither a name nor an answer of the child.
    """
    reasons = []
    if has_code and kind not in SIBLING_KINDS:
        reasons.append(Reason("code", _("Only the file of a sister or brother is joined here.")))
    if ended_on and ended_on > today:
        reasons.append(Reason("ended_on", _("This day is still to come.")))
    return tuple(reasons)
