"""Multiple systems estimation: estimates a population size from the overlap of separate lists.

Two lists: Chapman's estimator with the variance of Seber (1970). Three or four: log-linear models
of the overlaps with every set of dependences between two lists, chosen by BIC (Fienberg 1972;
Bishop, Fienberg and Holland 1975). Intervals are 95 % on the logarithm of the unseen (Chao 1987)
and never fall below the number seen. Written from memory of these sources; the formulas are tested
by their known identities and were compared with those of published programs (docs/releases.md). The
module knows nothing about the population: people decide whether lists may be used in this way.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

type Pattern = frozenset[int]  # the lists, from 0, that contain a person
type Overlaps = Mapping[Pattern, int]  # the number of persons for each pattern except "on no list"
type ListPair = tuple[int, int]
type Floats = npt.NDArray[np.float64]

NORMAL_95: Final = 1.959964  # normal quantile for 95 %
TWO: Final = 2
MAX_LISTS: Final = 4
# The minimum number of persons in more than one list: with fewer, Chapman's estimator is biased
# (Robson and Regier 1964).
MIN_SHARED: Final = 7
# Models whose BIC is within this of the best fit about as well; the interval covers theirs too.
MAX_BIC_DIFFERENCE: Final = 6.0
_ROUNDS: Final = 100
_SETTLED: Final = 1e-10
_LARGEST: Final = 20.0  # the linear predictor beyond which a model counts as having no solution


@dataclass(frozen=True, slots=True)
class LoglinearFit:
    """A fitted model: its dependences, the number unseen, its variance, and its BIC."""

    pairs: tuple[ListPair, ...]
    unseen: float
    variance: float
    bic: float


@dataclass(frozen=True, slots=True)
class PopulationEstimate:
    """The population size by the model that fits best.

    The interval covers those of every model that fits about as well (`close` of `models`), because
    the data do not show which of them is right.
    """

    seen: int
    estimate: float
    low: float
    high: float
    pairs: tuple[ListPair, ...]
    close: int
    models: int


def list_overlap_patterns(lists: int) -> list[Pattern]:
    """Every combination of lists that can contain a person, single lists first."""
    return [
        frozenset(pattern)
        for size in range(1, lists + 1)
        for pattern in itertools.combinations(range(lists), size)
    ]


def count_shared(overlaps: Overlaps) -> int:
    """The number of persons in more than one list."""
    return sum(count for pattern, count in overlaps.items() if len(pattern) > 1)


def count_in_both(overlaps: Overlaps, first_list: int, second_list: int) -> int:
    """The number of persons in both of two lists."""
    return sum(count for pattern, count in overlaps.items() if {first_list, second_list} <= pattern)


def estimate_population(overlaps: Overlaps, lists: int) -> PopulationEstimate | None:
    """The population size; None where no model has a solution."""
    seen = sum(overlaps.values())
    fits = [fit_chapman(overlaps)] if lists == TWO else list(fit_all_models(overlaps, lists))
    if not fits:
        return None
    best = min(fits, key=lambda fit: (fit.bic, len(fit.pairs)))
    close = [fit for fit in fits if fit.bic <= best.bic + MAX_BIC_DIFFERENCE]
    bounds = [confidence_interval(seen, fit.unseen, fit.variance) for fit in close]
    low, high = min(low for low, _high in bounds), max(high for _low, high in bounds)
    return PopulationEstimate(
        seen, seen + best.unseen, low, high, best.pairs, len(close), len(fits)
    )


def fit_chapman(overlaps: Overlaps) -> LoglinearFit:
    """The model of two independent lists."""
    in_both = overlaps[frozenset({0, 1})]
    first, second = overlaps[frozenset({0})] + in_both, overlaps[frozenset({1})] + in_both
    total = (first + 1) * (second + 1) / (in_both + 1) - 1
    variance = (
        (first + 1) * (second + 1) * (first - in_both) * (second - in_both)
        / ((in_both + 1) ** 2 * (in_both + 2))
    )  # fmt: skip
    return LoglinearFit((), total - sum(overlaps.values()), variance, 0.0)


def confidence_interval(seen: int, unseen: float, variance: float) -> tuple[float, float]:
    """The 95 % interval: the number seen plus the unseen on a logarithmic scale."""
    if unseen <= 0:
        return float(seen), float(seen)
    spread = math.exp(NORMAL_95 * math.sqrt(math.log1p(variance / unseen**2)))
    return seen + unseen / spread, seen + unseen * spread


def fit_all_models(overlaps: Overlaps, lists: int) -> Iterator[LoglinearFit]:
    """Every model with a solution: independent lists, and each set of dependent pairs."""
    every = list(itertools.combinations(range(lists), 2))
    for size in range(len(every) + 1):
        for pairs in itertools.combinations(every, size):
            fit = fit_model(overlaps, lists, pairs)
            if fit is not None:
                yield fit


def fit_model(overlaps: Overlaps, lists: int, pairs: Iterable[ListPair]) -> LoglinearFit | None:
    """A log-linear model with these dependences; None where the data do not determine it."""
    pairs = tuple(pairs)
    if any(count_in_both(overlaps, *pair) == 0 for pair in pairs):
        return None
    patterns = list_overlap_patterns(lists)
    design = np.array([_row(pattern, lists, pairs) for pattern in patterns])
    counts = np.array([float(overlaps[pattern]) for pattern in patterns])
    if design.shape[1] > len(patterns):
        return None
    settled = _poisson(design, counts)
    if settled is None:
        return None
    effects, spread = settled
    unseen = math.exp(effects[0])
    fitted_counts = np.exp(design @ effects)
    bic = _deviance(counts, fitted_counts) + design.shape[1] * math.log(max(counts.sum(), 1.0))
    # The variance of the unseen number: the Poisson part and the estimation of the model.
    return LoglinearFit(pairs, unseen, unseen + unseen**2 * float(spread[0, 0]), bic)


def _row(pattern: Pattern, lists: int, pairs: tuple[ListPair, ...]) -> list[float]:
    alone = [1.0 if list_number in pattern else 0.0 for list_number in range(lists)]
    in_both = [1.0 if set(pair) <= pattern else 0.0 for pair in pairs]
    return [1.0, *alone, *in_both]


def _poisson(design: Floats, counts: Floats) -> tuple[Floats, Floats] | None:
    """The effects of a Poisson regression and their covariance, by iteratively reweighted least squares."""
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
