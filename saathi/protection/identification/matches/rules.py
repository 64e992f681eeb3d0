"""The outcome of decisions on a possible duplicate.

In a separate module, because practitioners may contest it.
"""

from collections.abc import Sequence

from saathi.protection.identification.matches.vocabulary import MatchDecision, PairState


def pair_outcome(decisions: Sequence[MatchDecision]) -> PairState | None:
    """The outcome of decisions by different people; None while another person is needed.

    A merge needs two people who agree without knowing of each other's decision, because a false
    merge shows one child's file to another child's team. "Different children" needs one person: no
    one learns anything by it, and no gate opens (`docs/decisions/possible-duplicates.md`). If two
    disagree a third decides; if three disagree the pair is undecided. `matches_outcome` has the
    same rule.

    Our own rule, to be tested with reviewers.
    """
    same, not_same = decisions.count(MatchDecision.SAME), decisions.count(MatchDecision.NOT_SAME)
    people = len(decisions)
    if same >= 2:
        return PairState.SAME
    if not same and not_same:
        return PairState.NOT_SAME
    if people < 2:
        return None
    if not same:
        return PairState.UNSURE
    if people < 3:
        return None
    return PairState.NOT_SAME if not_same >= 2 else PairState.UNSURE


def outcome_after_undo(decisions: Sequence[MatchDecision]) -> PairState | None:
    """The outcome for a pair whose merge was undone or that closes the gate; None while another is needed.

    After an undone merge `decisions` has that person's own, that they are two children, and those of
    others since. The same holds while a file of the pair shows a sign of a need for protection, which
    closes contact abroad in both (`matches_closes_gate`): one person alone does not open it. Doubt
    settles nothing. `matches_outcome_after_undo` has the same rule.
    """
    if decisions.count(MatchDecision.NOT_SAME) >= 2:
        return PairState.NOT_SAME
    return PairState.SAME if decisions.count(MatchDecision.SAME) >= 2 else None
