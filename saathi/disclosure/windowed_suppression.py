"""Suppression of large tables: window by window, each attacked while all else stays as it is.

What meets a need within a window meets it in the whole, so that the result is as safe as that of the
exact search. It may hide more than the fewest; how many more at most is told by a bound on the whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from saathi.disclosure import (
    cheapest,
    cuts,
    inference,
    move_with_totals,
    planes,
    set_cover,
    sum_bounds,
    thinning,
)
from saathi.disclosure.attacker import TOLERANCE, RangeRequirement, Witness
from saathi.disclosure.budget import TimeBudget
from saathi.disclosure.expansion import CellExpansion, expand_cells
from saathi.disclosure.grid import CellGrid
from saathi.disclosure.linear_programme import FloatArray
from saathi.disclosure.policy import SuppressionProblem
from saathi.disclosure.system import CellSystem, IntArray
from saathi.disclosure.tables import ZeroPolicy
from saathi.disclosure.windowed_solution import WindowedSolution
from saathi.disclosure.windows import (
    build_frame,
    build_window_around,
    cells_below,
    iterate_windows,
    requirements_within,
)
from saathi.disclosure.witnesses import WitnessTables

# Cells of a window in the passes that follow each other, and whether families are mixed in it.
PASSES = ((600, False), (800, True))
# Needs that are left have windows of their own: with so many other codes of each dimension. Again, since
# what is hidden for them may have to be protected too.
EXTRA_CODES_PER_WINDOW = (2, 6, 12, 12, 12, 24)
WIDEST, WIDEST_BY_PROOF = 30_000, 12_000
# So many of these windows are spent on larger cells that need not be able to be small.
WINDOWS_FOR_LARGER_CELLS = 1
# So many seconds, or half the time more, may be spent on them.
OVERTIME = 60.0
# The share of the time that the first choice, made from single sums, may take.
FIRST_SHARE = 0.05
# And the share that planes may take to bring the bound nearer, at the end.
PLANES_SHARE = 0.15
# In larger systems needs are met one after the other, each as cheaply as can be; else by proof.
PROVEN_CELLS = 20_000
FEW_REQUIREMENTS = 20
# A look without growth ends where it met less than this share of so many needs.
LOOKED_AT, WORTHWHILE = 1_000, 0.1
# How often cells that only the whole gives away are protected besides.
MAX_ROUNDS = 4


# Meets the needs of a window, but those that cannot be met there: the cells to hide, and whole tables seen.
type PartSolver = Callable[
    [SuppressionProblem, Sequence[RangeRequirement]], tuple[NDArray[np.bool_], Sequence[Witness]]
]


@dataclass(frozen=True)
class PartSolvers:
    """How parts that are small enough are solved: a choice for a window, a proof for a plane."""

    solver: PartSolver
    prover: planes.PlaneProver


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
        return self.budget.is_used_up

    @property
    def is_public(self) -> bool:
        return self.problem.policy.zeros is ZeroPolicy.PUBLIC

    @cached_property
    def expansion(self) -> CellExpansion:
        return expand_cells(self.problem.system)

    def run(self) -> WindowedSolution:
        """Pass by pass; what is left is met in windows of its own, and at last with all totals."""
        first, needs = self._bound(), self.problem.list_requirements()
        if not self._is_exchanged:
            self.choice.hidden[first] = True
        if not self._is_exchanged or not self._exchange(needs):
            self._by_windows(needs)
        more = self._against_inference(needs) if self.is_public else []
        self.choice.open_needs = self._open(needs) + more
        self._narrow()
        return self.choice

    def _by_windows(self, needs: list[RangeRequirement]) -> None:
        self._pass(needs, PASSES[0], grow=False)
        for _ in range(MAX_ROUNDS):
            for size in PASSES:
                self._pass(needs, size, grow=True)
                self._pass(self._asked_between(), size, grow=True)
            late = self._late()
            if not late or self.is_late:
                break
            needs += late
        self._finish(needs)

    @cached_property
    def _is_exchanged(self) -> bool:
        """Whether exchanges come first: where zeros are public too few cells may move."""
        return (
            not self.is_public
            and not self.is_late
            and CellGrid.is_possible_for(self.problem.system)
        )

    def _exchange(self, needs: Sequence[RangeRequirement]) -> bool:
        """Meets what exchanges between cells meet; whether that is all, else windows go on."""
        found = thinning.choose_by_exchanges(self.problem, needs, self.seed, self.budget)
        self.choice.hidden |= found.hidden
        self._learn(np.arange(self.problem.system.size), found.tables)
        return found.is_complete and not self._open(needs)

    def _finish(self, needs: Sequence[RangeRequirement]) -> None:
        """Meets what the passes left open."""
        size = self.problem.system.size
        for more in EXTRA_CODES_PER_WINDOW:
            self._around(self._open(needs), more)
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
        """Meets all that is open so, and what opens on the way; left is what cannot be met so."""
        while sum([self._with_totals(need) for need in still()]):
            pass
        return still()

    def _with_totals(self, need: RangeRequirement) -> bool:
        """Hides finest cells of a cell with all their totals, where that meets the need."""
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

    def _against_inference(self, needs: Sequence[RangeRequirement]) -> list[RangeRequirement]:
        """Public zeros: whoever takes a cell that cannot be small for a larger one may not profit.

        Every cell that was not seen to be small counts as such a one, and the needs are met without it.
        Where that cannot be, these cells have to be able to be small; left are those that are not.
        """
        for more in EXTRA_CODES_PER_WINDOW[:WINDOWS_FOR_LARGER_CELLS]:
            self._around(self._between(), more)
        if (size := self.problem.system.size) <= PROVEN_CELLS and (left := self._between()):
            self._window(np.arange(size), left, grow=True)
        plain, larger = self.problem, set[int]()
        while more_of_them := {need.cell for need in self._between()} - larger:
            larger |= more_of_them
            floor = plain.floor.copy()
            floor[list(larger)] = plain.policy.k
            self._know(replace(plain, floor=floor))
            self._finish(needs)
            is_met = not self.choice.list_unmet(needs)
            self._know(plain)
            if not is_met:
                return self._all_with_totals(self._between)
        return []

    def _know(self, problem: SuppressionProblem) -> None:
        """Goes on with what is known of the cells there; tables that do not agree no longer count."""
        self.problem = problem
        self.choice.low, self.choice.high = self.choice.witnesses.find_extremes(problem.floor)

    def _open(self, needs: Sequence[RangeRequirement]) -> list[RangeRequirement]:
        """What no table was seen to meet yet, with the larger cells hidden on the way."""
        return self.choice.list_unmet(needs) + self._asked_between()

    def _asked_between(self) -> list[RangeRequirement]:
        """The larger cells that have to be able to be small: where zeros are protected."""
        return [] if self.is_public else self._between()

    def _around(self, needs: Sequence[RangeRequirement], more: int) -> None:
        """Meets needs one by one, each in a window that holds all the counts its cell is made of."""
        frame, there = self.frame, self.problem.counts > 0
        for need in needs:
            over = 0.0 if self._is_exchanged else max(OVERTIME, self.budget.seconds / 2)
            if self.budget.seconds_left < -over:
                return
            below = np.flatnonzero(cells_below(frame, need.cell) & self.ends & there)
            inside = build_window_around(frame, np.append(below, need.cell), more, self.draw)
            if len(inside) <= WIDEST and not self.choice.is_met(need):
                self._window(
                    inside,
                    self.choice.list_unmet(list(requirements_within(needs, inside))),
                    grow=True,
                )

    def _late(self) -> list[RangeRequirement]:
        """Larger hidden cells that the whole, as no window does, proves to be there and perhaps few.

        Where zeros are public that alone tells nothing.
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
            # A solver takes minutes for one of them: what single sums do not prove to be k is met.
            return [RangeRequirement(cell, -1, int(problem.floor[cell])) for cell in cells]
        found = []
        for cell in cells:
            if self.is_late:
                break
            floor = int(problem.floor[cell])
            answer, _ = attacker.find_furthest(RangeRequirement(cell, -1, floor))
            if floor < int(np.ceil(-answer.value - TOLERANCE)) < k:
                found.append(RangeRequirement(cell, -1, floor))
        return found

    def _bound(self) -> IntArray:
        """Cells that every single sum asks for by itself; their price bounds all choices."""
        self.cuts = {cut.identity: cut for cut in cuts.cuts_from_sums(self.problem)}
        return self._cheapest().cells

    def _cheapest(self) -> set_cover.CoverSolution:
        order = self.draw.permutation(self.problem.system.size)
        seconds = self.budget.to_wall_seconds(self.budget.seconds * FIRST_SHARE)
        found = set_cover.solve_cover(list(self.cuts.values()), self.costs, order, seconds)
        self.choice.bound = max(self.choice.bound, found.bound)
        return found

    def _narrow(self) -> None:
        """Lets planes prove more than single sums do."""
        system, budget = self.problem.system, TimeBudget(self.budget.seconds * PLANES_SHARE)
        if len(system.index) != system.size:
            return
        proofs = planes.cuts_of_planes(
            self.problem, self.frame, self.prover, lambda: budget.is_used_up
        )
        self.cuts |= {cut.identity: cut for cut in proofs}
        self._cheapest()

    def _between(self) -> list[RangeRequirement]:
        """Hidden cells that are not small, not seen at their floor, and may be below k."""
        if not self.problem.sensitive.any():
            return []
        k, floor, low = self.problem.policy.k, self.problem.floor, self.choice.low
        open_to = self.choice.hidden & self.problem.larger_cells & (floor < low) & (low < k)
        return [RangeRequirement(int(c), -1, int(floor[c])) for c in np.flatnonzero(open_to)]

    def _pass(
        self, needs: Sequence[RangeRequirement], size: tuple[int, bool], *, grow: bool
    ) -> None:
        """Meets the needs window by window. Without growth it is a look that ends when it brings little."""
        asked = self.choice.list_unmet(needs)
        if not asked:
            return
        cells = np.array([need.cell for need in asked])
        goals = np.array([need.goal for need in asked])
        is_up = np.array([need.sign > 0 for need in asked])
        looked = met = 0
        for inside in iterate_windows(self.frame, size[0], self.draw if size[1] else None):
            here = np.zeros(self.problem.system.size, dtype=bool)
            here[inside] = True
            places = np.flatnonzero(here[cells] & self.choice.open_goals(cells, goals, is_up))
            if self.is_late or (looked > LOOKED_AT and met < WORTHWHILE * looked):
                return
            if len(places):
                self._window(inside, [asked[place] for place in places.tolist()], grow=grow)
            if len(places) and not grow:
                looked += len(places)
                left = self.choice.open_goals(cells[places], goals[places], is_up[places])
                met += len(places) - int(left.sum())

    def _window(self, inside: IntArray, needs: Sequence[RangeRequirement], *, grow: bool) -> None:
        view = self._view(inside)
        local = [replace(n, cell=int(np.searchsorted(inside, n.cell))) for n in needs]
        hidden = view.always_hidden.copy()
        attacker = inference.build_attacker(view, hidden, [])
        attacker.search_witnesses(local)
        self._learn(inside, attacker.witnesses)
        asked = [need for need in local if not attacker.is_met(need)]
        if not grow or not asked:
            return
        shown: Sequence[Witness]
        is_many = len(asked) > FEW_REQUIREMENTS or len(inside) > WIDEST_BY_PROOF
        if self.problem.system.size > PROVEN_CELLS and is_many:
            hidden, shown = cheapest.meet_cheaply(view, asked, self.prices[inside])
        else:
            hidden, shown = self.solver(view, asked)
        self.choice.hidden[inside] |= hidden
        self._learn(inside, shown)

    def _view(self, inside: IntArray) -> SuppressionProblem:
        """The problem within the window: what is outside stays as it is."""
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
