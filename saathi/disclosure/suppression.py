"""Suppression: hides the sensitive cells and the fewest others, so that no sum gives one back.

Benders: an attacker's prices prove what must be hidden besides, the cheapest choice under all such
proofs is attacked again, until no attack is left. Then the choice is the best there is, or its
distance to the best is known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from saathi.disclosure import cuts, inference, patterns, set_cover, windowed_suppression
from saathi.disclosure.attacker import RangeRequirement, UnmetRequirement, Witness
from saathi.disclosure.budget import TimeBudget
from saathi.disclosure.errors import InputError
from saathi.disclosure.linear_programme import FloatArray
from saathi.disclosure.policy import SuppressionProblem
from saathi.disclosure.system import IntArray
from saathi.disclosure.tables import ZeroPolicy, describe_cell
from saathi.disclosure.witnesses import WitnessTables

# So many whole tables are kept from round to round.
MAX_WITNESSES = 4_000
# With more cells that may be hidden the choice is made window by window.
MODULAR_CELLS = 2_500
# So many failed needs are made good at once where the best is not proven: each cell hidden for them
# helps others.
BATCH = 100
# So long may the proof of what one plane of a large table must hide take.
PLANE_SECONDS = 1.0
# After so many turns of this every proof is made good once more: patience ends.
PATIENCE = 8
# So often is a choice made again because of what somebody takes a cell for who forgets the table behind.
MAX_REPETITIONS = 4


@dataclass(frozen=True)
class SuppressionEffort:
    """How much processor time a choice may take, and the secret or random order among equals.

    `batch` is how many failed needs are made good at once; None makes good all that there are.
    """

    seconds: float = 20.0
    seed: int = 0
    batch: int | None = None


@dataclass(frozen=True)
class SuppressionResult:
    """The hidden cells and how far, in cells, this may be from the fewest possible.

    `besides` of the secondary cells are there only so that nobody infers from the rule itself.
    `seen` are whole tables that take each cell as far as it must be able to go, where they were kept.
    """

    hidden: NDArray[np.bool_]
    primary: int
    secondary: int
    inference_cells: int
    bound: float
    rounds: int
    witnesses: WitnessTables | None = None

    @property
    def gap(self) -> float:
        """How many cells fewer there might be; 0 where this is proven to be the best."""
        return max(0.0, self.secondary - self.inference_cells - float(np.ceil(self.bound - 1e-6)))


def suppress_cells(
    problem: SuppressionProblem, effort: SuppressionEffort | None = None
) -> SuppressionResult:
    """The safe choice with the fewest hidden cells."""
    effort = effort or SuppressionEffort()
    first = found = _chosen(problem, effort)
    asked = problem
    for _ in range(MAX_REPETITIONS):
        few = inference.list_cells_presumed_small(asked, found.hidden)
        if not few:
            break
        asked = inference.require_small(asked, few)
        try:
            found = _chosen(asked, effort)
        except InputError:
            break  # who knows all is not told anything by these cells; that has to do
    if found is first:
        return first
    extra = int(found.hidden.sum() - problem.always_hidden.sum())
    besides = max(0, extra - (first.secondary - first.inference_cells))
    return replace(
        found, primary=first.primary, secondary=extra, inference_cells=besides, bound=first.bound
    )


def _chosen(problem: SuppressionProblem, effort: SuppressionEffort) -> SuppressionResult:
    search = _by_windows if is_large(problem) else _by_proof
    try:
        try:
            return search(problem, effort)
        except cuts.CellNotProtectable:
            # Zeros that are printed may tell more of a cell than its own parts do.
            return search(inference.relax_lower_ends(problem), effort)
    except cuts.CellNotProtectable as error:
        public = problem.policy.zeros is ZeroPolicy.PUBLIC
        raise InputError(
            f"{describe_cell(problem.system.keys[error.cell])} cannot be protected: everything around "
            f"it must be shown. Roll the table up{', or protect zeros' if public else ''}."
        ) from error


def is_large(problem: SuppressionProblem) -> bool:
    """Whether the choice is made window by window: for the cells that may be hidden, not all."""
    return int((problem.may_hide | problem.always_hidden).sum()) > MODULAR_CELLS


def _by_proof(problem: SuppressionProblem, effort: SuppressionEffort) -> SuppressionResult:
    return _Search(problem, effort).run()


def _by_windows(problem: SuppressionProblem, effort: SuppressionEffort) -> SuppressionResult:
    """The choice made window by window; cells that no table was seen to move are shown again."""

    def solver(
        view: SuppressionProblem, needs: Sequence[RangeRequirement]
    ) -> tuple[NDArray[np.bool_], Sequence[Witness]]:
        search = _Search(view, SuppressionEffort(seed=effort.seed, batch=BATCH))
        return search.as_far_as_possible(needs), search.witnesses

    def prover(view: SuppressionProblem) -> Iterable[cuts.SuppressionCut]:
        search = _Search(view, SuppressionEffort(seconds=PLANE_SECONDS, seed=effort.seed))
        search.until_safe(view.list_requirements())
        return list(search.cuts.values())

    found = windowed_suppression.choose_hidden_cells(
        problem, effort.seconds, effort.seed, windowed_suppression.PartSolvers(solver, prover)
    )
    if found.open_needs:
        raise InputError(
            f"No safe choice was found in the time: {len(found.open_needs):,} cells would be known "
            "too well. Roll the tables up, or give it more --seconds."
        )
    hidden = found.hidden & (problem.always_hidden | (found.low < found.high))
    extra = int(hidden.sum() - problem.always_hidden.sum())
    primary = int(problem.sensitive.sum())
    return SuppressionResult(hidden, primary, extra, 0, found.bound, 0, found.witnesses)


class _Search:
    def __init__(self, problem: SuppressionProblem, effort: SuppressionEffort) -> None:
        self.problem = problem
        self.budget = TimeBudget(effort.seconds)
        self.costs: FloatArray = np.ones(problem.system.size)
        self.cuts: dict[tuple[bytes, bytes, int | None], cuts.SuppressionCut] = {}
        self.witnesses: list[Witness] = []
        self.bound = 0.0
        self.rounds = 0
        self.seed, self.batch = effort.seed, effort.batch
        # Cells whose needs cannot be met; None where that ends the search.
        self.beyond: set[int] | None = None
        self.order = np.random.default_rng(effort.seed).permutation(problem.system.size)

    def run(self) -> SuppressionResult:
        """Rounds of choosing and attacking; first for the sensitive cells, then against inference."""
        self._learn(cuts.cuts_from_sums(self.problem))
        needs = self.problem.list_requirements()
        hidden = self.until_safe(needs)
        bound, fewest = self.bound, self._extra(hidden)
        watched: set[int] = set()
        while (
            more := inference.list_revealing_cells(self.problem, hidden, self.witnesses) - watched
        ):
            watched |= more
            floor = self.problem.floor
            needs = [
                *self.problem.list_requirements(),
                *(RangeRequirement(c, -1, int(floor[c])) for c in sorted(watched)),
            ]
            late = self._is_late
            hidden = self._grown(hidden, needs, whole=True) if late else self.until_safe(needs)
        hidden = inference.drop_computable_cells(self.problem, hidden, self.witnesses)
        hidden = patterns.widen_choice(self.problem, hidden, self.seed)
        primary = int(self.problem.sensitive.sum())
        extra = self._extra(hidden)
        return SuppressionResult(hidden, primary, extra, max(0, extra - fewest), bound, self.rounds)

    def _extra(self, hidden: NDArray[np.bool_]) -> int:
        return int(hidden.sum() - self.problem.always_hidden.sum())

    def until_safe(self, needs: Sequence[RangeRequirement]) -> NDArray[np.bool_]:
        """The best choice that meets all needs; when time is up, the best found.

        Most choices are only passed through, so that whole numbers are asked of the last alone.
        """
        best: NDArray[np.bool_] | None = None
        while True:
            self.rounds += 1
            before = self.budget.seconds_left
            choice = self._choose()
            hidden = self.problem.always_hidden.copy()
            hidden[choice.cells] = True
            grown = self._grown(hidden, needs, whole=False)
            if best is None or grown.sum() < best.sum():
                best = grown
            is_settled = bool((grown == hidden).all()) and choice.is_proven_optimal
            # Another round would take as long as this one.
            is_late = self.budget.seconds_left < before - self.budget.seconds_left
            is_last = self._is_proven(best) or is_settled or is_late
            if is_last:
                whole = self._grown(best, needs, whole=True)
                is_settled = bool((whole == hidden).all()) and choice.is_proven_optimal
                if is_late and not self._is_proven(whole):
                    self._choose()  # what was proven on the way raises the bound
                if self._is_proven(whole) or is_settled or is_late:
                    return whole
                best = whole

    def as_far_as_possible(self, needs: Sequence[RangeRequirement]) -> NDArray[np.bool_]:
        """A choice, not the best, that meets all needs but those that cannot be met here."""
        self.beyond = set()
        return self._grown(self.problem.always_hidden.copy(), needs, whole=True)

    def _is_proven(self, hidden: NDArray[np.bool_]) -> bool:
        return bool(self._extra(hidden) <= np.ceil(self.bound - 1e-6))

    @property
    def _is_late(self) -> bool:
        return self.budget.is_used_up

    def _grown(
        self, hidden: NDArray[np.bool_], needs: Sequence[RangeRequirement], *, whole: bool
    ) -> NDArray[np.bool_]:
        """The choice with more cells, few for each proof, until it meets all needs.

        What is met stays met when more is hidden, so that only the open needs are asked again.
        """
        grown = hidden.copy()
        asked = [need for need in needs if grown[need.cell]]
        later: list[RangeRequirement] = []
        turn = -1
        while True:
            turn += 1
            attacker = inference.build_attacker(self.problem, grown, self.witnesses)
            failures = attacker.list_unmet(asked, whole=whole and not later, most=self.batch)
            self.witnesses = (self.witnesses + attacker.witnesses)[-MAX_WITNESSES:]
            later += attacker.fractional if failures and failures[0].prices is not None else []
            if not failures and (not later or not whole):
                return grown
            if not failures:
                # Real numbers are settled; now whole ones for what was set aside.
                asked, later = [*attacker.fractional, *later], []
                continue
            cells = np.flatnonzero(grown)
            found = self._proofs(failures, cells)
            self._learn(found)
            before = grown.copy()
            times = 1 if self.batch is None else 1 + turn // PATIENCE
            grown[set_cover.find_quick_cover(found, self.costs, cells, times)] = True
            if found and (grown == before).all():
                # The proofs are too weak by a rounding error: take what they name.
                free = np.unique(np.concatenate([cut.cells for cut in found]))
                free = free[~grown[free]]
                if not len(free):
                    raise cuts.CellNotProtectable(failures[0].need.cell)
                grown[free] = True
            new = grown & ~before
            asked = attacker.open_needs + [need for need in needs if new[need.cell]]
            asked = [need for need in asked if need.cell not in (self.beyond or ())]

    def _proofs(
        self, failures: Sequence[UnmetRequirement], hidden: IntArray
    ) -> list[cuts.SuppressionCut]:
        """The cuts that the failures prove, less those of cells that cannot be hidden well enough."""
        found = []
        for failure in failures:
            try:
                found.append(cuts.cut_from_failure(self.problem, failure, hidden))
            except cuts.CellNotProtectable as error:
                if self.beyond is None:
                    raise
                self.beyond.add(error.cell)
        return found

    def _learn(self, found: Iterable[cuts.SuppressionCut]) -> None:
        self.cuts.update((cut.identity, cut) for cut in found)

    def _choose(self) -> set_cover.CoverSolution:
        seconds = self.budget.to_wall_seconds(max(1.0, min(60.0, self.budget.seconds_left)))
        choice = set_cover.solve_cover(list(self.cuts.values()), self.costs, self.order, seconds)
        self.bound = max(self.bound, choice.bound)
        return choice
