"""The cheapest way to let one cell vary: which others must also move, and so be hidden.

One linear programme for each need; the cells it hides help all later needs.
"""

from collections.abc import Sequence

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from saathi.engines.disclosure import inference
from saathi.engines.disclosure.attacker import (
    UNBOUNDED,
    DisclosureAttacker,
    RangeRequirement,
    Witness,
)
from saathi.engines.disclosure.budget import limit_solver
from saathi.engines.disclosure.linear_programme import FloatArray, QuietHighs, build_model
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.system import IntArray

# The value of a step towards a goal, in steps of cells that have to be hidden for it.
WORTH = 20.0
# Goals are tried together until this many trials in a row meet less than this share of them.
IDLE, WORTHWHILE = 3, 0.02
TINY = 1e-6
# Seconds a solver may take for one answer, plus one second for each this many cells.
SECONDS, CELLS_A_SECOND = 5.0, 1_000


class CheapestMoves:
    """All ways in which the cells of a problem may differ from the truth; newly hidden ones cost."""

    def __init__(
        self, problem: SuppressionProblem, hidden: NDArray[np.bool_], prices: FloatArray
    ) -> None:
        self.problem, self.hidden = problem, hidden.copy()
        self.cells = np.flatnonzero(problem.may_hide | hidden)
        part = problem.system.matrix[:, self.cells]
        up = (problem.max_counts - problem.counts)[self.cells]
        self.up = np.where(up >= UNBOUNDED // 2, np.inf, up).astype(float)
        self.down = (problem.counts - problem.floor)[self.cells].clip(min=0).astype(float)
        self.ends = np.concatenate([self.up, self.down])
        many = len(self.cells)
        model = build_model(
            sparse.hstack([part, -part]),
            np.zeros(part.shape[0]),
            np.zeros(2 * many),
            self.ends,
        )
        self.prices = np.where(hidden[self.cells], 0.0, prices[self.cells])
        model.col_cost_ = np.tile(self.prices, 2)
        self._highs = QuietHighs()
        self._highs.setOptionValue("presolve", "off")
        self.seconds = SECONDS + many / CELLS_A_SECOND
        self._highs.passModel(model)

    def meet(self, need: RangeRequirement) -> IntArray | None:
        """The cheapest moves that bring the cell to its goal, or None; hides cells that move."""
        forward, back, distance = self._places(need)
        if distance > self.ends[forward]:
            return None
        self._bound({forward: (distance, distance), back: (0.0, 0.0)})
        moved = self._solve()
        self._bound({place: (0.0, float(self.ends[place])) for place in (forward, back)})
        return moved

    def satisfy_many(self, needs: Sequence[RangeRequirement]) -> IntArray | None:
        """The moves that reach as many goals as are worth it, or None; hides cells that move."""
        goals = [self._places(need) for need in needs]
        forward = np.array([place for place, _, _ in goals], dtype=np.int32)
        costs = self._highs.getLp().col_cost_
        before = np.asarray(costs)[forward]
        self._bound({place: (0.0, min(w, float(self.ends[place]))) for place, _, w in goals})
        self._highs.changeColsCost(len(forward), forward, before - WORTH)
        moved = self._solve()
        now = np.where(self.hidden[self.cells[forward % len(self.cells)]], 0.0, before)
        self._highs.changeColsCost(len(forward), forward, now)
        self._bound({place: (0.0, float(self.ends[place])) for place, _, _ in goals})
        return moved

    def _places(self, need: RangeRequirement) -> tuple[int, int, float]:
        """The columns that move the cell to its goal and away from it, and the distance."""
        place, many = int(np.searchsorted(self.cells, need.cell)), len(self.cells)
        distance = float(abs(need.goal - int(self.problem.counts[need.cell])))
        return (place, place + many, distance) if need.sign > 0 else (place + many, place, distance)

    def _bound(self, bounds: dict[int, tuple[float, float]]) -> None:
        columns = np.array(list(bounds), dtype=np.int32)
        low, high = np.array(list(bounds.values())).T
        self._highs.changeColsBounds(len(columns), columns, low.copy(), high.copy())

    def _solve(self) -> IntArray | None:
        self._highs.setOptionValue(
            "time_limit", self._highs.getRunTime() + limit_solver(self.seconds)
        )
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._highs.clearSolver()
            return None
        values, many = np.asarray(self._highs.getSolution().col_value), len(self.cells)
        moved = values[:many] - values[many:]
        self._hide(np.flatnonzero((np.abs(moved) > TINY) & (self.prices > 0)))
        whole = np.rint(moved).astype(np.int64)
        if np.abs(moved - whole).max(initial=0.0) > TINY:
            return None
        result = np.zeros(len(self.problem.counts), dtype=np.int64)
        result[self.cells] = whole
        return result

    def _hide(self, places: IntArray) -> None:
        if not len(places):
            return
        self.hidden[self.cells[places]] = True
        self.prices[places] = 0.0
        both = np.concatenate([places, places + len(self.cells)]).astype(np.int32)
        self._highs.changeColsCost(len(both), both, np.zeros(len(both)))


def meet_cheaply(
    problem: SuppressionProblem, needs: Sequence[RangeRequirement], prices: FloatArray
) -> tuple[NDArray[np.bool_], list[Witness]]:
    """The hidden cells including those that the needs require, and the whole tables found."""
    moves = CheapestMoves(problem, problem.always_hidden, prices)
    attacker = inference.build_attacker(problem, problem.may_hide | problem.always_hidden, [])
    draw = np.random.default_rng(0)
    for sign in (1, -1):
        idle = 0
        while idle < IDLE:
            left = [n for n in needs if n.sign == sign and not attacker.is_met(n)]
            some = [need for need in left if not idle or draw.random() < 1 / (1 + idle)]
            if not some:
                break
            _take(attacker, problem, moves.satisfy_many(some))
            met = sum(attacker.is_met(need) for need in left)
            idle = 0 if met > len(left) * WORTHWHILE else idle + 1
    for need in needs:
        if not attacker.is_met(need):
            _take(attacker, problem, moves.meet(need))
    return moves.hidden, attacker.witnesses


def _take(
    attacker: DisclosureAttacker, problem: SuppressionProblem, moved: IntArray | None
) -> None:
    if moved is not None:
        cells = np.flatnonzero(moved)
        attacker.add_witness_table(cells, problem.counts[cells] + moved[cells])
