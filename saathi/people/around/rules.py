"""Rules for the state of an allegation and for valid relations. A suspicion is never a fact."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from saathi.infra.enough_text import has_enough_letters
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


@dataclass(frozen=True)
class AllegationChange:
    """What a change of an allegation makes of it."""

    was: AllegationState
    becomes: AllegationState
    is_of_child: bool  # whether the child was its source
    replaces_name: bool
    changes_source: bool
    is_own_request: bool  # whether the actor recorded the same status before
    why: str

    @property
    def ends(self) -> bool:
        """Whether the allegation would no longer be maintained."""
        return self.becomes not in {AllegationState.ALLEGED, self.was}

    @property
    def needs_reason(self) -> bool:
        """Whether the change needs words."""
        loses_what_child_said = self.is_of_child and (self.replaces_name or self.changes_source)
        return self.becomes != self.was or loses_what_child_said


def reasons_against_allegation_change(change: AllegationChange) -> tuple[Reason, ...]:
    """Why an allegation cannot be changed so; empty if it can.

    The gates of tracing and of a return ask for allegations that are maintained, so two people say,
    each in words, that one no longer is. As `around_require_second_person` in SQL.
    """
    reasons = []
    if change.needs_reason and not has_enough_letters(change.why):
        text = _("Explain in at least 20 letters why the name, the source or the status changes.")
        reasons.append(Reason("why_changed", text))
    if change.ends and change.is_own_request:
        text = _("You recorded this status. Another person has to confirm it.")
        reasons.append(Reason("allegation_state", text))
    return tuple(reasons)


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
