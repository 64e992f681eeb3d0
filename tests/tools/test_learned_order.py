"""The learned weights of ranking (`bench/learn_order.py`) agree with what they were learned under."""

from itertools import pairwise

from bench.learn_order import RISING, TOGETHER
from saathi.engines.matching import match_ranking


def test_closer_agreement_never_weighs_less_in_ranking() -> None:
    weights = match_ranking._weights()
    for chain in RISING:
        learned = [weights[level] for level in chain if level in weights]
        assert len(learned) > 1
        assert all(low <= high for low, high in pairwise(learned)), chain
    assert all(weights[both] >= 0 for both in TOGETHER if both in weights)
