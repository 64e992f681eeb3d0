"""Design before protection: the most detailed table that remains useful after protection.

For every set of dimensions, the roll-up lattice is searched from the most detailed table until one
keeps at least four fifths of its non-zero cells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from saathi.engines.disclosure.budget import SuppressionEffort
from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.policy import DisclosurePolicy, SuppressionProblem, build_problem
from saathi.engines.disclosure.rollup import DROPPED, DetailLevel, list_dimension_levels, roll_up
from saathi.engines.disclosure.suppression import suppress_cells
from saathi.engines.disclosure.table_files import build_counted_system, complete_and_check
from saathi.engines.disclosure.tables import CountTable, DisclosureMethod

LARGEST_LOSS = 0.2
# The number of candidates protected as a trial for each set of dimensions, and the time for each.
TRIALS = 8
TRIAL_SECONDS = 5.0


@dataclass(frozen=True)
class TableDesign:
    """A table worth protecting: its levels, its non-zero cells, and the share that will be visible.

    `shown_share` is the share of these cells, `persons_share` that of the children in its finest
    cells.
    """

    table: CountTable
    levels: Mapping[str, DetailLevel]
    cells: int
    shown_share: float
    persons_share: float

    def describe(self) -> str:
        """The design in a sentence."""
        levels = [level.describe(n) for n, level in self.levels.items() if not level.is_dropped]
        return (
            f"{' x '.join(levels)}: {self.cells:,} cells that are not zero, {self.shown_share:.0%} of them "
            f"shown, with {self.persons_share:.0%} of the children"
        )


def list_designs(
    table: CountTable,
    hierarchies: Mapping[str, Hierarchy],
    policy: DisclosurePolicy,
    method: DisclosureMethod,
) -> list[TableDesign]:
    """The most detailed design of every set of dimensions that has one; most cells first."""
    whole = complete_and_check([table], hierarchies).tables[0]
    possible = list_dimension_levels(whole, hierarchies)
    designs = []
    for size in range(len(whole.dimensions), 0, -1):
        for kept in combinations(whole.dimensions, size):
            best = _best(whole, hierarchies, _choices(possible, kept), (policy, method))
            designs += [best] if best is not None else []
    return sorted(designs, key=lambda design: -design.cells)


def _choices(
    possible: Mapping[str, list[DetailLevel]], kept: Sequence[str]
) -> list[dict[str, DetailLevel]]:
    ways = [possible[name] if name in kept else [DROPPED] for name in possible]
    return [dict(zip(possible, way, strict=True)) for way in product(*ways)]


def _best(
    table: CountTable,
    hierarchies: Mapping[str, Hierarchy],
    choices: list[dict[str, DetailLevel]],
    rule: tuple[DisclosurePolicy, DisclosureMethod],
) -> TableDesign | None:
    """The first design that keeps enough, beginning with the most cells; None if none does."""
    candidates: list[tuple[int, int, SuppressionProblem, CountTable, dict[str, DetailLevel]]] = []
    for chosen in choices:
        coarse = roll_up(table, hierarchies, chosen)
        trees = {n: tree for n, tree in hierarchies.items() if n in coarse.dimensions}
        tables = complete_and_check([coarse], trees)
        task = build_problem(tables, build_counted_system(tables), rule[0])
        non_zero = task.counts > 0
        if non_zero.any() and (task.sensitive & non_zero).sum() <= LARGEST_LOSS * non_zero.sum():
            candidates.append((int(non_zero.sum()), len(candidates), task, coarse, chosen))
    for cells, _, task, coarse, chosen in sorted(candidates, key=lambda c: (-c[0], c[1]))[:TRIALS]:
        shown, persons = _visible_shares(task, rule[1])
        if shown >= 1 - LARGEST_LOSS:
            return TableDesign(coarse, chosen, cells, shown, persons)
    return None


def _visible_shares(task: SuppressionProblem, method: DisclosureMethod) -> tuple[float, float]:
    """The shares of cells and of children that stay visible. Rounding loses the small cells."""
    hidden = task.sensitive
    if method is DisclosureMethod.SUPPRESS:
        hidden = suppress_cells(task, SuppressionEffort(seconds=TRIAL_SECONDS)).hidden
    non_zero = task.counts > 0
    ends = task.system.is_finest()
    seen, everybody = (int(task.counts[some].sum()) for some in (ends & ~hidden, ends))
    return float(np.mean(~hidden[non_zero])), seen / max(1, everybody)
