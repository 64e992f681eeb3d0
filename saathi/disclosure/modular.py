"""Suppression of large tables: window by window, each attacked while all else stays as it is.

What meets a need within a window meets it in the whole, so that the result is as safe as that of the
exact search. It may hide more than the fewest; how many more at most is told by a bound on the whole.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from saathi.disclosure import cuts, inference, master
from saathi.disclosure.attacker import Attacker, Need, Witness
from saathi.disclosure.needs import Problem
from saathi.disclosure.programme import Reals
from saathi.disclosure.system import Numbers, System
from saathi.disclosure.windows import frame_of, windows

# Cells of a window in the passes that follow each other, and whether families are mixed in it.
PASSES = ((4_000, False), (4_000, True), (6_000, True), (9_000, False), (12_000, True))
# The share of the time that the first choice, made from single sums, may take.
FIRST_SHARE = 0.15


@dataclass
class Choice:
    """The hidden cells, how far every cell is known to go, and a bound on the cells besides."""

    hidden: NDArray[np.bool_]
    low: Numbers
    high: Numbers
    bound: float = 0.0
    open_needs: list[Need] = field(default_factory=list)

    def is_met(self, need: Need) -> bool:
        """Whether a whole table is known that reaches the goal."""
        if need.sign > 0:
            return bool(self.high[need.cell] >= need.goal)
        return bool(self.low[need.cell] <= need.goal)

    def still(self, needs: Sequence[Need]) -> list[Need]:
        """Those of the needs that no table is known for."""
        return [need for need in needs if not self.is_met(need)]


def choose(problem: Problem, seconds: float, seed: int) -> Choice:
    """A safe choice; `open_needs` are those that no window could meet in the time."""
    return _Modular(problem, seconds, seed).run()


class _Modular:
    def __init__(self, problem: Problem, seconds: float, seed: int) -> None:
        self.problem = problem
        self.seconds, self.start = seconds, time.monotonic()
        self.draw = np.random.default_rng(seed)
        self.costs: Reals = np.ones(problem.system.size)
        counts = problem.counts
        self.choice = Choice(problem.always.copy(), counts.copy(), counts.copy())
        self.frame = frame_of(problem.system)
        self.columns = problem.system.matrix.tocsc()

    @property
    def is_late(self) -> bool:
        return time.monotonic() - self.start > self.seconds

    def run(self) -> Choice:
        self._begin()
        needs = self.problem.needs()
        self._pass(needs, PASSES[0], grow=False)
        for size in PASSES:
            self._pass(needs, size, grow=True)
            self._pass(self._between(), size, grow=True)
        self.choice.open_needs = self.choice.still(needs) + self._between()
        return self.choice

    def _begin(self) -> None:
        """Hides what every single sum asks for by itself; its price bounds all choices."""
        found = {cut.name: cut for cut in cuts.of_lines(self.problem)}
        order = self.draw.permutation(self.problem.system.size)
        first = master.cheapest(list(found.values()), self.costs, order, self.seconds * FIRST_SHARE)
        self.choice.hidden[first.cells] = True
        self.choice.bound = first.bound

    def _between(self) -> list[Need]:
        """Hidden cells that are not sensitive, not seen at their floor, and may be below k."""
        some = self.problem.sensitive
        if not some.any():
            return []
        k, floor, low = int(self.problem.high[some].min()), self.problem.floor, self.choice.low
        open_to = self.choice.hidden & ~self.problem.always & (floor < low) & (low < k)
        return [Need(int(c), -1, int(floor[c])) for c in np.flatnonzero(open_to)]

    def _pass(self, needs: Sequence[Need], size: tuple[int, bool], *, grow: bool) -> None:
        asked = self.choice.still(needs)
        if not asked:
            return
        for inside in windows(self.frame, size[0], self.draw if size[1] else None):
            if self.is_late or not asked:
                return
            own = self.choice.still(list(_within(asked, inside)))
            if own:
                self._window(inside, own, grow=grow)
                asked = self.choice.still(asked)

    def _window(self, inside: Numbers, needs: Sequence[Need], *, grow: bool) -> None:
        view = self._view(inside)
        local = [Need(int(np.searchsorted(inside, n.cell)), n.sign, n.goal) for n in needs]
        hidden = view.always.copy()
        attacker = inference.attacker_of(view, hidden, [])
        attacker.sweep(local)
        if grow:
            hidden = self._grown(view, attacker, local)
        else:
            self._learn(inside, attacker)
            return
        self.choice.hidden[inside] |= hidden
        self._learn(inside, inference.attacker_of(view, hidden, self.shown))

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
            self.choice.hidden[inside],
            whole.most[inside],
            part.astype(np.int64) @ counts,
        )

    def _grown(self, view: Problem, attacker: Attacker, needs: Sequence[Need]) -> NDArray[np.bool_]:
        """Hides more within the window until its needs are met, or until it has no more to hide."""
        hidden, asked = view.always.copy(), list(needs)
        costs = np.ones(view.system.size)
        self.shown: list[Witness] = list(attacker.witnesses)
        while asked and not self.is_late:
            attacker = inference.attacker_of(view, hidden, self.shown)
            failures = attacker.failures(asked)
            self.shown += attacker.witnesses
            if not failures:
                break
            found = []
            for failure in failures:
                try:
                    found.append(cuts.of_failure(view, failure, np.flatnonzero(hidden)))
                except cuts.CannotBeHidden:
                    asked = [need for need in asked if need != failure.need]
            before = hidden.copy()
            if found:
                hidden[master.cover(found, costs, np.flatnonzero(hidden))] = True
            if (hidden == before).all():
                failed = {failure.need for failure in failures}
                asked = [need for need in asked if need not in failed]
            asked = [need for need in asked if not attacker.is_met(need)]
        return hidden

    def _learn(self, inside: Numbers, attacker: Attacker) -> None:
        low, high = self.choice.low, self.choice.high
        low[inside] = np.minimum(low[inside], attacker.low)
        high[inside] = np.maximum(high[inside], attacker.high)


def _within(needs: Sequence[Need], inside: Numbers) -> Iterator[Need]:
    cells = np.array([need.cell for need in needs])
    place = np.searchsorted(inside, cells)
    for need, there in zip(needs, place.tolist(), strict=True):
        if there < len(inside) and inside[there] == need.cell:
            yield need
