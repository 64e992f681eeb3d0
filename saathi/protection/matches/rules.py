"""What decisions on a possible match come to. A practitioner may contest it, so it stands alone."""

from collections.abc import Sequence

from saathi.protection.matches.vocabulary import MatchDecision, PairState


def pair_outcome(decisions: Sequence[MatchDecision]) -> PairState | None:
    """What the decisions of different persons come to; None while another person is needed.

    Joining two records needs two persons who say the same without knowing of each other; a false
    join shows one child's file to another's people. That they are two children is settled by one:
    two records of one child are found again, and nobody learns anything meanwhile. Where two
    differ a third decides; where three differ nobody can say yet. The same as `matches_outcome`.

    Our own rule, to be tested with those who review.
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
