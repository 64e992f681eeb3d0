"""Suppression: hides the sensitive cells and the fewest others, so that no sum reveals one.

Benders decomposition: an attacker's prices prove what else must be hidden, and the cheapest choice
under all such proofs is attacked again, until no attack succeeds. Then the choice is the best
possible, or its distance from the best is known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure import (
    cuts,
    inference,
    patterns,
    reader_costs,
    rule_inference,
    set_cover,
    small_tables,
    windowed_suppression,
)
from saathi.engines.disclosure.attacker import RangeRequirement, UnmetRequirement, Witness
from saathi.engines.disclosure.budget import OutOfTime, SuppressionEffort, TimeBudget
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.linear_programme import FloatArray
from saathi.engines.disclosure.policy import SuppressionProblem, has_other_reasons
from saathi.engines.disclosure.system import IntArray
from saathi.engines.disclosure.witnesses import WitnessTables

# How many whole tables are kept from round to round.
MAX_WITNESSES = 4_000
# If more cells than this may be hidden, the choice is made window by window.
MODULAR_CELLS = 2_500
# How many failed needs are repaired at once if no optimum is proven: each cell hidden for them
# helps others.
BATCH = 100
# The time limit for the proof of the hidden cells in one plane of a large table.
PLANE_SECONDS = 1.0
# After this many turns every proof is repaired once more, to end the search.
PATIENCE = 8
# How often a choice is repeated because of deductions by an attacker who ignores the finest table.
MAX_REPETITIONS = 4
# A choice by windows is repeated with all important totals if this share of its time is left.
SECOND_SHARE = 0.4


@dataclass(frozen=True)
class SuppressionResult:
    """The hidden cells, and how far this may be from the best choice.

    `bound` is the fewest cells that any choice showing the same totals hides besides the sensitive
    ones; `cost_gap` is how much less readers might lose with the best choice, in units of an inner
    cell's cost, where costs were optimised. `inference_cells` counts the secondary cells hidden
    only to prevent inference from the rule itself. `is_out_of_time` means that totals are hidden
    for lack of time. `seen` are whole tables that take each cell as far as it must be able to go,
    if they were kept.
    """

    hidden: NDArray[np.bool_]
    primary: int
    secondary: int
    inference_cells: int
    bound: float
    rounds: int
    witnesses: WitnessTables | None = None
    is_out_of_time: bool = False
    cost_gap: float | None = None

    @property
    def gap(self) -> float:
        """How much better the best choice might be; 0 if this is proven to be the best."""
        if self.cost_gap is not None:
            return self.cost_gap
        return max(0.0, self.secondary - self.inference_cells - float(np.ceil(self.bound - 1e-6)))


def suppress_cells(
    problem: SuppressionProblem, effort: SuppressionEffort | None = None
) -> SuppressionResult:
    """The safe choice that costs readers least; important totals are shown unless that is impossible."""
    effort = effort or SuppressionEffort()
    if small_tables.is_small_table(problem):
        return _hide_small_table(problem, effort.seed)
    if needs_windows(problem):
        return _suppress_by_windows(problem, effort)
    kept = reader_costs.list_important_totals(problem)
    is_out_of_time = False
    while True:
        view = reader_costs.with_cells_kept_visible(problem, kept)
        try:
            result = _suppress_larger_table(view, effort, is_strict=bool(kept.any()))
        except cuts.TableNotProtectable as error:
            in_the_way = reader_costs.list_blocking_totals(problem, kept, error.cell)
            if not in_the_way.any():
                raise
            kept &= ~in_the_way
        except InputError as error:
            if isinstance(error, OutOfTime) or not kept.any():
                raise
            kept[:] = False
            is_out_of_time = True
        else:
            return replace(result, is_out_of_time=is_out_of_time)


def _suppress_by_windows(
    problem: SuppressionProblem, effort: SuppressionEffort
) -> SuppressionResult:
    """A choice for a large table, repeated with the important totals kept if time is left."""
    budget = TimeBudget(effort.seconds)
    result = _suppress_larger_table(problem, effort, is_strict=False)
    important = reader_costs.list_important_totals(problem)
    if not (important & result.hidden).any():
        return result
    if budget.seconds_left < SECOND_SHARE * effort.seconds:
        return replace(result, is_out_of_time=True)
    view = reader_costs.with_cells_kept_visible(problem, important)
    try:
        return _suppress_larger_table(
            view, replace(effort, seconds=budget.seconds_left), is_strict=True
        )
    except cuts.TableNotProtectable:
        return result
    except InputError:
        return replace(result, is_out_of_time=True)


def _suppress_larger_table(
    problem: SuppressionProblem, effort: SuppressionEffort, *, is_strict: bool
) -> SuppressionResult:
    """The cheapest choice; if strict, printed totals may not restrict a sensitive cell."""
    first = _choose_cells(problem, effort, is_strict=is_strict)
    stricter, result = _explain_blocks(problem, first, effort)
    for _ in range(MAX_REPETITIONS):
        few = inference.list_cells_presumed_small(stricter, result.hidden)
        if not few:
            break
        stricter = inference.require_small_values(stricter, few)
        try:
            result = _choose_cells(stricter, effort)
        except InputError:
            break  # an attacker with all knowledge learns nothing from these cells; that must suffice
    if result is first:
        return first
    extra = int(result.hidden.sum() - problem.always_hidden.sum())
    besides = max(0, extra - (first.secondary - first.inference_cells))
    return replace(
        result, primary=first.primary, secondary=extra, inference_cells=besides, bound=first.bound
    )


def _hide_small_table(problem: SuppressionProblem, seed: int) -> SuppressionResult:
    hidden = small_tables.hide_whole_groups(problem, seed)
    extra = int(hidden.sum() - problem.always_hidden.sum())
    return SuppressionResult(hidden, int(problem.sensitive.sum()), extra, extra, 0.0, 1)


def _explain_blocks(
    problem: SuppressionProblem, result: SuppressionResult, effort: SuppressionEffort
) -> tuple[SuppressionProblem, SuppressionResult]:
    """The problem and a choice in which no block of hidden cells proves that a cell is small."""
    if has_other_reasons(problem):
        return problem, result  # a hidden cell need not be small
    tried: set[int] = set()
    while inferred := rule_inference.list_inferred_cells(
        inference.describe_hidden_cells(problem, result.hidden)
    ):
        partners = inference.list_partners(problem, [each.cell for each in inferred], tried)
        if not partners:
            raise InputError(small_tables.REFUSAL)
        tried |= partners
        problem = inference.require_small_values(problem, partners)
        result = _choose_cells(problem, effort)
    return problem, result


def suppress_fewest_cells(problem: SuppressionProblem, seed: int) -> NDArray[np.bool_] | None:
    """The fewest cells, whatever they reveal to an attacker; None if there is no safe choice."""
    try:
        return _choose_cells(problem, SuppressionEffort(seed=seed)).hidden
    except InputError:
        return None


def _choose_cells(
    problem: SuppressionProblem, effort: SuppressionEffort, *, is_strict: bool = False
) -> SuppressionResult:
    search = _choose_by_windows if needs_windows(problem) else _choose_by_proof
    try:
        try:
            return search(problem, effort)
        except cuts.CellNotProtectable:
            if is_strict:
                raise
            # Printed zeros may reveal more about a cell than its own parts do.
            return search(inference.relax_lower_bounds(problem), effort)
    except cuts.CellNotProtectable as error:
        raise cuts.TableNotProtectable(problem, error.cell) from error


def needs_windows(problem: SuppressionProblem) -> bool:
    """Whether the choice is made window by window, judged by the cells that may be hidden."""
    return int((problem.may_hide | problem.always_hidden).sum()) > MODULAR_CELLS


def _choose_by_proof(problem: SuppressionProblem, effort: SuppressionEffort) -> SuppressionResult:
    return _Search(problem, effort).run()


def _choose_by_windows(problem: SuppressionProblem, effort: SuppressionEffort) -> SuppressionResult:
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

    solution = windowed_suppression.choose_hidden_cells(
        problem, effort.seconds, effort.seed, windowed_suppression.PartSolvers(solver, prover)
    )
    if solution.open_needs:
        raise InputError(
            f"No safe choice was found in the time: {len(solution.open_needs):,} cells would be known "
            "too well. Roll the tables up, or give it more --seconds."
        )
    hidden = solution.hidden & (problem.always_hidden | (solution.low < solution.high))
    extra = int(hidden.sum() - problem.always_hidden.sum())
    primary = int(problem.sensitive.sum())
    return SuppressionResult(hidden, primary, extra, 0, solution.bound, 0, solution.witnesses)


class _Search:
    def __init__(self, problem: SuppressionProblem, effort: SuppressionEffort) -> None:
        self.problem = problem
        self.budget = TimeBudget(effort.seconds)
        self.costs: FloatArray = reader_costs.compute_cell_costs(problem).astype(float)
        self.cuts: dict[tuple[bytes, bytes, int | None], cuts.SuppressionCut] = {}
        self.witnesses: list[Witness] = []
        self.bound = 0.0
        self.rounds = 0
        self.seed, self.batch = effort.seed, effort.batch
        # Cells whose needs cannot be met; None if that ends the search.
        self.beyond: set[int] | None = None
        self.order = np.random.default_rng(effort.seed).permutation(problem.system.size)

    def run(self) -> SuppressionResult:
        """Rounds of choosing and attacking; first for the sensitive cells, then against inference."""
        self._learn(cuts.find_sum_cuts(self.problem))
        needs = self.problem.list_requirements()
        hidden = self.until_safe(needs)
        bound, fewest = self._bound_of_cells(), self._extra(hidden)
        cost_gap = max(0.0, self._cost(hidden) - float(np.ceil(self.bound - 1e-6)))
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
            hidden = self._grow(hidden, needs, whole=True) if late else self.until_safe(needs)
        hidden = inference.drop_computable_cells(self.problem, hidden, self.witnesses)
        hidden = patterns.widen_random_choice(self.problem, hidden, self.seed)
        primary = int(self.problem.sensitive.sum())
        extra = self._extra(hidden)
        besides = max(0, extra - fewest)
        return SuppressionResult(
            hidden, primary, extra, besides, bound, self.rounds, cost_gap=cost_gap
        )

    def _bound_of_cells(self) -> float:
        """A lower bound on the cells needed to fulfil all that was proven, at any cost."""
        seconds = self.budget.to_wall_seconds(max(0.5, min(2.0, self.budget.seconds_left)))
        ones = np.ones(self.problem.system.size)
        return set_cover.solve_set_cover(list(self.cuts.values()), ones, self.order, seconds).bound

    def _extra(self, hidden: NDArray[np.bool_]) -> int:
        return int(hidden.sum() - self.problem.always_hidden.sum())

    def until_safe(self, needs: Sequence[RangeRequirement]) -> NDArray[np.bool_]:
        """The best choice that meets all needs; when time is up, the best found.

        Most choices are only intermediate, so that whole numbers are checked for the last only.
        """
        best: NDArray[np.bool_] | None = None
        while True:
            self.rounds += 1
            before = self.budget.seconds_left
            choice = self._choose()
            hidden = self.problem.always_hidden.copy()
            hidden[choice.cells] = True
            grown = self._grow(hidden, needs, whole=False)
            if best is None or self._cost(grown) < self._cost(best):
                best = grown
            is_settled = bool((grown == hidden).all()) and choice.is_proven_optimal
            # Another round would take as long as this one.
            is_late = self.budget.seconds_left < before - self.budget.seconds_left
            is_last = self._is_proven(best) or is_settled or is_late
            if is_last:
                whole = self._grow(best, needs, whole=True)
                is_settled = bool((whole == hidden).all()) and choice.is_proven_optimal
                if is_late and not self._is_proven(whole):
                    self._choose()  # what was proven on the way raises the bound
                if self._is_proven(whole) or is_settled or is_late:
                    return whole
                best = whole

    def as_far_as_possible(self, needs: Sequence[RangeRequirement]) -> NDArray[np.bool_]:
        """A choice, not the best, that meets all needs except those that cannot be met here."""
        self.beyond = set()
        return self._grow(self.problem.always_hidden.copy(), needs, whole=True)

    def _is_proven(self, hidden: NDArray[np.bool_]) -> bool:
        return bool(self._cost(hidden) <= np.ceil(self.bound - 1e-6))

    def _cost(self, hidden: NDArray[np.bool_]) -> float:
        """What readers lose with the cells hidden besides the sensitive ones."""
        return float(self.costs[hidden & ~self.problem.always_hidden].sum())

    @property
    def _is_late(self) -> bool:
        return self.budget.is_exhausted

    def _grow(
        self, hidden: NDArray[np.bool_], needs: Sequence[RangeRequirement], *, whole: bool
    ) -> NDArray[np.bool_]:
        """The choice with more cells, a few for each proof, until it meets all needs.

        A need that is met stays met when more is hidden, so only the open needs are checked again.
        """
        grown = hidden.copy()
        open_needs = [need for need in needs if grown[need.cell]]
        later: list[RangeRequirement] = []
        turn = -1
        while True:
            turn += 1
            attacker = inference.build_attacker(self.problem, grown, self.witnesses)
            failures = attacker.search_unmet(open_needs, whole=whole and not later, most=self.batch)
            self.witnesses = (self.witnesses + attacker.witnesses)[-MAX_WITNESSES:]
            later += attacker.fractional if failures and failures[0].prices is not None else []
            if not failures and (not later or not whole):
                return grown
            if not failures:
                # Real numbers are settled; now check whole numbers for the needs set aside.
                open_needs, later = [*attacker.fractional, *later], []
                continue
            cells = np.flatnonzero(grown)
            proofs = self._proofs(failures, cells)
            self._learn(proofs)
            before = grown.copy()
            times = 1 if self.batch is None else 1 + turn // PATIENCE
            grown[set_cover.find_greedy_set_cover(proofs, self.costs, cells, times)] = True
            if proofs and (grown == before).all():
                # Rounding errors made the proofs too weak: hide the cells they name.
                free = np.unique(np.concatenate([cut.cells for cut in proofs]))
                free = free[~grown[free]]
                if not len(free):
                    raise cuts.CellNotProtectable(failures[0].need.cell)
                grown[free] = True
            new = grown & ~before
            open_needs = attacker.open_needs + [need for need in needs if new[need.cell]]
            open_needs = [need for need in open_needs if need.cell not in (self.beyond or ())]

    def _proofs(
        self, failures: Sequence[UnmetRequirement], hidden: IntArray
    ) -> list[cuts.SuppressionCut]:
        """The cuts that the failures prove, without those of cells that cannot be hidden well enough."""
        proven = []
        for failure in failures:
            try:
                proven.append(cuts.cut_proved_by_failure(self.problem, failure, hidden))
            except cuts.CellNotProtectable as error:
                if self.beyond is None:
                    raise
                self.beyond.add(error.cell)
        return proven

    def _learn(self, new_cuts: Iterable[cuts.SuppressionCut]) -> None:
        self.cuts.update((cut.identity, cut) for cut in new_cuts)

    def _choose(self) -> set_cover.CoverSolution:
        seconds = self.budget.to_wall_seconds(max(1.0, min(60.0, self.budget.seconds_left)))
        choice = set_cover.solve_set_cover(
            list(self.cuts.values()), self.costs, self.order, seconds
        )
        self.bound = max(self.bound, choice.bound)
        return choice
