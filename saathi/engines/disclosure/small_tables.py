"""Suppression of tables so small that an attacker can replay the program on them.

Whole groups of cells are hidden, drawn by the secret (`code_groups`). A group is hidden if one of
its cells is sensitive. So any table that agrees with the printed numbers and has a small cell in
every hidden group would have been published in the same way, for as many secrets; across these
tables no hidden cell may be known too well. Where one is, larger groups are tried; if these fail as
well, the table is refused.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure import cuts, inference
from saathi.engines.disclosure.attacker import RangeRequirement
from saathi.engines.disclosure.code_groups import (
    CodeGroups,
    GroupName,
    GroupSize,
    draw_size,
    list_code_parents,
)
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.policy import SuppressionProblem, has_other_reasons
from saathi.engines.disclosure.reasoned_tables import ReasonedTables, RuleKnowledge
from saathi.engines.disclosure.system import IntArray
from saathi.engines.disclosure.tables import ZeroPolicy

# Up to this many printed cells that are not totals, an attacker is assumed to try all tables.
MAX_FINEST_CELLS = 16
MAX_CELLS = 120
# The sizes of groups that are tried after the first draw.
FURTHER_SIZES = (
    GroupSize.PAIRS,
    GroupSize.PAIRS,
    GroupSize.PAIRS,
    GroupSize.THREES,
    GroupSize.FOURS,
    GroupSize.WHOLE,
)
REFUSAL = (
    "So small a table cannot be suppressed safely: from what would be printed and the rule, a small "
    "cell could be proven. Round it (--method round), or publish a coarser table with larger counts."
)

type BoolArray = NDArray[np.bool_]


def is_small_table(problem: SuppressionProblem) -> bool:
    """Whether an attacker could try all tables that agree with what is printed.

    False where a cell may also be hidden for its agencies or events, about which the table reveals
    nothing.
    """
    if has_other_reasons(problem):
        return False
    printed = problem.printed
    finest = problem.system.is_finest_in_tables()[: len(printed)]
    return bool(printed.sum() <= MAX_CELLS and (printed & finest).sum() <= MAX_FINEST_CELLS)


def hide_whole_groups(problem: SuppressionProblem, seed: int) -> BoolArray:
    """The hidden cells: whole groups, without cells that everyone can compute; raises if unsafe."""
    if not problem.sensitive.any():
        return problem.always_hidden
    try:
        relaxed = inference.relax_lower_bounds(problem)
    except cuts.CellNotProtectable as error:
        raise InputError(REFUSAL) from error
    parents = list_code_parents(problem.system, problem.printed)
    draw = np.random.default_rng(seed)
    for size in _sizes(draw):
        groups = CodeGroups(parents, size, draw)
        hidden, blocks = _hide(problem, groups)
        shown_again = _drop_computable(problem, hidden)
        if shown_again is not None and _is_safe(relaxed, shown_again, blocks):
            return shown_again
    raise InputError(REFUSAL)


def _sizes(draw: np.random.Generator) -> Iterator[GroupSize]:
    yield draw_size(draw)
    yield from FURTHER_SIZES


def _hide(problem: SuppressionProblem, groups: CodeGroups) -> tuple[BoolArray, list[IntArray]]:
    """The cells of all groups that have a sensitive cell, and those groups."""
    cells: dict[GroupName, list[int]] = {}
    for place in np.flatnonzero(problem.printed & problem.may_hide).tolist():
        cells.setdefault(groups.name(problem.system.keys[place]), []).append(place)
    hidden, blocks = problem.always_hidden.copy(), []
    for own in cells.values():
        if problem.sensitive[own].any():
            hidden[own] = True
            blocks.append(np.array(own))
    return hidden, blocks


def _drop_computable(problem: SuppressionProblem, hidden: BoolArray) -> BoolArray | None:
    """The choice without cells that everyone can compute; None if one of these is sensitive."""
    choice = inference.drop_computable_cells(problem, hidden, [])
    attacker = inference.build_attacker(problem, choice, [])
    for cell in np.flatnonzero(problem.sensitive).tolist():
        count = int(problem.counts[cell])
        for sign in (1, -1):
            attacker.bound_furthest_integer(cell, sign, count + sign)
        if attacker.low[cell] == attacker.high[cell]:
            return None
    return choice


def _is_safe(problem: SuppressionProblem, hidden: BoolArray, blocks: Sequence[IntArray]) -> bool:
    """Whether no hidden cell is known too well in the tables that would be published like this."""
    own = [block[hidden[block]] for block in blocks]
    small = problem.counts < problem.policy.k
    reasons = [block for block in own if small[block].any()]
    problems = [problem]
    if inference.has_joint_table(problem):
        problems.append(inference.without_joint_table(problem))
    return all(_is_wide(each, hidden, reasons) for each in problems)


def _is_wide(problem: SuppressionProblem, hidden: BoolArray, reasons: Sequence[IntArray]) -> bool:
    k, counts, matrix = problem.policy.k, problem.counts, problem.system.matrix
    sums = np.zeros(matrix.shape[0], np.int64) if problem.sums is None else problem.sums
    lower = np.where(hidden, problem.floor, counts)
    upper = np.where(hidden, problem.max_counts, counts)
    tables = ReasonedTables(RuleKnowledge(matrix, lower, upper, sums, k, reasons), counts)
    cells = np.flatnonzero(hidden & problem.printed).tolist()
    if tables.list_unreachable([n for n in problem.list_requirements() if n.sign > 0]):
        return False
    not_small = tables.list_unreachable([RangeRequirement(c, -1, k - 1) for c in cells])
    large = {goal.cell for goal in not_small}
    others = [cell for cell in cells if cell not in large]
    up = [RangeRequirement(cell, 1, k) for cell in others]
    down = []
    if problem.policy.zeros is ZeroPolicy.PROTECTED:
        down = [RangeRequirement(cell, -1, int(problem.floor[cell])) for cell in others]
    if tables.list_unreachable(up + down):
        return False
    vary = [c for c in sorted(large) if tables.low[c] == tables.high[c]]
    stuck = tables.list_unreachable([RangeRequirement(c, 1, int(counts[c]) + 1) for c in vary])
    fixed = [RangeRequirement(goal.cell, -1, goal.goal - 2) for goal in stuck]
    return not tables.list_unreachable(fixed)
