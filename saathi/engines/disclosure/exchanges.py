"""Meets needs by exchanges: one child more here, one less there, and all totals are unchanged.

The fast method for large tables. It tries few exchanges for each need, beginning with those that
move hidden cells, and hides other cells that move. Unmet needs are left to windows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure import inference, sum_bounds
from saathi.engines.disclosure.attacker import UNBOUNDED, RangeRequirement, Witness
from saathi.engines.disclosure.bulk_exchanges import UNREACHABLE_DISTANCE, BulkExchanges, CellSlack
from saathi.engines.disclosure.grid import NOBODY, CellGrid
from saathi.engines.disclosure.linear_programme import FloatArray
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.system import IntArray

# Number of other codes tried in each dimension for a need, and of finest cells tried for a total.
CODES_TRIED, FINEST_CELLS_TRIED = 4, 4
# Maximum number of code combinations: with many dimensions, fewer codes are tried.
MAX_COMBINATIONS = 3_000
# Cells from which more must later be removed cost more: this much for each doubling beyond k.
DOUBLING = 0.2
# The cost of an exchange that hides nothing, so that a large one is preferred to many small ones.
TROUBLE = 0.3
# The random part of cell prices and of the order of codes; and the weight of room in that order.
NOISE, ROOM = 0.5, 0.2
ENOUGH_EXCHANGES = 5
# Number of needs processed together, before single ones.
BATCH_SIZE = 256
# Number of rounds in which larger cells hidden along the way are met one by one.
MAX_ROUNDS = 12


@dataclass(frozen=True)
class CellExchange:
    """Cells that each move by one in these directions, a number of times, at a price."""

    cells: IntArray
    signs: IntArray
    times: int
    price: float

    @property
    def cost_per_step(self) -> float:
        """The cost of one step towards the goal."""
        return (self.price + TROUBLE) / self.times


class ExchangeSearch:
    """The hidden cells and the exchanges found, whose tables all agree with what is shown."""

    def __init__(
        self,
        problem: SuppressionProblem,
        grid: CellGrid,
        seed: int = 0,
        worth: FloatArray | None = None,
    ) -> None:
        """Prepares the search; `worth` is a factor on each cell's usual price."""
        self.problem, self.grid = problem, grid
        self.draw = np.random.default_rng(seed)
        counts, size = problem.counts, problem.system.size
        self.hidden = problem.always_hidden.copy()
        self.low, self.high = counts.copy(), counts.copy()
        self.found: list[Witness] = []
        k = max(1, problem.policy.k)
        prices = 1.0 + NOISE * self.draw.random(size)
        prices += DOUBLING * np.log2(np.maximum(counts, k) / k)
        prices *= 1.0 if worth is None else worth
        prices[~(problem.may_hide | problem.always_hidden)] = np.inf
        # One extra place, for combinations that are no cell.
        self.price: FloatArray = np.append(np.where(self.hidden, 0.0, prices), 0.0)
        self._down = np.append(counts - problem.floor, UNBOUNDED)
        self._up = np.append(np.minimum(problem.max_counts - counts, UNBOUNDED), UNBOUNDED)
        self._down32, self._up32 = (
            np.minimum(room, UNREACHABLE_DISTANCE).astype(np.int32)
            for room in (self._down, self._up)
        )
        self._free = BulkExchanges(grid, self.draw)

    def is_met(self, need: RangeRequirement) -> bool:
        """Whether a table was found that reaches the goal."""
        if need.sign > 0:
            return bool(self.high[need.cell] >= need.goal)
        return bool(self.low[need.cell] <= need.goal)

    def meet(self, need: RangeRequirement, most: float = np.inf) -> bool:
        """Hides the cells of a table that reaches the goal for at most `most`; False if none."""
        remaining = abs(need.goal - int(self.problem.counts[need.cell]))
        down, up = self._down.copy(), self._up.copy()
        paid: list[tuple[IntArray, FloatArray]] = []
        touched: list[IntArray] = []
        spent = 0.0
        while remaining > 0:
            step = self._next(need, remaining, (down, up), most - spent)
            if step is None:
                break
            down[step.cells] += step.signs * step.times
            up[step.cells] -= step.signs * step.times
            new = step.cells[self.price[step.cells] > 0]
            paid.append((new, self.price[new]))
            self.price[new] = 0.0
            touched.append(step.cells)
            spent += step.price
            remaining -= step.times
        is_met = remaining <= 0 and self._keep(np.unique(np.concatenate(touched)), down)
        for cells, prices in paid:
            # A cell that moved back again need not be hidden.
            newly_hidden = ~self.hidden[cells]
            self.price[cells[newly_hidden]] = prices[newly_hidden]
        return is_met

    def satisfy_all(self, needs: Sequence[RangeRequirement], is_late: Callable[[], bool]) -> None:
        """Meets needs one by one until the time is up; first those without cost, some together."""
        for start in range(0, len(needs), BATCH_SIZE):
            if is_late():
                return
            for need in self.satisfy_without_hiding(needs[start : start + BATCH_SIZE]):
                if is_late():
                    return
                if not self.is_met(need):
                    self.meet(need)

    def satisfy_without_hiding(
        self, needs: Sequence[RangeRequirement], *, is_again: bool = False
    ) -> list[RangeRequirement]:
        """Meets needs by one exchange each among hidden cells; returns the unmet ones.

        With `is_again`, also needs already met, since the cells that met them will be shown.
        """
        open_needs = [need for need in needs if is_again or not self.is_met(need)]
        if not open_needs:
            return []
        counts = self.problem.counts
        goals = np.array([abs(need.goal - int(counts[need.cell])) for need in open_needs])
        is_hidden = self.price == 0
        room = CellSlack(
            *(np.where(is_hidden, distance, 0) for distance in (self._down32, self._up32))
        )
        tables = list(self._free.find_tables(open_needs, goals, room))
        for (cells, moves), do_sums_hold in zip(
            tables, self.grid.do_all_sums_hold(tables), strict=True
        ):
            if do_sums_hold:
                self._take(cells, counts[cells] + moves)
        return [need for need in open_needs if not self.is_met(need)]

    def list_undecided_requirements(self) -> list[RangeRequirement]:
        """The larger hidden cells neither seen at their floor nor proved to be k by single sums."""
        return [need for need in self.list_larger_cell_requirements() if not self.is_met(need)]

    def list_larger_cell_requirements(self) -> list[RangeRequirement]:
        """All larger hidden cells not proved to be k by sums: each needs a table at its floor."""
        problem, hidden = self.problem, self.hidden
        some = hidden & problem.larger_cells
        if not some.any() or not problem.sensitive.any():
            return []
        attacker = inference.build_attacker(problem, hidden, [])
        sure = sum_bounds.lower_bounds(
            problem.system.matrix, problem.sums, attacker.lower, attacker.upper
        )
        cells = np.flatnonzero(some & (sure < problem.policy.k))
        return [RangeRequirement(int(cell), -1, int(problem.floor[cell])) for cell in cells]

    def _keep(self, cells: IntArray, down: IntArray) -> bool:
        counts = self.problem.counts[cells]
        values = down[cells] + self.problem.floor[cells]
        if not self.grid.do_sums_hold(cells, values - counts):
            return False
        moved = values != counts
        self._take(cells[moved], values[moved])
        return True

    def _take(self, cells: IntArray, values: IntArray) -> None:
        self.hidden[cells] = True
        self.low[cells] = np.minimum(self.low[cells], values)
        self.high[cells] = np.maximum(self.high[cells], values)
        self.found.append((cells, values))

    def _next(
        self, need: RangeRequirement, left: int, room: tuple[IntArray, IntArray], most: float
    ) -> CellExchange | None:
        """The cheapest exchange, at most `most`, that brings the cell closer; None if none.

        If the most promising codes lead nowhere, as many as allowed are tried.
        """
        ends = self._ends(need, room[0])
        dimensions = max(1, int((self.grid.codes[:, need.cell] > 0).sum()))
        widest = int(MAX_COMBINATIONS ** (1 / dimensions)) - 1
        best = self._cheapest_of(need, left, ends, room, (most, min(CODES_TRIED, widest)))
        if best is None and most and widest > CODES_TRIED:
            best = self._cheapest_of(need, left, ends, room, (most, widest))
        return best

    def _cheapest_of(
        self,
        need: RangeRequirement,
        left: int,
        ends: list[int],
        room: tuple[IntArray, IntArray],
        limits: tuple[float, int],
    ) -> CellExchange | None:
        """The cheapest exchange of these finest cells; `limits` are its price, and the codes tried."""
        best: CellExchange | None = None
        for end in ends:
            exchange = self._cheapest(
                RangeRequirement(end, need.sign, left), need.cell, room, limits
            )
            if exchange and (best is None or exchange.cost_per_step < best.cost_per_step):
                best = exchange
            if best and best.price == 0 and best.times >= left:
                break
        return best

    def _ends(self, need: RangeRequirement, down: IntArray) -> list[int]:
        """Finest cells of a cell: first hidden ones with room, else random ones."""
        if self.grid.ends[need.cell]:
            return [need.cell]
        own = self.grid.finest_cells_of(need.cell)
        if need.sign < 0:
            own = own[down[own] > 0]
        worth = self.price[own] + NOISE * self.draw.random(len(own))
        if need.sign < 0:
            worth = worth - ROOM * np.minimum(down[own], ENOUGH_EXCHANGES)
        return [int(end) for end in own[np.argsort(worth)[:FINEST_CELLS_TRIED]]]

    def _cheapest(
        self,
        step: RangeRequirement,
        asked: int,
        room: tuple[IntArray, IntArray],
        limits: tuple[float, int],
    ) -> CellExchange | None:
        """The cheapest exchange of a finest cell that moves the cell as far as `step` says."""
        (down, up), (most, tried) = room, limits
        cells, signs = self.grid.exchanges(self._options(step, asked, down, tried))
        signs = signs * step.sign
        prices = np.where(signs != 0, self.price[cells], 0.0).sum(1)
        far = np.where(signs < 0, down[cells], np.where(signs > 0, up[cells], UNBOUNDED)).min(1)
        times = np.minimum(far, step.goal)
        can = (times > 0) & np.isfinite(prices) & (prices <= most)
        dear = np.where(can, (prices + TROUBLE) / np.maximum(times, 1), np.inf)
        row = int(dear.argmin())
        if not can[row]:
            return None
        moves = signs[row] != 0
        own, way = (values[row][moves].astype(np.int64) for values in (cells, signs))
        return CellExchange(own, way, int(times[row]), float(prices[row]))

    def _options(
        self, step: RangeRequirement, cell: int, down: IntArray, tried: int
    ) -> list[list[tuple[int, int]]]:
        """The options in each dimension: staying with all totals, or the most promising codes."""
        grid, end = self.grid, step.cell
        options: list[list[tuple[int, int]]] = []
        elsewhere = self._elsewhere(step, down)
        codes_of = grid.codes[:, end].tolist(), grid.codes[:, cell].tolist()
        for dimension, (own, asked) in enumerate(zip(*codes_of, strict=True)):
            if not own:
                options.append([(int(elsewhere[dimension]), NOBODY)])
                continue
            stays = (own, NOBODY)
            if not asked:
                options.append([stays])
                continue
            codes = np.arange(1, grid.many[dimension])
            cells = grid.at[int(grid.place[end]) + (codes - own) * grid.strides[dimension]]
            can = grid.ends[cells] & (codes != own)
            if asked != own:
                can &= ~grid.is_within(dimension, codes, asked)
            picked = self._best(cells[can], -step.sign, down, tried)
            options.append([stays, *((own, int(code)) for code in codes[can][picked])])
        return options

    def _elsewhere(self, step: RangeRequirement, down: IntArray) -> IntArray:
        """The codes of a finest cell, and where linked tables count the child.

        For missing dimensions: the codes of one finest cell of each such table.
        """
        grid, codes = self.grid, self.grid.codes[:, step.cell].copy()
        for shape in grid.shapes:
            missing = shape[codes[shape] == 0]
            if len(missing) and codes[shape].any():
                cells, others = grid.find_finer_cells(codes[:, None], shape, missing)
                can = grid.ends[cells[0]]
                picked = self._best(cells[0][can], step.sign, down, 1)
                if len(picked):
                    codes[missing] = others[:, can][:, picked[0]]
        return codes

    def _best(self, cells: IntArray, sign: int, down: IntArray, many: int) -> NDArray[np.int64]:
        """The indices of cells to move: hidden ones with room first, with a small random part."""
        worth = self.price[cells] + NOISE * self.draw.random(len(cells))
        if sign < 0:
            worth = np.where(
                down[cells] > 0, worth - ROOM * np.minimum(down[cells], ENOUGH_EXCHANGES), np.inf
            )
        picked = np.argpartition(worth, many)[:many] if many < len(cells) else np.arange(len(cells))
        return np.asarray(picked[np.isfinite(worth[picked])])
