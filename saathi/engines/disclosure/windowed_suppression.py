"""Suppression of large tables: window by window, each attacked while everything else is unchanged.

What meets a need within a window meets it in the whole, so that the result is as safe as that of
the exact search. It may hide more than the fewest; a bound on the whole says how many more at most.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure import (
    cheapest,
    cuts,
    inference,
    move_with_totals,
    plane_cuts,
    set_cover,
    sum_bounds,
    thinning,
)
from saathi.engines.disclosure.attacker import TOLERANCE, RangeRequirement, Witness
from saathi.engines.disclosure.budget import TimeBudget
from saathi.engines.disclosure.expansion import CellExpansion, expand_cells
from saathi.engines.disclosure.grid import CellGrid
from saathi.engines.disclosure.linear_programme import FloatArray
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.system import CellSystem, IntArray
from saathi.engines.disclosure.tables import ZeroPolicy
from saathi.engines.disclosure.windowed_solution import WindowedSolution
from saathi.engines.disclosure.windows import (
    build_frame,
    build_window_around,
    cells_below,
    iterate_windows,
    requirements_within,
)
from saathi.engines.disclosure.witnesses import WitnessTables

# For each pass, the cells of a window and whether families are mixed in it.
PASSES = ((600, False), (800, True))
# Each remaining need gets its own window with so many other codes of each dimension. Repeated,
# because what is hidden for it may have to be protected too.
EXTRA_CODES_PER_WINDOW = (2, 6, 12, 12, 12, 24)
WIDEST, WIDEST_BY_PROOF = 30_000, 12_000
# How many of these windows are spent on larger cells that need not be able to be small.
WINDOWS_FOR_LARGER_CELLS = 1
# The seconds that may be spent on them, or half the time if that is more.
OVERTIME = 60.0
# The share of the time for the first choice, made from single sums.
FIRST_SHARE = 0.05
# And the share for planes to improve the bound, at the end.
PLANES_SHARE = 0.15
# In larger systems needs are met one after another, each as cheaply as possible; in smaller ones by
# proof.
PROVEN_CELLS = 20_000
FEW_REQUIREMENTS = 20
# A pass without growth ends if it met less than this share of so many needs.
LOOKED_AT, WORTHWHILE = 1_000, 0.1
# How often cells that only the whole reveals are protected, too.
MAX_ROUNDS = 4


# Meets the needs of a window that can be met there: returns the cells to hide, and whole tables
# found.
type PartSolver = Callable[
    [SuppressionProblem, Sequence[RangeRequirement]], tuple[NDArray[np.bool_], Sequence[Witness]]
]


@dataclass(frozen=True)
class PartSolvers:
    """How small enough parts are solved: a choice for a window, a proof for a plane."""

    solver: PartSolver
    prover: plane_cuts.PlaneProver


def choose_hidden_cells(
    problem: SuppressionProblem, seconds: float, seed: int, ways: PartSolvers
) -> WindowedSolution:
    """A safe choice; `open_needs` are those that no window could meet in the time."""
    return _WindowedSearch(problem, seconds, seed, ways).run()


class _WindowedSearch:
    def __init__(
        self, problem: SuppressionProblem, seconds: float, seed: int, ways: PartSolvers
    ) -> None:
        self.problem, self.solver, self.prover = problem, ways.solver, ways.prover
        self.cuts: dict[tuple[bytes, bytes, int | None], cuts.SuppressionCut] = {}
        self.budget, self.seed = TimeBudget(seconds), seed
        self.draw = np.random.default_rng(seed)
        self.costs: FloatArray = np.ones(problem.system.size)
        self.prices: FloatArray = 1.0 + 0.2 * self.draw.random(problem.system.size)
        counts = problem.counts
        self.choice = WindowedSolution(
            problem.always_hidden.copy(), WitnessTables(counts), counts.copy(), counts.copy()
        )
        self.frame = build_frame(problem.system, counts)
        self.ends = problem.system.is_finest()
        self.columns = problem.system.matrix.tocsc()

    @property
    def is_late(self) -> bool:
        return self.budget.is_exhausted

    @property
    def is_public(self) -> bool:
        return self.problem.policy.zeros is ZeroPolicy.PUBLIC

    @cached_property
    def expansion(self) -> CellExpansion:
        return expand_cells(self.problem.system)

    def run(self) -> WindowedSolution:
        """Meets needs pass by pass, the rest in separate windows, and finally with all totals."""
        first, needs = self._bound(), self.problem.list_requirements()
        if not self._is_exchanged:
            self.choice.hidden[first] = True
        if not self._is_exchanged or not self._exchange(needs):
            self._by_windows(needs)
        more = self._protect_from_inference(needs) if self.is_public else []
        self.choice.open_needs = self._open(needs) + more
        self._narrow()
        return self.choice

    def _by_windows(self, needs: list[RangeRequirement]) -> None:
        self._pass(needs, PASSES[0], grow=False)
        for _ in range(MAX_ROUNDS):
            for size in PASSES:
                self._pass(needs, size, grow=True)
                self._pass(self._required_small(), size, grow=True)
            late = self._revealed_by_whole()
            if not late or self.is_late:
                break
            needs += late
        self._finish(needs)

    @cached_property
    def _is_exchanged(self) -> bool:
        """Whether exchanges come first: not with public zeros, where too few cells may move."""
        return (
            not self.is_public
            and not self.is_late
            and CellGrid.is_possible_for(self.problem.system)
        )

    def _exchange(self, needs: Sequence[RangeRequirement]) -> bool:
        """Meets needs by exchanges between cells; returns whether all are met without windows."""
        exchanges = thinning.choose_by_exchanges(self.problem, needs, self.seed, self.budget)
        self.choice.hidden |= exchanges.hidden
        self._learn(np.arange(self.problem.system.size), exchanges.tables)
        return exchanges.is_complete and not self._open(needs)

    def _finish(self, needs: Sequence[RangeRequirement]) -> None:
        """Meets what the passes left open."""
        size = self.problem.system.size
        for more in EXTRA_CODES_PER_WINDOW:
            self._meet_in_own_windows(self._open(needs), more)
        if self._is_exchanged and self.is_late:
            # It costs more cells than a search of the whole, and no time.
            self._all_with_totals(lambda: self._open(needs))
        if size <= PROVEN_CELLS:
            for _ in range(MAX_ROUNDS):
                if left := self._open(needs):
                    self._window(np.arange(size), left, grow=True)
        self._all_with_totals(lambda: self._open(needs))

    def _all_with_totals(
        self, still: Callable[[], list[RangeRequirement]]
    ) -> list[RangeRequirement]:
        """Meets all open needs, also new ones, with totals; returns those that cannot be met."""
        while sum([self._with_totals(need) for need in still()]):
            pass
        return still()

    def _with_totals(self, need: RangeRequirement) -> bool:
        """Hides finest cells of a cell with all their totals, if that meets the need."""
        if self.choice.is_met(need):
            return False
        problem = self.problem
        hidden = self.choice.hidden.astype(np.int64)
        values = move_with_totals.move_with_totals(problem, self.expansion, hidden, need)
        if values is None:
            return False
        cells = np.flatnonzero(values != problem.counts)
        self.choice.hidden[cells] = True
        self._learn(np.arange(problem.system.size), [(cells, values[cells])])
        return True

    def _protect_from_inference(self, needs: Sequence[RangeRequirement]) -> list[RangeRequirement]:
        """With public zeros: no attacker may profit from knowing that a cell cannot be small.

        Every cell that was not seen to be small is treated as known to be larger, and the needs are
        met without it. If that is impossible, these cells must be able to be small; returns those
        that cannot.
        """
        for more in EXTRA_CODES_PER_WINDOW[:WINDOWS_FOR_LARGER_CELLS]:
            self._meet_in_own_windows(self._possibly_small(), more)
        if (size := self.problem.system.size) <= PROVEN_CELLS and (left := self._possibly_small()):
            self._window(np.arange(size), left, grow=True)
        plain, larger = self.problem, set[int]()
        while more_of_them := {need.cell for need in self._possibly_small()} - larger:
            larger |= more_of_them
            floor = plain.floor.copy()
            floor[list(larger)] = plain.policy.k
            self._use_problem(replace(plain, floor=floor))
            self._finish(needs)
            is_met = not self.choice.search_unmet(needs)
            self._use_problem(plain)
            if not is_met:
                return self._all_with_totals(self._possibly_small)
        return []

    def _use_problem(self, problem: SuppressionProblem) -> None:
        """Continues with this knowledge of the cells; contradicting tables no longer count."""
        self.problem = problem
        self.choice.low, self.choice.high = self.choice.witnesses.find_extremes(problem.floor)

    def _open(self, needs: Sequence[RangeRequirement]) -> list[RangeRequirement]:
        """The needs that no table is known to meet yet, including larger cells hidden on the way."""
        return self.choice.search_unmet(needs) + self._required_small()

    def _required_small(self) -> list[RangeRequirement]:
        """The larger cells that have to be able to be small: with protected zeros."""
        return [] if self.is_public else self._possibly_small()

    def _meet_in_own_windows(self, needs: Sequence[RangeRequirement], more: int) -> None:
        """Meets needs one by one, each in a window with all the counts that make up its cell."""
        frame, non_zero = self.frame, self.problem.counts > 0
        for need in needs:
            over = 0.0 if self._is_exchanged else max(OVERTIME, self.budget.seconds / 2)
            if self.budget.seconds_left < -over:
                return
            below = np.flatnonzero(cells_below(frame, need.cell) & self.ends & non_zero)
            inside = build_window_around(frame, np.append(below, need.cell), more, self.draw)
            if len(inside) <= WIDEST and not self.choice.is_met(need):
                self._window(
                    inside,
                    self.choice.search_unmet(list(requirements_within(needs, inside))),
                    grow=True,
                )

    def _revealed_by_whole(self) -> list[RangeRequirement]:
        """Larger hidden cells that the whole, but no window, proves to be present and perhaps few.

        With public zeros such proof reveals nothing.
        """
        problem, low = self.problem, self.choice.low
        if not problem.sensitive.any() or self.is_public:
            return []
        k = problem.policy.k
        hidden = self.choice.hidden & (problem.always_hidden | (low < self.choice.high))
        some = hidden & problem.larger_cells & (low >= k)
        attacker = inference.build_attacker(problem, hidden, [])
        sure = sum_bounds.lower_bounds(
            problem.system.matrix, problem.sums, attacker.lower, attacker.upper
        )
        cells = np.flatnonzero(some & (sure < k)).tolist()
        if problem.system.size > PROVEN_CELLS:
            # A solver takes minutes for one of them, so every cell that single sums do not prove to
            # be k or more is included.
            return [RangeRequirement(cell, -1, int(problem.floor[cell])) for cell in cells]
        requirements = []
        for cell in cells:
            if self.is_late:
                break
            floor = int(problem.floor[cell])
            answer, _ = attacker.find_furthest(RangeRequirement(cell, -1, floor))
            if floor < int(np.ceil(-answer.value - TOLERANCE)) < k:
                requirements.append(RangeRequirement(cell, -1, floor))
        return requirements

    def _bound(self) -> IntArray:
        """Cells that single sums require on their own; their price is a bound for all choices."""
        self.cuts = {cut.identity: cut for cut in cuts.find_sum_cuts(self.problem)}
        return self._cheapest().cells

    def _cheapest(self) -> set_cover.CoverSolution:
        order = self.draw.permutation(self.problem.system.size)
        seconds = self.budget.to_wall_seconds(self.budget.seconds * FIRST_SHARE)
        cover = set_cover.solve_set_cover(list(self.cuts.values()), self.costs, order, seconds)
        self.choice.bound = max(self.choice.bound, cover.bound)
        return cover

    def _narrow(self) -> None:
        """Tightens the bound by what planes prove."""
        system, budget = self.problem.system, TimeBudget(self.budget.seconds * PLANES_SHARE)
        if len(system.index) != system.size:
            return
        proofs = plane_cuts.find_plane_cuts(
            self.problem, self.frame, self.prover, lambda: budget.is_exhausted
        )
        self.cuts |= {cut.identity: cut for cut in proofs}
        self._cheapest()

    def _possibly_small(self) -> list[RangeRequirement]:
        """Hidden cells that are not small, not seen at their floor, and may be below k."""
        if not self.problem.sensitive.any():
            return []
        k, floor, low = self.problem.policy.k, self.problem.floor, self.choice.low
        open_to = self.choice.hidden & self.problem.larger_cells & (floor < low) & (low < k)
        return [RangeRequirement(int(c), -1, int(floor[c])) for c in np.flatnonzero(open_to)]

    def _pass(
        self, needs: Sequence[RangeRequirement], size: tuple[int, bool], *, grow: bool
    ) -> None:
        """Meets the needs window by window; without growth, ends when little is gained."""
        unmet = self.choice.search_unmet(needs)
        if not unmet:
            return
        cells = np.array([need.cell for need in unmet])
        goals = np.array([need.goal for need in unmet])
        is_up = np.array([need.sign > 0 for need in unmet])
        looked = met = 0
        for inside in iterate_windows(self.frame, size[0], self.draw if size[1] else None):
            is_inside = np.zeros(self.problem.system.size, dtype=bool)
            is_inside[inside] = True
            places = np.flatnonzero(is_inside[cells] & self.choice.open_goals(cells, goals, is_up))
            if self.is_late or (looked > LOOKED_AT and met < WORTHWHILE * looked):
                return
            if len(places):
                self._window(inside, [unmet[place] for place in places.tolist()], grow=grow)
            if len(places) and not grow:
                looked += len(places)
                still_open = self.choice.open_goals(cells[places], goals[places], is_up[places])
                met += len(places) - int(still_open.sum())

    def _window(self, inside: IntArray, needs: Sequence[RangeRequirement], *, grow: bool) -> None:
        view = self._view(inside)
        local = [replace(n, cell=int(np.searchsorted(inside, n.cell))) for n in needs]
        hidden = view.always_hidden.copy()
        attacker = inference.build_attacker(view, hidden, [])
        attacker.search_witnesses(local)
        self._learn(inside, attacker.witnesses)
        unmet = [need for need in local if not attacker.is_met(need)]
        if not grow or not unmet:
            return
        tables: Sequence[Witness]
        is_many = len(unmet) > FEW_REQUIREMENTS or len(inside) > WIDEST_BY_PROOF
        if self.problem.system.size > PROVEN_CELLS and is_many:
            hidden, tables = cheapest.meet_cheaply(view, unmet, self.prices[inside])
        else:
            hidden, tables = self.solver(view, unmet)
        self.choice.hidden[inside] |= hidden
        self._learn(inside, tables)

    def _view(self, inside: IntArray) -> SuppressionProblem:
        """The problem within the window: everything outside is unchanged."""
        whole = self.problem
        part = self.columns[:, inside].tocsr()
        part = part[np.flatnonzero(np.diff(part.indptr))]
        counts = whole.counts[inside]
        system = CellSystem([whole.system.keys[c] for c in inside.tolist()], {}, (), part)
        return SuppressionProblem(
            system,
            counts,
            whole.sensitive[inside],
            whole.low[inside],
            whole.high[inside],
            whole.floor[inside],
            whole.may_hide[inside],
            whole.policy,
            self.choice.hidden[inside],
            whole.max_counts[inside],
            part.astype(np.int64) @ counts,
        )

    def _learn(self, inside: IntArray, shown: Sequence[Witness]) -> None:
        """Keeps the tables that take some cell further than any before."""
        choice = self.choice
        for places, values in shown:
            cells = inside[places]
            is_news = np.any((values < choice.low[cells]) | (values > choice.high[cells]))
            if is_news and choice.hidden[cells].all():
                choice.witnesses.add_table(cells, values)
                choice.low[cells] = np.minimum(choice.low[cells], values)
                choice.high[cells] = np.maximum(choice.high[cells], values)
