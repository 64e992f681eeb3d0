"""Rules for the state of an allegation and for valid relations. A suspicion is never a fact."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.people.around.vocabulary import (
    SIBLING_KINDS,
    AllegationState,
    AuthorityOutcomeKind,
    RelationKind,
)


@dataclass(frozen=True)
class AuthorityOutcomeFacts:
    """A step or decision of an authority, and its day."""

    kind: AuthorityOutcomeKind
    decided_on: dt.date


# Final outcomes, each replacing the earlier ones. All others are steps of the procedure.
_DECISIVE_OUTCOMES = frozenset(
    {
        AuthorityOutcomeKind.CONVICTED,
        AuthorityOutcomeKind.ACQUITTED,
        AuthorityOutcomeKind.APPEAL,
        AuthorityOutcomeKind.OVERTURNED,
    }
)


def is_proven(allegation_state: AllegationState, outcomes: Sequence[AuthorityOutcomeFacts]) -> bool:
    """Whether a court found the allegation proven by a final decision, with no appeal open (TRF-009).

    An investigation, a charge, a trial or many witnesses never make a suspicion a fact. An
    allegation about another person is never proven.
    """
    if allegation_state == AllegationState.MISTAKEN:
        return False
    settled = [
        outcome
        for outcome in sorted(outcomes, key=lambda outcome: outcome.decided_on)
        if outcome.kind in _DECISIVE_OUTCOMES
    ]
    return bool(settled) and settled[-1].kind == AuthorityOutcomeKind.CONVICTED


def is_cleared(
    allegation_state: AllegationState, outcomes: Sequence[AuthorityOutcomeFacts]
) -> bool:
    """Whether a court finally decided that it was not proven, or the allegation was about another person."""
    settled = [
        outcome
        for outcome in sorted(outcomes, key=lambda outcome: outcome.decided_on)
        if outcome.kind in _DECISIVE_OUTCOMES
    ]
    ended = {AuthorityOutcomeKind.ACQUITTED, AuthorityOutcomeKind.OVERTURNED}
    return allegation_state == AllegationState.MISTAKEN or (
        bool(settled) and settled[-1].kind in ended
    )


def reasons_against_relation(
    kind: RelationKind, *, has_code: bool, ended_on: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Why a relation cannot be saved as entered; empty if it can.

    Nothing is required: neither a name nor an answer of the child.
    """
    reasons = []
    if has_code and kind not in SIBLING_KINDS:
        reasons.append(
            Reason("code", _("Only the file of a sister or brother can be linked here."))
        )
    if ended_on and ended_on > today:
        reasons.append(Reason("ended_on", _("Enter today’s date or an earlier date.")))
    return tuple(reasons)
