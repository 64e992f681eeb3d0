"""Which cells are sensitive, and which range of values must stay possible for each of them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure.attacker import UNBOUNDED, RangeRequirement
from saathi.engines.disclosure.sum_bounds import lower_bounds
from saathi.engines.disclosure.system import CellSystem, IntArray
from saathi.engines.disclosure.tables import CellStatus, LinkedTables, TableRow, ZeroPolicy

MIN_EVENTS = 3


@dataclass(frozen=True)
class DisclosurePolicy:
    """The definition of safe: at least `k` children in a cell, and whether zeros may be known."""

    k: int = 5
    zeros: ZeroPolicy = ZeroPolicy.PROTECTED


@dataclass(frozen=True)
class SuppressionProblem:
    """The cells with their counts and the requirements for each.

    A sensitive cell is always hidden; to an attacker it must still be possible that it is as small
    as `low` or as large as `high`. A hidden cell is known to be at least `floor`. Cells outside
    `may_hide` are always shown. `given` are cells that are not printed anyway, such as those of an
    earlier release; `ceiling` is the maximum of a hidden cell, and `sums` the total of each row of
    the matrix.
    """

    system: CellSystem
    counts: IntArray
    sensitive: NDArray[np.bool_]
    low: IntArray
    high: IntArray
    floor: IntArray
    may_hide: NDArray[np.bool_]
    policy: DisclosurePolicy
    already_hidden: NDArray[np.bool_] | None = None
    ceiling: IntArray | None = None
    sums: IntArray | None = None

    @property
    def always_hidden(self) -> NDArray[np.bool_]:
        """The cells that are hidden in every choice."""
        return (
            self.sensitive if self.already_hidden is None else self.sensitive | self.already_hidden
        )

    @property
    def printed(self) -> NDArray[np.bool_]:
        """The cells printed in a table, without those that are not printed anyway."""
        return (
            np.ones(len(self.counts), bool) if self.already_hidden is None else ~self.already_hidden
        )

    @property
    def max_counts(self) -> IntArray:
        """The maximum of each cell when it is hidden."""
        return np.full(len(self.counts), UNBOUNDED) if self.ceiling is None else self.ceiling

    @property
    def larger_cells(self) -> NDArray[np.bool_]:
        """The cells that are not small, and need not look small.

        They are hidden to protect others, or only for their agencies or events.
        """
        small = self.sensitive & (self.low <= self.floor)
        return ~small if self.already_hidden is None else ~small & ~self.already_hidden

    def list_requirements(self) -> list[RangeRequirement]:
        """Every value that a sensitive cell has to be able to reach; the widest range first."""
        cells = np.flatnonzero(self.sensitive)
        requirements = [RangeRequirement(int(c), 1, int(self.high[c])) for c in cells] + [
            RangeRequirement(int(c), -1, int(self.low[c]))
            for c in cells
            if self.low[c] < self.counts[c]
        ]
        return sorted(requirements, key=lambda n: n.sign * (self.counts[n.cell] - n.goal))


def build_problem(
    tables: LinkedTables, system: CellSystem, policy: DisclosurePolicy
) -> SuppressionProblem:
    """The requirements of the policy for these tables.

    A cell is sensitive with fewer than k children (zero counts as few if zeros are protected), with
    fewer than three events, or with fewer than k children without the two largest agencies.
    """
    size = system.size
    counts, floor = np.zeros(size, np.int64), np.zeros(size, np.int64)
    low, high = np.zeros(size, np.int64), np.zeros(size, np.int64)
    sensitive, may_hide = np.zeros(size, bool), np.ones(size, bool)
    if policy.zeros is ZeroPolicy.PUBLIC:
        floor[:] = 1
    cells = list(list_strictest_rows(tables, system))
    for row, place in cells:
        counts[place] = row.count or 0
    shown = _printed(tables, system)
    if policy.zeros is ZeroPolicy.PUBLIC:
        floor = _known_at_least(system, counts, shown)
    empty = _empty_by_nature(system, [p for row, p in cells if row.status == CellStatus.STRUCTURAL])
    for row, place in cells:
        is_zero = not row.count and shown[place]
        if empty[place] or (is_zero and policy.zeros is ZeroPolicy.PUBLIC):
            may_hide[place] = False
            continue
        span = _span(row, policy, int(floor[place]))
        if span is not None:
            sensitive[place] = True
            low[place], high[place] = span
    unseen = may_hide & ~shown
    given = unseen if unseen.any() else None
    return SuppressionProblem(
        system, counts, sensitive & ~unseen, low, high, floor, may_hide, policy, given
    )


def has_other_reasons(problem: SuppressionProblem) -> bool:
    """Whether a cell of k or more is hidden for its agencies or events."""
    return bool((problem.sensitive & (problem.counts >= problem.policy.k)).any())


def _printed(tables: LinkedTables, system: CellSystem) -> NDArray[np.bool_]:
    """True for the cells that some table prints; the others are margins that linked tables share."""
    printed = np.zeros(system.size, dtype=bool)
    for table in tables.tables:
        printed[[system.index[table.key_of_row(row)] for row in table.printed_rows]] = True
    return printed


def _known_at_least(system: CellSystem, counts: IntArray, shown: NDArray[np.bool_]) -> IntArray:
    """The lower bound of each cell for an attacker who knows which shown cells are not zero."""
    non_zero = shown & (counts > 0)
    most = np.where(non_zero | ~shown, UNBOUNDED, 0)
    return lower_bounds(system.matrix, None, non_zero.astype(np.int64), most)


def _empty_by_nature(system: CellSystem, declared: list[int]) -> NDArray[np.bool_]:
    """Cells that are empty by definition: those declared so, their parts, and totals of such cells only."""
    empty = np.zeros(system.size, dtype=bool)
    empty[declared] = True
    before = -1
    while declared and before < empty.sum():
        before = int(empty.sum())
        for line in system.lines:
            parts = list(line.parts)
            if empty[line.total]:
                empty[parts] = True
            elif empty[parts].all():
                empty[line.total] = True
    return empty


def list_strictest_rows(tables: LinkedTables, system: CellSystem) -> Iterable[tuple[TableRow, int]]:
    """Each row once, with the number of its cell; for a shared margin, its strictest row."""
    rows: dict[int, TableRow] = {}
    for table in tables.tables:
        for row in table.rows:
            place = system.index[table.key_of_row(row)]
            stricter = rows.get(place)
            rows[place] = row if stricter is None else _strictest(stricter, row)
    return ((row, place) for place, row in rows.items())


def _strictest(one: TableRow, other: TableRow) -> TableRow:
    def few(a: int | None, b: int | None) -> int | None:
        return min((value for value in (a, b) if value is not None), default=None)

    def much(a: int | None, b: int | None) -> int | None:
        return max((value for value in (a, b) if value is not None), default=None)

    is_empty = CellStatus.STRUCTURAL in {one.status, other.status}
    return TableRow(
        one.codes,
        one.count,
        one.text,
        CellStatus.STRUCTURAL if is_empty else "",
        much(one.largest_agency_count, other.largest_agency_count),
        much(one.second_agency_count, other.second_agency_count),
        few(one.events, other.events),
    )


def _span(row: TableRow, policy: DisclosurePolicy, floor: int) -> tuple[int, int] | None:
    """The range that must stay possible for a sensitive cell; None for a safe one."""
    count, k = row.count or 0, policy.k
    top = (row.largest_agency_count or 0) + (row.second_agency_count or 0)
    spans = []
    if count < k:
        spans.append((floor, k))
    if count and row.events is not None and row.events < MIN_EVENTS:
        spans.append((max(floor, count - k), count + k))
    if count and row.largest_agency_count is not None and count - top < k:
        # Agencies that know their own records must still consider any number of others possible.
        spans.append((max(floor, min(top, count)), max(top, count) + k))
    if not spans:
        return None
    low = min(low for low, _ in spans)
    if policy.zeros is ZeroPolicy.PROTECTED and low < k:
        low = 0  # a range from one to k would prove presence, perhaps of few
    return low, max(high for _, high in spans)
