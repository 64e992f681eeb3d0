"""Exchanges from several starts, then thinning: cells that no need requires are shown again.

The best of several choices is used. Its cells are shown again wherever other tables, which move
hidden cells only, still meet every need.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure.attacker import UNBOUNDED, RangeRequirement, Witness
from saathi.engines.disclosure.budget import TimeBudget
from saathi.engines.disclosure.exchanges import MAX_ROUNDS, ExchangeSearch
from saathi.engines.disclosure.grid import CellGrid
from saathi.engines.disclosure.linear_programme import FloatArray
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.system import IntArray
from saathi.engines.disclosure.tables import ZeroPolicy

# A cell stays hidden if showing it would leave more needs open than this.
MAX_BROKEN = 40
# How many starts are tried, if all of them together take less than this share of the time.
STARTS, STARTS_SHARE = 4, 0.4
# How often unmet needs are tried again.
MAX_REPETITIONS = 3
# The cap on how much use lowers the price of a cell, and the price factor of a cell not used.
MOST_USED, UNUSED = 4.0, 1.3
# The shares of the time after which no further start continues, and no cell is shown again: less if
# windows have to meet the rest.
STARTED_SHARE, THINNED_SHARE, THINNED_SHARE_BEFORE_WINDOWS = 0.5, 0.85, 0.6


@dataclass(frozen=True)
class ExchangeChoice:
    """A choice, the tables that prove which needs it meets, and whether it meets all."""

    hidden: NDArray[np.bool_]
    tables: list[Witness]
    is_complete: bool


def choose_by_exchanges(
    problem: SuppressionProblem, needs: Sequence[RangeRequirement], seed: int, budget: TimeBudget
) -> ExchangeChoice:
    """The best of several starts at meeting the needs, and those of larger cells, by exchanges."""
    grid, best = CellGrid(problem.system), None
    begun, worth = budget.seconds_left, None
    for start in range(STARTS):
        swaps = ExchangeSearch(problem, grid, seed + start, worth)
        # The first start may use all the time: what it leaves open costs windows far more.
        requirements = _met(swaps, needs, _late(budget, STARTED_SHARE if start else 1.0))
        key = sum(not swaps.is_met(need) for need in requirements), int(swaps.hidden.sum())
        if best is None or key < best[0]:
            best = key, swaps, requirements
        if (begun - budget.seconds_left) * (start + 2) / (
            start + 1
        ) > budget.seconds * STARTS_SHARE:
            break
        worth = _worth(swaps)
    assert best is not None
    (missed, _), swaps, requirements = best
    is_all = not missed and not swaps.list_undecided_requirements()
    # Including needs that were met incidentally: the tables that met them may become unnecessary.
    every = dict.fromkeys([*requirements, *swaps.list_larger_cell_requirements()])
    thinning = HiddenCellThinning(swaps, [need for need in every if swaps.is_met(need)])
    share = THINNED_SHARE if is_all else THINNED_SHARE_BEFORE_WINDOWS
    tables = thinning.run(_late(budget, share))
    return ExchangeChoice(swaps.hidden, tables, is_all)


def _late(budget: TimeBudget, share: float) -> Callable[[], bool]:
    """A check whether this share of the time is used up."""
    return lambda: budget.seconds_left < budget.seconds * (1 - share)


def _met(
    swaps: ExchangeSearch, needs: Sequence[RangeRequirement], is_late: Callable[[], bool]
) -> list[RangeRequirement]:
    """Meets the needs, then those of the hidden larger cells; returns all of these needs."""
    requirements = [needs[place] for place in swaps.draw.permutation(len(needs)).tolist()]
    swaps.satisfy_all(requirements, is_late)
    larger = dict[int, RangeRequirement]()
    if swaps.problem.policy.zeros is ZeroPolicy.PROTECTED:
        for turn in range(MAX_ROUNDS):
            # Unmet needs are tried again, since other random codes are used.
            remaining = [
                need for need in requirements if turn < MAX_REPETITIONS and not swaps.is_met(need)
            ]
            more = {need.cell: need for need in swaps.list_undecided_requirements()}
            larger |= more
            if is_late() or not (remaining or more):
                break
            swaps.satisfy_all([*remaining, *more.values()], is_late)
    return requirements + list(larger.values())


def _worth(swaps: ExchangeSearch) -> FloatArray:
    """The price factors of cells for the next start: low if many tables moved them, higher if none."""
    used = np.zeros(len(swaps.hidden))
    for cells, _ in swaps.found:
        used[cells] += 1
    besides = swaps.hidden & ~swaps.problem.always_hidden
    typical = max(1.0, float(np.median(used[besides]))) if besides.any() else 1.0
    return np.where(besides, 1 / (1 + np.minimum(used / typical, MOST_USED)), UNUSED)


class HiddenCellThinning:
    """Which of the tables found meets which need, and how often each is met."""

    def __init__(self, swaps: ExchangeSearch, needs: Sequence[RangeRequirement]) -> None:
        self.swaps, self.needs = swaps, needs
        size = swaps.problem.system.size
        self._number = np.full((2, size), -1, np.int64)
        self._goal = np.array([np.full(size, UNBOUNDED), np.full(size, -UNBOUNDED)])
        for number, need in enumerate(needs):
            way = 0 if need.sign > 0 else 1
            self._number[way, need.cell], self._goal[way, need.cell] = number, need.goal
        self.count = np.zeros(len(needs), np.int64)
        self._meets: list[IntArray] = []
        self._is_alive: list[bool] = []
        self._touching: dict[int, list[int]] = defaultdict(list)
        self._extra = ~swaps.problem.always_hidden
        self._take_new()

    def run(self, is_late: Callable[[], bool]) -> list[Witness]:
        """Shows cells until no more can be, or time is up; returns the remaining tables."""
        is_better = True
        while is_better and not is_late():
            is_better = False
            for cell in self._order():
                if is_late():
                    break
                is_better |= self._try_to_show(cell)
        all_tables = self.swaps.found
        return [
            table for table, is_alive in zip(all_tables, self._is_alive, strict=True) if is_alive
        ]

    def _order(self) -> list[int]:
        """The secondary cells, first those that the fewest needs depend on."""
        alone = self.count == 1
        weight: dict[int, int] = defaultdict(int)
        for number, (meets, is_alive) in enumerate(zip(self._meets, self._is_alive, strict=True)):
            if is_alive and (critical := int(alone[meets].sum())):
                for cell in self.swaps.found[number][0][self._extra[self.swaps.found[number][0]]]:
                    weight[int(cell)] += critical
        cells = np.flatnonzero(self.swaps.hidden & self._extra).tolist()
        return sorted(cells, key=lambda cell: (weight[cell], cell))

    def _try_to_show(self, cell: int) -> bool:
        """Shows the cell if all needs are met without it; returns whether they are."""
        own = [number for number in self._touching[cell] if self._is_alive[number]]
        lost = np.concatenate([*(self._meets[number] for number in own), np.zeros(0, np.int64)])
        numbers, times = np.unique(lost, return_counts=True)
        broken = [
            number
            for number in numbers[self.count[numbers] == times].tolist()
            if self.needs[number].cell != cell
        ]
        if len(broken) > MAX_BROKEN:
            return False
        before = self.count[broken].copy()
        self.swaps.price[cell] = np.inf
        self.swaps.satisfy_without_hiding([self.needs[number] for number in broken], is_again=True)
        self._take_new()
        for number, known in zip(broken, before.tolist(), strict=True):
            if self.count[number] == known and not self._is_met_anyway(self.needs[number]):
                self.swaps.price[cell] = 0.0
                return False
        self.swaps.hidden[cell] = False
        self.count[numbers] -= times
        for number in own:
            self._is_alive[number] = False
        return True

    def _is_met_anyway(self, need: RangeRequirement) -> bool:
        is_met = self.swaps.meet(need, 0.0)
        self._take_new()
        return is_met

    def _take_new(self) -> None:
        for cells, values in self.swaps.found[len(self._meets) :]:
            number = len(self._meets)
            up = self._number[0, cells][values >= self._goal[0, cells]]
            down = self._number[1, cells][values <= self._goal[1, cells]]
            meets = np.concatenate([up[up >= 0], down[down >= 0]])
            self._meets.append(meets)
            self._is_alive.append(True)
            self.count[meets] += 1
            for cell in cells[self._extra[cells]].tolist():
                self._touching[cell].append(number)
