"""What else must be hidden: inequalities over cells, each proved by an attacker's dual prices.

A cut requires hiding enough of its weighted cells that the sum reaches one. Every safe choice
satisfies every cut, so the cheapest choice under all cuts is a bound on the best.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from saathi.engines.disclosure.attacker import RangeRequirement, UnmetRequirement
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.linear_programme import FloatArray
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.system import IntArray
from saathi.engines.disclosure.tables import ZeroPolicy, describe_cell

TINY = 1e-7


@dataclass(frozen=True)
class SuppressionCut:
    """Hide cells with weights of at least 1 in sum; if set, only if `required_hidden` is hidden."""

    cells: IntArray
    weights: FloatArray
    required_hidden: int | None = None

    @property
    def identity(self) -> tuple[bytes, bytes, int | None]:
        """A key that is equal for equal cuts."""
        return self.cells.tobytes(), self.weights.round(9).tobytes(), self.required_hidden


class CellNotProtectable(Exception):
    """The cell would be known too precisely even with every allowed cell hidden."""

    def __init__(self, cell: int) -> None:
        self.cell = cell
        super().__init__(str(cell))


class TableNotProtectable(InputError):
    """No set of suppressed cells protects this cell; the message names it and what to do."""

    def __init__(self, problem: SuppressionProblem, cell: int) -> None:
        self.cell = cell
        public = problem.policy.zeros is ZeroPolicy.PUBLIC
        super().__init__(
            f"{describe_cell(problem.system.keys[cell])} cannot be protected: everything around "
            f"it must be shown. Roll the table up{', or protect zeros' if public else ''}."
        )


def cut_proved_by_failure(
    problem: SuppressionProblem, failure: UnmetRequirement, hidden: IntArray
) -> SuppressionCut:
    """The cut proved by this failure."""
    if failure.prices is None:
        # Whole numbers do not reach the goal with these hidden: another cell must be hidden too.
        free = problem.may_hide & ~problem.always_hidden
        free[hidden] = False
        cells = np.flatnonzero(free)
        return _checked(problem, SuppressionCut(cells, np.ones(len(cells))), failure.need)
    moves = -(problem.system.matrix.T @ failure.prices)
    moves[failure.need.cell] += failure.need.sign
    return _cut(problem, failure.need, moves)


def _cut(problem: SuppressionProblem, need: RangeRequirement, moves: FloatArray) -> SuppressionCut:
    """Weak duality: a cell contributes what it may move in the priced direction."""
    distance = abs(need.goal - int(problem.counts[need.cell]))
    room = (problem.counts - problem.floor).clip(min=0)
    above = np.minimum(float(distance), moves * (problem.max_counts - problem.counts))
    gives = np.where(moves > TINY, above, np.where(moves < -TINY, -moves * room, 0.0))
    given = problem.always_hidden.copy()
    given[need.cell] = True
    gives[~problem.may_hide & ~given] = 0.0
    rest = distance - gives[given].sum()
    gives[given] = 0.0
    cells = np.flatnonzero(gives > TINY)
    if rest <= TINY:
        # Numerical noise: the prices prove nothing. Require any other cell that they involve.
        return _checked(problem, SuppressionCut(cells, np.ones(len(cells))), need)
    return _checked(problem, SuppressionCut(cells, np.minimum(gives[cells] / rest, 1.0)), need)


def _checked(
    problem: SuppressionProblem, cut: SuppressionCut, need: RangeRequirement
) -> SuppressionCut:
    if problem.always_hidden[need.cell]:
        if not len(cut.cells):
            raise CellNotProtectable(need.cell)
        return cut
    others = cut.cells != need.cell
    return SuppressionCut(cut.cells[others], cut.weights[others], need.cell)


def find_sum_cuts(problem: SuppressionProblem) -> Iterator[SuppressionCut]:
    """The cuts that need no attack: in every sum, what leaves one cell must enter another."""
    room = (problem.counts - problem.floor).clip(min=0)
    always = problem.always_hidden
    for line in problem.system.lines:
        cells = np.array([line.total, *line.parts])
        side = np.full(len(cells), -1.0)
        side[0] = 1.0
        seen: set[tuple[float, int]] = set()
        for place in np.flatnonzero(problem.sensitive[cells]):
            cell = int(cells[place])
            for sign, goal in ((1, problem.high[cell]), (-1, problem.low[cell])):
                distance = abs(int(goal) - int(problem.counts[cell]))
                if not distance or (side[place] * sign, distance) in seen:
                    continue
                # Up here is down at the other parts and up at the total.
                moves = -side * side[place] * sign
                gives = np.where(moves > 0, float(distance), room[cells].astype(float))
                gives[~problem.may_hide[cells] & ~always[cells]] = 0.0
                gives[place] = 0.0
                rest = distance - gives[always[cells]].sum()
                if rest <= 0:
                    continue
                seen.add((side[place] * sign, distance))
                gives[always[cells]] = 0.0
                used = gives > 0
                if not used.any():
                    raise CellNotProtectable(cell)
                yield SuppressionCut(cells[used], np.minimum(gives[used] / rest, 1.0))
