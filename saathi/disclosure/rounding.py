"""Controlled rounding: every count moved to a multiple of the base, and all sums still add.

Zeros public: a count moves by less than the base and a zero stays a zero. Zeros protected: a zero may
be shown as the base and the base as a zero, so that neither says whether there was a child.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from saathi.disclosure.errors import InputError
from saathi.disclosure.programme import QuietHighs, Reals
from saathi.disclosure.system import Numbers, System
from saathi.disclosure.tables import Zeros

# Of the zeros that may be shown as the base, about one in so many is proposed for it.
ONE_ZERO_IN = 12
# What a margin costs for each base that it lies beyond its bounds, where nothing else is possible.
BEYOND = 1_000.0
FEASIBLE = 2  # HiGHS: a solution was found


@dataclass(frozen=True)
class Rounding:
    """The rounded counts, and how many cells had to move further than the rule says."""

    values: Numbers
    beyond: int

    def distance(self, counts: Numbers) -> float:
        """The mean distance between shown and true counts."""
        return float(np.abs(self.values - counts).mean())


@dataclass(frozen=True)
class Rule:
    """Base, zero policy, and the seed that decides among equals: the same tables, the same result."""

    base: int = 5
    zeros: Zeros = Zeros.PROTECTED
    seed: int = 0
    seconds: float = 60.0


def bounds(counts: Numbers, fixed: NDArray[np.bool_], rule: Rule) -> tuple[Numbers, Numbers]:
    """The lowest and the highest multiple of the base that each count may be shown as."""
    low, high = counts // rule.base, -(-counts // rule.base)
    if rule.zeros is Zeros.PROTECTED:
        high = np.where((counts == 0) & ~fixed, 1, high)
        low = np.where(counts == rule.base, 0, low)
    return low * rule.base, high * rule.base


def round_counts(system: System, counts: Numbers, fixed: NDArray[np.bool_], rule: Rule) -> Rounding:
    """The rounding nearest to the counts; `fixed` are zeros that can be nothing else.

    Where no rounding within the rule exists (three dimensions and more allow that), margins move
    further, as few as possible; `beyond` says how many.
    """
    low, high = bounds(counts, fixed, rule)
    draw = np.random.default_rng(rule.seed)
    cost = _costs(counts, low, high, draw)
    ends = system.ends()
    closed = ends & (counts == 0) & (high > 0)
    high = np.where(closed & (draw.random(system.size) * ONE_ZERO_IN >= 1), 0, high)
    values = _solve(system, (low, high), cost, rule)
    far = (values < bounds(counts, fixed, rule)[0]) | (values > bounds(counts, fixed, rule)[1])
    return Rounding(values, int(far.sum()))


def _costs(counts: Numbers, low: Numbers, high: Numbers, draw: np.random.Generator) -> Reals:
    """What showing the higher multiple costs more than the lower, a little by chance.

    A zero that was drawn to be shown as the base has its price paid, or none would ever be.
    """
    up = np.abs(high - counts) - np.abs(counts - low)
    cost = up.astype(float) + draw.uniform(-0.9, 0.9, len(counts))
    rises = (counts == 0) & (high > 0)
    return np.where(rises, draw.uniform(-6.0, 2.0, len(counts)), cost)


def _solve(system: System, span: tuple[Numbers, Numbers], cost: Reals, rule: Rule) -> Numbers:
    """Chooses one of the two multiples for each cell so that all sums add.

    The margins' bounds are soft: a slack in units of the base, at a price that is paid last.
    """
    low, high = span
    moving = np.flatnonzero(low < high)
    values = np.where(low < high, 0, low) // rule.base
    margins = np.flatnonzero(~system.ends())
    soft = 2 * len(margins)
    slack = system.matrix[:, margins]
    model = highspy.HighsLp()
    full = sparse.hstack([system.matrix[:, moving], slack, -slack]).tocsc()
    model.num_row_, model.num_col_ = full.shape
    model.col_cost_ = np.concatenate([cost[moving], np.full(soft, BEYOND)])
    model.col_lower_ = np.concatenate([low[moving] / rule.base, np.zeros(soft)])
    model.col_upper_ = np.concatenate([high[moving] / rule.base, np.full(soft, 1e6)])
    model.row_lower_ = model.row_upper_ = -(system.matrix @ values).astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = full.indptr
    model.a_matrix_.index_ = full.indices
    model.a_matrix_.value_ = full.data
    model.integrality_ = [highspy.HighsVarType.kInteger] * full.shape[1]
    found = _run(model, rule.seconds)
    values[moving] = found[: len(moving)]
    over, under = np.split(found[len(moving) :], 2)
    values[margins] += over - under
    return np.asarray(values * rule.base)


def _run(model: highspy.HighsLp, seconds: float) -> Numbers:
    highs = QuietHighs()
    highs.setOptionValue("time_limit", seconds)
    highs.setOptionValue("mip_rel_gap", 0.01)
    highs.passModel(model)
    highs.run()
    found = np.asarray(highs.getSolution().col_value)
    if highs.getInfo().primal_solution_status != FEASIBLE or len(found) != model.num_col_:
        raise InputError("No rounding was found in the time given; roll the tables up.")
    return np.rint(found).astype(np.int64)
