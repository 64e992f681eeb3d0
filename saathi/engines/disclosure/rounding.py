"""Controlled rounding: every count becomes a multiple of the base, and all sums still add up.

Zeros public: a count moves by less than the base and a zero stays a zero. Zeros protected: a zero
may be shown as the base and the base as a zero, so that neither reveals whether there was a child.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from saathi.engines.disclosure.budget import limit_solver
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.expansion import expand_cells
from saathi.engines.disclosure.linear_programme import FloatArray, QuietHighs
from saathi.engines.disclosure.local_search import RowLimits, TableSearch
from saathi.engines.disclosure.system import CellSystem, IntArray
from saathi.engines.disclosure.tables import ZeroPolicy

# About one in this many of the zeros that may be shown as the base is proposed for it, and of the
# counts of the base that may be shown as zero.
EXCEPTION_INTERVAL = 12
# The costs drawn for such a cell: mostly it is shown so, if the sums allow.
EXCEPTION_COSTS = (-6.0, 2.0)
# The cost of a margin for each base beyond its bounds, if nothing else is possible.
BEYOND_PENALTY = 1_000.0
FEASIBLE = 2  # HiGHS: a solution was found
# Above so many cells a walk is tried first; above the next number, only a walk.
LOCAL_SEARCH_CELLS = 1_000
MAX_SOLVER_CELLS = 10_000
# Steps of the walk for each sum out of bounds at its start, and the limits.
STEPS_PER_SUM = 50
MIN_STEPS, MAX_STEPS = 20_000, 300_000
# How often the walk is warmed up again while sums stay out of bounds.
STARTS = 3
# The value given, at the start of the walk, to a zero that may be shown as the base.
ZERO_WEIGHT = 0.6


@dataclass(frozen=True)
class RoundedCounts:
    """The rounded counts, and how many cells had to move further than the rule allows."""

    values: IntArray
    cells_beyond_rule: int

    def max_excess(self, counts: IntArray, base: int) -> int:
        """How much further than the rule allows the furthest of these cells had to move."""
        return (
            int(np.abs(self.values - counts).max(initial=0)) - base + 1
            if self.cells_beyond_rule
            else 0
        )

    def mean_distance(self, counts: IntArray) -> float:
        """The mean distance between shown and true counts."""
        return float(np.abs(self.values - counts).mean())


@dataclass(frozen=True)
class RoundingRule:
    """Base, zero policy, and the seed that decides ties: the same tables give the same result."""

    base: int = 5
    zeros: ZeroPolicy = ZeroPolicy.PROTECTED
    seed: int = 0
    seconds: float = 60.0


@dataclass(frozen=True)
class RevealingValues:
    """Values that would reveal too much: below the `minimum` of a cell, or together with `earlier_bounds`.

    `earlier_bounds` are the lowest and the highest value that earlier releases reveal of each cell.
    """

    minimum: IntArray
    earlier_bounds: tuple[IntArray, IntArray] | None = None


def rounding_bounds(
    counts: IntArray, fixed: NDArray[np.bool_], rule: RoundingRule
) -> tuple[IntArray, IntArray]:
    """The lowest and highest multiple of the base that each count may be shown as."""
    low, high = counts // rule.base, -(-counts // rule.base)
    if rule.zeros is ZeroPolicy.PROTECTED:
        high = np.where((counts == 0) & ~fixed, 1, high)
        low = np.where(counts == rule.base, 0, low)
    return low * rule.base, high * rule.base


def round_counts(
    system: CellSystem,
    counts: IntArray,
    fixed: NDArray[np.bool_],
    rule: RoundingRule,
    avoid: RevealingValues | None = None,
) -> RoundedCounts:
    """The rounding nearest to the counts; `fixed` are zeros that must stay zero.

    Values to `avoid` are not used if there is an alternative and the sums add up without them.

    If no rounding within the rule exists (possible in three dimensions and more), as few margins as
    possible move further; `cells_beyond_rule` gives their number.
    """
    low, high = _allowed_values(counts, fixed, rule, avoid)
    draw = np.random.default_rng(rule.seed)
    cost = _costs(counts, low, high, draw)
    ends = system.is_finest()
    closed = ends & (counts == 0) & (high > 0)
    high = np.where(closed & (draw.random(system.size) * EXCEPTION_INTERVAL >= 1), 0, high)
    lowered = _draw_lowered(system, (counts == rule.base) & (low == 0) & (high > 0), draw)
    cost = np.where(lowered, -draw.uniform(*EXCEPTION_COSTS, system.size), cost)
    widest = rounding_bounds(counts, fixed, rule)

    def judged(values: IntArray) -> RoundedCounts:
        return RoundedCounts(values, int(((values < widest[0]) | (values > widest[1])).sum()))

    walked = None
    if system.size > LOCAL_SEARCH_CELLS:
        values = _round_by_walk(system, (low, high), (counts, lowered), rule)
        walked = judged(values) if values is not None else None
        if walked is not None and (not walked.cells_beyond_rule or system.size > MAX_SOLVER_CELLS):
            return walked
    try:
        solved = judged(_solve(system, (low, high), cost, rule))
    except InputError:
        if walked is None:
            raise
        return walked
    return (
        solved if walked is None or solved.cells_beyond_rule < walked.cells_beyond_rule else walked
    )


def _allowed_values(
    counts: IntArray, fixed: NDArray[np.bool_], rule: RoundingRule, avoid: RevealingValues | None
) -> tuple[IntArray, IntArray]:
    """The two multiples for each cell, without those to `avoid` where another is left."""
    low, high = rounding_bounds(counts, fixed, rule)
    if avoid is not None:
        if avoid.earlier_bounds is not None:
            low, high = _avoid_revealing(avoid.earlier_bounds, (low, high), rule)
        low = np.where((low < avoid.minimum) & (high >= avoid.minimum), high, low)
    return low, high


def _draw_lowered(
    system: CellSystem, may_fall: NDArray[np.bool_], draw: np.random.Generator
) -> NDArray[np.bool_]:
    """The counts of the base that are to be shown as zero; a total of one of them alone goes with it."""
    lowered = np.asarray(may_fall & (draw.random(system.size) * EXCEPTION_INTERVAL < 1))
    alone = [
        (line.total, part)
        for line in system.lines
        if may_fall[line.total]
        for part in line.parts
        if may_fall[part]
    ]
    lowered[[total for total, _ in alone]] = False
    for _ in alone:
        before = lowered.copy()
        for total, part in alone:
            lowered[total] |= lowered[part]
        if np.array_equal(before, lowered):
            break
    return lowered


def _round_by_walk(
    system: CellSystem,
    span: tuple[IntArray, IntArray],
    cells: tuple[IntArray, NDArray[np.bool_]],
    rule: RoundingRule,
) -> IntArray | None:
    """A rounding found by a walk, its margins as near as possible; None if none adds up.

    `cells` are the counts, and which of them are to be shown as zero.
    """
    whole = expand_cells(system)
    low, high = (values // rule.base for values in span)
    margins = np.flatnonzero(~system.is_finest())
    none = np.zeros(whole.ties.shape[0], dtype=np.int64)
    walk = TableSearch(
        sparse.vstack([whole.matrix[margins], whole.ties]),
        RowLimits(np.append(low[margins], none), np.append(high[margins], none)),
        RowLimits(low[whole.finest_cells], high[whole.finest_cells]),
        rule.seed,
    )
    ends = whole.finest_cells
    counts, most = cells[0][ends], high[ends]
    start = _spread(counts, most, rule, walk.draw)
    walk.start_from(_lower(start, cells[1][ends], np.flatnonzero((start < most) & (counts > 0))))
    for _ in range(STARTS):
        if not walk.settle(min(MAX_STEPS, MIN_STEPS + STEPS_PER_SUM * walk.count_violated_rows)):
            break
    if whole.ties.shape[0] and (whole.ties @ walk.values).any():
        return None
    return np.asarray(whole.matrix @ walk.values * rule.base)


def _spread(
    counts: IntArray, high: IntArray, rule: RoundingRule, draw: np.random.Generator
) -> IntArray:
    """Every finest cell rounded, with the remainder passed on to the next: sums stay near."""
    weight = counts / rule.base
    weight[(counts == 0) & (high > 0)] = ZERO_WEIGHT / rule.base
    so_far = np.concatenate([[0.0], np.cumsum(weight)]) + draw.random()
    return np.diff(np.floor(so_far + 1e-9)).astype(np.int64)


def _lower(values: IntArray, lowered: NDArray[np.bool_], others: IntArray) -> IntArray:
    """The values with the lowered cells at zero, and each next one of the others higher instead."""
    values = values.copy()
    free = 0
    for place in np.flatnonzero(lowered & (values > 0)).tolist():
        free = max(free, int(np.searchsorted(others, place)))
        if free == len(others):
            break
        values[place] -= 1
        values[others[free]] += 1
        free += 1
    return values


def _avoid_revealing(
    seen: tuple[IntArray, IntArray], span: tuple[IntArray, IntArray], rule: RoundingRule
) -> tuple[IntArray, IntArray]:
    """Of the two values for each cell, those that keep it uncertain given earlier knowledge."""
    low, high = span
    bad_low, bad_high = (_is_revealing(value, seen, rule) for value in span)
    return np.where(bad_low & ~bad_high, high, low), np.where(bad_high & ~bad_low, low, high)


def _is_revealing(
    value: IntArray, seen: tuple[IntArray, IntArray], rule: RoundingRule
) -> NDArray[np.bool_]:
    """Whether a printed value and earlier knowledge reveal that a cell is few, or not empty."""
    least, most = np.maximum(0, value - rule.base + 1), value + rule.base - 1
    if rule.zeros is ZeroPolicy.PROTECTED:
        least = np.where(value == rule.base, 0, least)
        most = np.where(value == 0, rule.base, most)
    low, high = np.maximum(least, seen[0]), np.minimum(most, seen[1])
    is_stated = most < rule.base
    is_few = (high < rule.base) & ~is_stated
    is_present = (low > 0) & (low < rule.base) & (least == 0) & (rule.zeros is ZeroPolicy.PROTECTED)
    return np.asarray((low >= high) | is_few | is_present)


def _costs(
    counts: IntArray, low: IntArray, high: IntArray, draw: np.random.Generator
) -> FloatArray:
    """The extra cost of showing the higher multiple instead of the lower, with a small random part.

    A zero that was drawn to be shown as the base gets a low price, or none would ever be.
    """
    up = np.abs(high - counts) - np.abs(counts - low)
    cost = up.astype(float) + draw.uniform(-0.9, 0.9, len(counts))
    rises = (counts == 0) & (high > 0)
    return np.where(rises, draw.uniform(*EXCEPTION_COSTS, len(counts)), cost)


def _solve(
    system: CellSystem, span: tuple[IntArray, IntArray], cost: FloatArray, rule: RoundingRule
) -> IntArray:
    """The multiples of the base chosen for each cell so that all sums add up.

    The margins' bounds are soft: a slack in units of the base, at a price high enough to be a last
    resort.
    """
    low, high = span
    moving = np.flatnonzero(low < high)
    values = np.where(low < high, 0, low) // rule.base
    margins = np.flatnonzero(~system.is_finest())
    soft = 2 * len(margins)
    slack = system.matrix[:, margins]
    model = highspy.HighsLp()
    full = sparse.hstack([system.matrix[:, moving], slack, -slack]).tocsc()
    model.num_row_, model.num_col_ = full.shape
    model.col_cost_ = np.concatenate([cost[moving], np.full(soft, BEYOND_PENALTY)])
    model.col_lower_ = np.concatenate([low[moving] / rule.base, np.zeros(soft)])
    model.col_upper_ = np.concatenate([high[moving] / rule.base, np.full(soft, 1e6)])
    model.row_lower_ = model.row_upper_ = -(system.matrix @ values).astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = full.indptr
    model.a_matrix_.index_ = full.indices
    model.a_matrix_.value_ = full.data
    model.integrality_ = [highspy.HighsVarType.kInteger] * full.shape[1]
    solution = _run(model, rule.seconds)
    values[moving] = solution[: len(moving)]
    over, under = np.split(solution[len(moving) :], 2)
    values[margins] += over - under
    return np.asarray(values * rule.base)


def _run(model: highspy.HighsLp, seconds: float) -> IntArray:
    highs = QuietHighs()
    highs.setOptionValue("time_limit", limit_solver(seconds))
    highs.setOptionValue("mip_rel_gap", 0.01)
    highs.passModel(model)
    highs.run()
    solution = np.asarray(highs.getSolution().col_value)
    limit_solver(seconds)
    if highs.getInfo().primal_solution_status != FEASIBLE or len(solution) != model.num_col_:
        raise InputError("No rounding was found in the time given; roll the tables up.")
    return np.rint(solution).astype(np.int64)
