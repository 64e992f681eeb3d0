"""The estimator against known results: closed forms, identities, and simulated populations."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.evidence.prevalence import estimating
from saathi.evidence.prevalence.estimating import Overlaps, list_overlap_patterns
from tests.engines.examples import examples


def overlaps(**counts_by_letters: int) -> Overlaps:
    """By letters: `ab=60` are the persons in the lists A and B and in no other."""
    return {
        frozenset("abcd".index(letter) for letter in key): n for key, n in counts_by_letters.items()
    }


# Three sources of one register with dependences between them; 626 persons seen.
THREE = overlaps(a=247, b=49, c=60, ab=142, ac=112, bc=12, abc=4)


def test_chapman_for_two_lists_as_by_hand() -> None:
    """200 and 300 persons, 60 of them in both: 201 times 301 by 61, less one."""
    estimate = estimating.estimate_population(overlaps(a=140, b=240, ab=60), 2)
    assert estimate is not None
    assert estimate.seen == 440
    assert estimate.estimate == pytest.approx(201 * 301 / 61 - 1)
    variance = 201 * 301 * 140 * 240 / (61**2 * 62)
    assert estimating.fit_chapman(overlaps(a=140, b=240, ab=60)).variance == pytest.approx(variance)
    assert estimate.low == pytest.approx(835.35, abs=0.01)
    assert estimate.high == pytest.approx(1207.42, abs=0.01)


@given(st.integers(1, 400), st.integers(1, 400), st.integers(1, 200))
@examples(60, deadline=None)
def test_a_model_of_two_independent_lists_is_the_estimator_of_petersen(
    one: int, other: int, both: int
) -> None:
    """Estimate and variance of a textbook follow from the regression: n1 n2 / m, and its variance."""
    fit = estimating.fit_model(overlaps(a=one, b=other, ab=both), 2, ())
    assert fit is not None
    first, second = one + both, other + both
    assert fit.unseen == pytest.approx(first * second / both - (one + other + both), rel=1e-6)
    variance = first * second * one * other / both**3
    assert fit.variance == pytest.approx(variance, rel=1e-6)


def test_three_lists_with_every_dependence_have_a_closed_form() -> None:
    every = ((0, 1), (0, 2), (1, 2))
    fit = estimating.fit_model(THREE, 3, every)
    assert fit is not None
    assert fit.unseen == pytest.approx(4 * 247 * 49 * 60 / (142 * 112 * 12), rel=1e-6)


def test_two_lists_that_depend_only_through_a_third_have_a_closed_form() -> None:
    fit = estimating.fit_model(THREE, 3, ((0, 1), (0, 2)))
    assert fit is not None
    assert fit.unseen == pytest.approx(49 * 60 / 12, rel=1e-6)


def test_interval_covers_equally_good_models() -> None:
    estimate = estimating.estimate_population(THREE, 3)
    assert estimate is not None
    assert estimate.pairs == ((0, 1), (0, 2), (1, 2))
    assert (estimate.close, estimate.models) == (3, 8)
    assert estimate.estimate == pytest.approx(641.2, abs=0.1)
    assert estimate.seen < estimate.low < estimate.estimate < 741 < estimate.high


@given(st.lists(st.integers(0, 60), min_size=15, max_size=15), st.integers(2, 4))
@examples(60, deadline=None)
def test_interval_contains_the_estimate_and_exceeds_the_seen_number(
    counts: list[int], lists: int
) -> None:
    patterns = dict(zip(list_overlap_patterns(lists), counts, strict=False))
    estimate = estimating.estimate_population(patterns, lists)
    if estimate is None:
        return
    assert math.isfinite(estimate.high)
    assert estimate.seen <= estimate.low + 1e-6
    assert estimate.low - 1e-6 <= estimate.estimate <= estimate.high + 1e-6


@pytest.mark.parametrize(
    ("chances", "depends"),
    [((0.3, 0.25), False), ((0.3, 0.25, 0.2), False), ((0.3, 0.25, 0.2), True)],
)
def test_interval_covers_the_true_size_of_simulated_populations(
    chances: tuple[float, ...], depends: bool
) -> None:
    """Also where the second list takes over from the first, which three lists can detect."""
    random = np.random.default_rng(7)
    covered, rounds = 0, 60
    for _ in range(rounds):
        in_list = random.random((1000, len(chances))) < np.array(chances)
        if depends:
            in_list[:, 1] |= in_list[:, 0] & (random.random(1000) < 0.4)
        patterns = dict.fromkeys(list_overlap_patterns(len(chances)), 0)
        for person in in_list:
            if person.any():
                patterns[frozenset(np.nonzero(person)[0].tolist())] += 1
        made = estimating.estimate_population(patterns, len(chances))
        assert made is not None
        covered += made.low <= 1000 <= made.high
    assert covered >= rounds * 0.9


def test_undetermined_model_gives_no_estimate() -> None:
    apart = overlaps(a=10, b=10, c=10, ab=0, ac=5, bc=5, abc=0)
    assert estimating.fit_model(apart, 3, ((0, 1),)) is None
    assert estimating.estimate_population(dict.fromkeys(list_overlap_patterns(3), 0), 3) is None
