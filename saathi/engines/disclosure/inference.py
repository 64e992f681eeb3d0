"""Conclusions from the rule itself: a hidden cell that cannot be small is not small.

Every sensitive cell must stay able to be small and to reach k. An attacker who knows this rule
concludes that a hidden cell that cannot be both is a larger one, and may use that against its
neighbours.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure import cuts, rule_inference
from saathi.engines.disclosure.attacker import (
    TOLERANCE,
    DisclosureAttacker,
    RangeRequirement,
    Witness,
)
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.system import JOINT_TABLE_NAME, IntArray
from saathi.engines.disclosure.tables import ZeroPolicy


def build_attacker(
    problem: SuppressionProblem,
    hidden: NDArray[np.bool_],
    witnesses: Sequence[Witness],
    at_least: IntArray | None = None,
) -> DisclosureAttacker:
    """An attacker who sees all but the hidden cells, and knows a lower bound of each of those."""
    floor = problem.floor if at_least is None else at_least
    lower = np.where(hidden, floor, problem.counts)
    upper = np.where(hidden, problem.max_counts, problem.counts)
    attacker = DisclosureAttacker(problem.system.matrix, lower, upper, problem.counts, problem.sums)
    attacker.adopt_witnesses(witnesses)
    return attacker


def list_revealing_cells(
    problem: SuppressionProblem, hidden: NDArray[np.bool_], witnesses: list[Witness]
) -> set[int]:
    """The larger hidden cells through which the rule reveals a sensitive one.

    With protected zeros, these are all cells that prove presence and might be small. With public
    zeros such proof reveals nothing, unless it breaks a sensitive cell.
    """
    between = _between(problem, hidden, witnesses)
    if not between or problem.policy.zeros is ZeroPolicy.PROTECTED:
        return between
    at_least = problem.floor.copy()
    at_least[list(between)] = problem.policy.k
    attacker = build_attacker(problem, hidden, [], at_least)
    for cells, values in witnesses:
        if hidden[cells].all() and (values >= at_least[cells]).all():
            attacker.add_witness_table(cells, values)
    needs = [need for need in problem.list_requirements() if hidden[need.cell]]
    return between if attacker.search_unmet(needs) else set()


def _between(
    problem: SuppressionProblem, hidden: NDArray[np.bool_], witnesses: list[Witness]
) -> set[int]:
    """Hidden cells that are not small, cannot be at their floor, and may still be below k."""
    if not problem.sensitive.any():
        return set()
    k = problem.policy.k
    attacker = build_attacker(problem, hidden, witnesses)
    cells = set()
    for cell in np.flatnonzero(hidden & problem.larger_cells):
        floor = int(problem.floor[cell])
        need = RangeRequirement(int(cell), -1, floor)
        if floor >= k or attacker.is_met(need):
            continue
        answer, _ = attacker.find_furthest(need)
        lowest = int(np.ceil(-answer.value - TOLERANCE))
        if attacker.low[cell] > lowest:
            lowest = int(np.ceil(attacker.bound_furthest_integer(int(cell), -1, floor) - TOLERANCE))
        if floor < lowest < k:
            cells.add(int(cell))
    witnesses += attacker.witnesses
    return cells


def list_cells_presumed_small(problem: SuppressionProblem, hidden: NDArray[np.bool_]) -> set[int]:
    """The larger cells where an attacker ignoring the finest table proves presence, perhaps of few.

    With that table they are known to be k or more. Applies only with protected zeros.
    """
    if problem.policy.zeros is ZeroPolicy.PUBLIC or not has_joint_table(problem):
        return set()
    return _between(without_joint_table(problem), hidden, [])


def has_joint_table(problem: SuppressionProblem) -> bool:
    """Whether the finest table behind linked ones is taken into account."""
    return any(line.table == JOINT_TABLE_NAME for line in problem.system.lines)


def without_joint_table(problem: SuppressionProblem) -> SuppressionProblem:
    """The problem as an attacker sees it who ignores the finest table behind linked ones."""
    system = problem.system
    kept = np.flatnonzero(system.is_sum_of_tables())
    lines = [line for line in system.lines if line.table != JOINT_TABLE_NAME]
    plain = replace(system, lines=lines, matrix=system.matrix[kept])
    sums = None if problem.sums is None else problem.sums[kept]
    return replace(problem, system=plain, sums=sums)


def require_small_values(problem: SuppressionProblem, cells: set[int]) -> SuppressionProblem:
    """The problem in which these cells must be able to be as small as a sensitive one."""
    places = sorted(cells)
    sensitive, low, high = problem.sensitive.copy(), problem.low.copy(), problem.high.copy()
    sensitive[places] = True
    low[places] = problem.floor[places]
    high[places] = np.maximum(problem.counts[places], problem.policy.k)
    return replace(problem, sensitive=sensitive, low=low, high=high)


def describe_hidden_cells(
    problem: SuppressionProblem, hidden: NDArray[np.bool_]
) -> rule_inference.HiddenCells:
    """What everyone knows when these cells are hidden."""
    lower = np.where(hidden, problem.floor, problem.counts)
    upper = np.where(hidden, problem.max_counts, problem.counts)
    system, k = problem.system, problem.policy.k
    return rule_inference.HiddenCells(
        system.matrix, lower, upper, problem.sums, k, problem.printed, system.is_sum_of_tables()
    )


def list_partners(problem: SuppressionProblem, cells: Sequence[int], tried: set[int]) -> set[int]:
    """For each cell, another cell in one of its sums that could be the small one in its place.

    The finest come first, so that totals remain visible.
    """
    everything = problem.may_hide | problem.always_hidden
    known = describe_hidden_cells(problem, everything)
    free = problem.printed & problem.may_hide & ~problem.sensitive
    depth = [len(key) for key in problem.system.keys]
    partners = set()
    for cell in cells:
        beside = {
            other
            for line in problem.system.lines
            if cell in (line.total, *line.parts)
            for other in (line.total, *line.parts)
        }
        ordered = sorted(beside - tried - {cell}, key=lambda other: (-depth[other], other))
        for other in ordered:
            if free[other] and rule_inference.is_exchangeable(known, cell, other):
                partners.add(other)
                break
    return partners


def drop_computable_cells(
    problem: SuppressionProblem, hidden: NDArray[np.bool_], witnesses: Sequence[Witness]
) -> NDArray[np.bool_]:
    """The choice without the cells that everyone can compute: showing them reveals nothing new."""
    attacker = build_attacker(problem, hidden, witnesses)
    choice = hidden.copy()
    for cell in np.flatnonzero(hidden & ~problem.always_hidden).tolist():
        count = int(problem.counts[cell])
        if attacker.low[cell] < attacker.high[cell]:
            continue
        for sign in (1, -1):
            attacker.bound_furthest_integer(cell, sign, count + sign)
            if attacker.low[cell] < attacker.high[cell]:
                break
        else:
            choice[cell] = False
    return choice


def relax_lower_bounds(problem: SuppressionProblem) -> SuppressionProblem:
    """The problem with achievable lower bounds: those that remain if every allowed cell is hidden.

    What printed zeros reveal about a cell cannot be undone by hiding others, so everyone knows that
    lower bound. With protected zeros it must not show that a child is present, perhaps one of few.
    """
    everything, k = problem.may_hide | problem.always_hidden, problem.policy.k
    attacker = build_attacker(problem, everything, [])
    needs = [need for need in problem.list_requirements() if need.sign < 0]
    larger = np.flatnonzero(
        everything & problem.larger_cells & ~problem.sensitive & (problem.floor < k)
    )
    if problem.policy.zeros is ZeroPolicy.PROTECTED:
        larger = larger[:0]  # such a cell may not be hidden, whatever is known of it
    needs += [RangeRequirement(cell, -1, int(problem.floor[cell])) for cell in larger.tolist()]
    attacker.search_witnesses(needs)
    low, floor = problem.low.copy(), problem.floor.copy()
    for need in needs:
        if attacker.is_met(need):
            continue
        answer, _ = attacker.find_furthest(need)
        least = max(need.goal, int(np.ceil(-answer.value - TOLERANCE)))
        if attacker.low[need.cell] > least:
            # Whole children may not reach as low as the sums do in real numbers.
            whole = attacker.bound_furthest_integer(need.cell, -1, least)
            least = max(least, int(np.ceil(whole - TOLERANCE)))
        floor[need.cell] = max(floor[need.cell], least)
        if problem.sensitive[need.cell]:
            low[need.cell] = least
            if problem.policy.zeros is ZeroPolicy.PROTECTED and 0 < least < k:
                raise cuts.CellNotProtectable(need.cell)
    return replace(problem, low=low, floor=floor)
