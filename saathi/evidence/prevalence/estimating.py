"""Multiple systems estimation: how many there are, by how often lists made apart hold the same persons.

Two lists: Chapman's estimator with the variance of Seber (1970). Three or four: log-linear models of
the overlaps with every set of dependences between two lists, chosen by BIC (Fienberg 1972; Bishop,
Fienberg and Holland 1975). Intervals of 95 % on the logarithm of those not seen (Chao 1987), which never
fall below what was seen. Written from memory of these sources; the formulas are tested by their known
identities and were compared with those of published programs (docs/releases.md). It knows nothing of
what is counted: whether lists may be used so is for people to say.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

type Pattern = frozenset[int]  # the lists, from 0, that hold a person
type Overlaps = Mapping[Pattern, int]  # of each pattern but "in none", how many persons
type ListPair = tuple[int, int]
type Floats = npt.NDArray[np.float64]

NORMAL_95: Final = 1.959964  # of the normal distribution, for 95 %
TWO: Final = 2
MAX_LISTS: Final = 4
# So many persons in more than one list, or nothing is said: with fewer Chapman's estimator leans
# to one side (Robson and Regier 1964).
MIN_SHARED: Final = 7
# Models within so much BIC of the best fit about as well; the interval holds theirs too.
MAX_BIC_DIFFERENCE: Final = 6.0
_ROUNDS: Final = 100
_SETTLED: Final = 1e-10
_LARGEST: Final = 20.0  # exponent of a fitted count beyond which a model has no answer


@dataclass(frozen=True, slots=True)
class LoglinearFit:
    """One model: the dependences it allows, those not seen, their variance, and how well it fits."""

    pairs: tuple[ListPair, ...]
    unseen: float
    variance: float
    bic: float


@dataclass(frozen=True, slots=True)
class PopulationEstimate:
    """How many there may be, by the model that fits best.

    The interval holds those of every model that fits about as well (`close` of `models`): which of
    them is right the data do not tell.
    """

    seen: int
    estimate: float
    low: float
    high: float
    pairs: tuple[ListPair, ...]
    close: int
    models: int


def list_patterns(lists: int) -> list[Pattern]:
    """Every way to stand in one list at least, those of one list first."""
    return [
        frozenset(held)
        for size in range(1, lists + 1)
        for held in itertools.combinations(range(lists), size)
    ]


def count_shared(overlaps: Overlaps) -> int:
    """How many persons stand in more than one list."""
    return sum(count for held, count in overlaps.items() if len(held) > 1)


def count_in_both(overlaps: Overlaps, one: int, other: int) -> int:
    """How many persons stand in both of two lists."""
    return sum(count for held, count in overlaps.items() if {one, other} <= held)


def estimate_population(overlaps: Overlaps, lists: int) -> PopulationEstimate | None:
    """How many there may be; None where no model has an answer."""
    seen = sum(overlaps.values())
    found = [fit_chapman(overlaps)] if lists == TWO else list(fit_all_models(overlaps, lists))
    if not found:
        return None
    best = min(found, key=lambda fit: (fit.bic, len(fit.pairs)))
    close = [fit for fit in found if fit.bic <= best.bic + MAX_BIC_DIFFERENCE]
    bounds = [confidence_interval(seen, fit.unseen, fit.variance) for fit in close]
    low, high = min(low for low, _high in bounds), max(high for _low, high in bounds)
    return PopulationEstimate(
        seen, seen + best.unseen, low, high, best.pairs, len(close), len(found)
    )


def fit_chapman(overlaps: Overlaps) -> LoglinearFit:
    """Two lists that do not depend on each other."""
    both = overlaps[frozenset({0, 1})]
    first, second = overlaps[frozenset({0})] + both, overlaps[frozenset({1})] + both
    total = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (
        (first + 1) * (second + 1) * (first - both) * (second - both)
        / ((both + 1) ** 2 * (both + 2))
    )  # fmt: skip
    return LoglinearFit((), total - sum(overlaps.values()), variance, 0.0)


def confidence_interval(seen: int, unseen: float, variance: float) -> tuple[float, float]:
    """The interval of 95 %: what was seen, and those not seen on the scale of their logarithm."""
    if unseen <= 0:
        return float(seen), float(seen)
    spread = math.exp(NORMAL_95 * math.sqrt(math.log1p(variance / unseen**2)))
    return seen + unseen / spread, seen + unseen * spread


def fit_all_models(overlaps: Overlaps, lists: int) -> Iterator[LoglinearFit]:
    """Every model that has an answer: independent lists, and each set of pairs that depend."""
    every = list(itertools.combinations(range(lists), 2))
    for size in range(len(every) + 1):
        for pairs in itertools.combinations(every, size):
            fit = fit_model(overlaps, lists, pairs)
            if fit is not None:
                yield fit


def fit_model(overlaps: Overlaps, lists: int, pairs: Iterable[ListPair]) -> LoglinearFit | None:
    """A log-linear model with these dependences; None where the data do not settle it."""
    pairs = tuple(pairs)
    if any(count_in_both(overlaps, *pair) == 0 for pair in pairs):
        return None
    held = list_patterns(lists)
    design = np.array([_row(pattern, lists, pairs) for pattern in held])
    counts = np.array([float(overlaps[pattern]) for pattern in held])
    if design.shape[1] > len(held):
        return None
    settled = _poisson(design, counts)
    if settled is None:
        return None
    effects, spread = settled
    unseen = math.exp(effects[0])
    fitted_counts = np.exp(design @ effects)
    bic = _deviance(counts, fitted_counts) + design.shape[1] * math.log(max(counts.sum(), 1.0))
    # Of a person not seen: that she is one, and that the model is only estimated.
    return LoglinearFit(pairs, unseen, unseen + unseen**2 * float(spread[0, 0]), bic)


def _row(pattern: Pattern, lists: int, pairs: tuple[ListPair, ...]) -> list[float]:
    alone = [1.0 if one in pattern else 0.0 for one in range(lists)]
    both = [1.0 if set(pair) <= pattern else 0.0 for pair in pairs]
    return [1.0, *alone, *both]


def _poisson(design: Floats, counts: Floats) -> tuple[Floats, Floats] | None:
    """The effects of a Poisson regression and their covariance, by iterated least squares."""
    effects = np.zeros(design.shape[1])
    effects[0] = math.log(counts.mean() + 0.5)
    for _ in range(_ROUNDS):
        linear = design @ effects
        if np.abs(linear).max() > _LARGEST:
            return None
        mean = np.exp(linear)
        information = design.T @ (design * mean[:, None])
        try:
            step = np.linalg.solve(information, design.T @ (counts - mean))
        except np.linalg.LinAlgError:
            return None
        effects = effects + np.clip(step, -3.0, 3.0)
        if np.abs(step).max() < _SETTLED:
            return (effects, np.linalg.inv(information)) if abs(effects[0]) < _LARGEST else None
    return None


def _deviance(counts: Floats, means: Floats) -> float:
    terms = np.where(counts > 0, counts * np.log(np.where(counts > 0, counts, 1.0) / means), 0.0)
    return float(2 * (terms - (counts - means)).sum())
