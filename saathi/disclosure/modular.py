"""Suppression of large tables: window by window, each attacked while all else stays as it is.

What meets a need within a window meets it in the whole, so that the result is as safe as that of the
exact search. It may hide more than the fewest; how many more at most is told by a bound on the whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from saathi.disclosure import cheapest, cuts, inference, master, outer, planes, thinning, totals
from saathi.disclosure.attacker import NEAR, Need, Witness
from saathi.disclosure.budget import Budget
from saathi.disclosure.expansion import Expansion, expand
from saathi.disclosure.grid import Grid
from saathi.disclosure.needs import Problem
from saathi.disclosure.programme import Reals
from saathi.disclosure.seen import Seen
from saathi.disclosure.system import Numbers, System
from saathi.disclosure.tables import Zeros
from saathi.disclosure.windows import frame_of, parts_of, window_around, windows, within

# Cells of a window in the passes that follow each other, and whether families are mixed in it.
PASSES = ((600, False), (800, True))
# Needs that are left have windows of their own: with so many other codes of each dimension. Again, since
# what is hidden for them may have to be protected too.
AROUND = (2, 6, 12, 12, 12, 24)
WIDEST, WIDEST_BY_PROOF = 30_000, 12_000
# So many of these windows are spent on larger cells that need not be able to be small.
FOR_LARGER = 1
# So many seconds, or half the time more, may be spent on them.
OVERTIME = 60.0
# The share of the time that the first choice, made from single sums, may take.
FIRST_SHARE = 0.05
# And the share that planes may take to bring the bound nearer, at the end.
PLANES_SHARE = 0.15
# In larger systems needs are met one after the other, each as cheaply as can be; else by proof.
PROVEN_CELLS = 20_000
FEW_NEEDS = 20
# A look without growth ends where it met less than this share of so many needs.
LOOKED_AT, WORTHWHILE = 1_000, 0.1
# How often cells that only the whole gives away are protected besides.
ROUNDS = 4


@dataclass
class Choice:
    """The hidden cells, how far whole tables take every cell, and a bound on the cells besides."""

    hidden: NDArray[np.bool_]
    seen: Seen
    low: Numbers
    high: Numbers
    bound: float = 0.0
    open_needs: list[Need] = field(default_factory=list)

    def is_met(self, need: Need) -> bool:
        """Whether a whole table is known that reaches the goal."""
        if need.sign > 0:
            return bool(self.high[need.cell] >= need.goal)
        return bool(self.low[need.cell] <= need.goal)

    def is_open(
        self, cells: Numbers, goals: Numbers, is_up: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """Which of many goals no table is known to reach."""
        return np.where(is_up, self.high[cells] < goals, self.low[cells] > goals)

    def still(self, needs: Sequence[Need]) -> list[Need]:
        """Those of the needs that no table is known for."""
        return [need for need in needs if not self.is_met(need)]


# Meets the needs of a window, but those that cannot be met there: the cells to hide, and whole tables seen.
type Solver = Callable[[Problem, Sequence[Need]], tuple[NDArray[np.bool_], Sequence[Witness]]]


@dataclass(frozen=True)
class Ways:
    """How parts that are small enough are solved: a choice for a window, a proof for a plane."""

    solver: Solver
    prover: planes.Prover


def choose(problem: Problem, seconds: float, seed: int, ways: Ways) -> Choice:
    """A safe choice; `open_needs` are those that no window could meet in the time."""
    return _Modular(problem, seconds, seed, ways).run()


class _Modular:
    def __init__(self, problem: Problem, seconds: float, seed: int, ways: Ways) -> None:
        self.problem, self.solver, self.prover = problem, ways.solver, ways.prover
        self.cuts: dict[tuple[bytes, bytes, int | None], cuts.Cut] = {}
        self.budget, self.seed = Budget(seconds), seed
        self.draw = np.random.default_rng(seed)
        self.costs: Reals = np.ones(problem.system.size)
        self.prices: Reals = 1.0 + 0.2 * self.draw.random(problem.system.size)
        counts = problem.counts
        self.choice = Choice(problem.always.copy(), Seen(counts), counts.copy(), counts.copy())
        self.frame = frame_of(problem.system, counts)
        self.ends = problem.system.ends()
        self.columns = problem.system.matrix.tocsc()

    @property
    def is_late(self) -> bool:
        return self.budget.is_over

    @property
    def is_public(self) -> bool:
        return self.problem.policy.zeros is Zeros.PUBLIC

    @cached_property
    def expansion(self) -> Expansion:
        return expand(self.problem.system)

    def run(self) -> Choice:
        """Pass by pass; what is left is met in windows of its own, and at last with all totals."""
        first, needs = self._bound(), self.problem.needs()
        if not self._is_exchanged:
            self.choice.hidden[first] = True
        if not self._is_exchanged or not self._exchange(needs):
            self._by_windows(needs)
        more = self._against_inference(needs) if self.is_public else []
        self.choice.open_needs = self._open(needs) + more
        self._narrow()
        return self.choice

    def _by_windows(self, needs: list[Need]) -> None:
        self._pass(needs, PASSES[0], grow=False)
        for _ in range(ROUNDS):
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
        return not self.is_public and not self.is_late and Grid.holds(self.problem.system)

    def _exchange(self, needs: Sequence[Need]) -> bool:
        """Meets what exchanges between cells meet; whether that is all, else windows go on."""
        found = thinning.by_exchanges(self.problem, needs, self.seed, self.budget)
        self.choice.hidden |= found.hidden
        self._learn(np.arange(self.problem.system.size), found.tables)
        return found.is_all and not self._open(needs)

    def _finish(self, needs: Sequence[Need]) -> None:
        """Meets what the passes left open."""
        size = self.problem.system.size
        for more in AROUND:
            self._around(self._open(needs), more)
        if self._is_exchanged and self.is_late:
            # It costs more cells than a search of the whole, and no time.
            self._all_with_totals(lambda: self._open(needs))
        if size <= PROVEN_CELLS:
            for _ in range(ROUNDS):
                if left := self._open(needs):
                    self._window(np.arange(size), left, grow=True)
        self._all_with_totals(lambda: self._open(needs))

    def _all_with_totals(self, still: Callable[[], list[Need]]) -> list[Need]:
        """Meets all that is open so, and what opens on the way; left is what cannot be met so."""
        while sum([self._with_totals(need) for need in still()]):
            pass
        return still()

    def _with_totals(self, need: Need) -> bool:
        """Hides finest cells of a cell with all their totals, where that meets the need."""
        if self.choice.is_met(need):
            return False
        problem = self.problem
        hidden = self.choice.hidden.astype(np.int64)
        values = totals.moved_with_totals(problem, self.expansion, hidden, need)
        if values is None:
            return False
        cells = np.flatnonzero(values != problem.counts)
        self.choice.hidden[cells] = True
        self._learn(np.arange(problem.system.size), [(cells, values[cells])])
        return True

    def _against_inference(self, needs: Sequence[Need]) -> list[Need]:
        """Public zeros: whoever takes a cell that cannot be small for a larger one may not profit.

        Every cell that was not seen to be small counts as such a one, and the needs are met without it.
        Where that cannot be, these cells have to be able to be small; left are those that are not.
        """
        for more in AROUND[:FOR_LARGER]:
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
            is_met = not self.choice.still(needs)
            self._know(plain)
            if not is_met:
                return self._all_with_totals(self._between)
        return []

    def _know(self, problem: Problem) -> None:
        """Goes on with what is known of the cells there; tables that do not agree no longer count."""
        self.problem = problem
        self.choice.low, self.choice.high = self.choice.seen.ends(problem.floor)

    def _open(self, needs: Sequence[Need]) -> list[Need]:
        """What no table was seen to meet yet, with the larger cells hidden on the way."""
        return self.choice.still(needs) + self._asked_between()

    def _asked_between(self) -> list[Need]:
        """The larger cells that have to be able to be small: where zeros are protected."""
        return [] if self.is_public else self._between()

    def _around(self, needs: Sequence[Need], more: int) -> None:
        """Meets needs one by one, each in a window that holds all the counts its cell is made of."""
        frame, there = self.frame, self.problem.counts > 0
        for need in needs:
            over = 0.0 if self._is_exchanged else max(OVERTIME, self.budget.seconds / 2)
            if self.budget.left < -over:
                return
            below = np.flatnonzero(parts_of(frame, need.cell) & self.ends & there)
            inside = window_around(frame, np.append(below, need.cell), more, self.draw)
            if len(inside) <= WIDEST and not self.choice.is_met(need):
                self._window(inside, self.choice.still(list(within(needs, inside))), grow=True)

    def _late(self) -> list[Need]:
        """Larger hidden cells that the whole, as no window does, proves to be there and perhaps few.

        Where zeros are public that alone tells nothing.
        """
        problem, low = self.problem, self.choice.low
        if not problem.sensitive.any() or self.is_public:
            return []
        k = problem.policy.k
        hidden = self.choice.hidden & (problem.always | (low < self.choice.high))
        some = hidden & problem.larger & (low >= k)
        attacker = inference.attacker_of(problem, hidden, [])
        sure = outer.least(problem.system.matrix, problem.sums, attacker.lower, attacker.upper)
        cells = np.flatnonzero(some & (sure < k)).tolist()
        if problem.system.size > PROVEN_CELLS:
            # A solver takes minutes for one of them: what single sums do not prove to be k is met.
            return [Need(cell, -1, int(problem.floor[cell])) for cell in cells]
        found = []
        for cell in cells:
            if self.is_late:
                break
            floor = int(problem.floor[cell])
            answer, _ = attacker.furthest(Need(cell, -1, floor))
            if floor < int(np.ceil(-answer.value - NEAR)) < k:
                found.append(Need(cell, -1, floor))
        return found

    def _bound(self) -> Numbers:
        """Cells that every single sum asks for by itself; their price bounds all choices."""
        self.cuts = {cut.name: cut for cut in cuts.of_lines(self.problem)}
        return self._cheapest().cells

    def _cheapest(self) -> master.Choice:
        order = self.draw.permutation(self.problem.system.size)
        seconds = self.budget.on_the_clock(self.budget.seconds * FIRST_SHARE)
        found = master.cheapest(list(self.cuts.values()), self.costs, order, seconds)
        self.choice.bound = max(self.choice.bound, found.bound)
        return found

    def _narrow(self) -> None:
        """Lets planes prove more than single sums do."""
        system, budget = self.problem.system, Budget(self.budget.seconds * PLANES_SHARE)
        if len(system.index) != system.size:
            return
        proofs = planes.cuts_of_planes(
            self.problem, self.frame, self.prover, lambda: budget.is_over
        )
        self.cuts |= {cut.name: cut for cut in proofs}
        self._cheapest()

    def _between(self) -> list[Need]:
        """Hidden cells that are not small, not seen at their floor, and may be below k."""
        if not self.problem.sensitive.any():
            return []
        k, floor, low = self.problem.policy.k, self.problem.floor, self.choice.low
        open_to = self.choice.hidden & self.problem.larger & (floor < low) & (low < k)
        return [Need(int(c), -1, int(floor[c])) for c in np.flatnonzero(open_to)]

    def _pass(self, needs: Sequence[Need], size: tuple[int, bool], *, grow: bool) -> None:
        """Meets the needs window by window. Without growth it is a look that ends when it brings little."""
        asked = self.choice.still(needs)
        if not asked:
            return
        cells = np.array([need.cell for need in asked])
        goals = np.array([need.goal for need in asked])
        is_up = np.array([need.sign > 0 for need in asked])
        looked = met = 0
        for inside in windows(self.frame, size[0], self.draw if size[1] else None):
            here = np.zeros(self.problem.system.size, dtype=bool)
            here[inside] = True
            places = np.flatnonzero(here[cells] & self.choice.is_open(cells, goals, is_up))
            if self.is_late or (looked > LOOKED_AT and met < WORTHWHILE * looked):
                return
            if len(places):
                self._window(inside, [asked[place] for place in places.tolist()], grow=grow)
            if len(places) and not grow:
                looked += len(places)
                left = self.choice.is_open(cells[places], goals[places], is_up[places])
                met += len(places) - int(left.sum())

    def _window(self, inside: Numbers, needs: Sequence[Need], *, grow: bool) -> None:
        view = self._view(inside)
        local = [replace(n, cell=int(np.searchsorted(inside, n.cell))) for n in needs]
        hidden = view.always.copy()
        attacker = inference.attacker_of(view, hidden, [])
        attacker.sweep(local)
        self._learn(inside, attacker.witnesses)
        asked = [need for need in local if not attacker.is_met(need)]
        if not grow or not asked:
            return
        shown: Sequence[Witness]
        is_many = len(asked) > FEW_NEEDS or len(inside) > WIDEST_BY_PROOF
        if self.problem.system.size > PROVEN_CELLS and is_many:
            hidden, shown = cheapest.met_cheaply(view, asked, self.prices[inside])
        else:
            hidden, shown = self.solver(view, asked)
        self.choice.hidden[inside] |= hidden
        self._learn(inside, shown)

    def _view(self, inside: Numbers) -> Problem:
        """The problem within the window: what is outside stays as it is."""
        whole = self.problem
        part = self.columns[:, inside].tocsr()
        part = part[np.flatnonzero(np.diff(part.indptr))]
        counts = whole.counts[inside]
        system = System([whole.system.keys[c] for c in inside.tolist()], {}, (), part)
        return Problem(
            system,
            counts,
            whole.sensitive[inside],
            whole.low[inside],
            whole.high[inside],
            whole.floor[inside],
            whole.may_hide[inside],
            whole.policy,
            self.choice.hidden[inside],
            whole.most[inside],
            part.astype(np.int64) @ counts,
        )

    def _learn(self, inside: Numbers, shown: Sequence[Witness]) -> None:
        """Keeps the tables that take some cell further than any before."""
        choice = self.choice
        for places, values in shown:
            cells = inside[places]
            is_news = np.any((values < choice.low[cells]) | (values > choice.high[cells]))
            if is_news and choice.hidden[cells].all():
                choice.seen.add(cells, values)
                choice.low[cells] = np.minimum(choice.low[cells], values)
                choice.high[cells] = np.maximum(choice.high[cells], values)
