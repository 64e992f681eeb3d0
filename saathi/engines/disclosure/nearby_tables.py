"""Small moves from one whole table to others: a quick proof that a cell of a large table can vary.

Starting from a table that agrees with all that is printed (a rounded table is one itself), a finest
cell is changed with all its totals, and others are changed to compensate until everything agrees
again.
"""

from dataclasses import replace

import numpy as np
from scipy import sparse

from saathi.engines.disclosure.attacker import UNBOUNDED, DisclosureAttacker, RangeRequirement
from saathi.engines.disclosure.expansion import CellExpansion, expand_cells
from saathi.engines.disclosure.local_search import RowLimits, TableSearch
from saathi.engines.disclosure.system import CellSystem, IntArray
from saathi.engines.disclosure.windows import build_frame, iterate_windows, requirements_within

# The maximal length of the walk for one cell, and the number of tries.
MAX_STEPS = 60
MAX_TRIES = 3
# With more cells than this, the attacker searches windows before the whole.
VIEWED_CELLS = 10_000
# For each pass, the cells of a window and whether families are mixed in it.
PASSES = ((4_000, False), (4_000, True), (8_000, True))


def explore_nearby_tables(
    attacker: DisclosureAttacker, system: CellSystem, whole: IntArray, needs: list[RangeRequirement]
) -> None:
    """Gives the attacker tables near the `whole` one, until the needs are met or no move is found."""
    if not attacker.allows_table(whole):
        return
    everything = np.arange(system.size)
    attacker.add_witness_table(everything, whole)
    expansion = expand_cells(system)
    _single(attacker, expansion, whole)
    is_rounded = attacker.upper.max(initial=0) < UNBOUNDED
    open_needs = [need for need in needs if not attacker.is_met(need)]
    if open_needs and is_rounded:
        _walks(attacker, expansion, whole, open_needs)
    elif open_needs and system.size > VIEWED_CELLS:
        _views(attacker, system, whole, open_needs)


def _single(attacker: DisclosureAttacker, expansion: CellExpansion, whole: IntArray) -> None:
    """Varies one finest cell alone, as far as the bounds of all its totals allow."""
    columns = expansion.columns
    starts = columns.indptr[:-1]
    room = (attacker.upper - whole)[columns.indices], (whole - attacker.lower)[columns.indices]
    up, down = (np.minimum.reduceat(distance // columns.data, starts) for distance in room)
    up[expansion.has_ties], down[expansion.has_ties] = 0, 0
    rows = expansion.matrix
    begins = rows.indptr[:-1]
    most = np.maximum.reduceat(up[rows.indices] * rows.data, begins)
    least = np.maximum.reduceat(down[rows.indices] * rows.data, begins)
    everything = np.arange(len(whole))
    attacker.add_witness_table(everything, whole + most)
    attacker.add_witness_table(everything, whole - least)


def _views(
    attacker: DisclosureAttacker, system: CellSystem, whole: IntArray, needs: list[RangeRequirement]
) -> None:
    """Tries tables that differ from the whole one only within a window."""
    frame, columns = build_frame(system), system.matrix.tocsc()
    draw = np.random.default_rng(0)
    for size, is_mixed in PASSES:
        for inside in iterate_windows(frame, size, draw if is_mixed else None):
            own = [need for need in requirements_within(needs, inside) if not attacker.is_met(need)]
            if not own:
                continue
            part = columns[:, inside].tocsr()
            part = part[np.flatnonzero(np.diff(part.indptr))]
            sums = part.astype(np.int64) @ whole[inside]
            limits = attacker.lower[inside], attacker.upper[inside]
            view = DisclosureAttacker(part, *limits, whole[inside], sums)
            view.search_witnesses(
                [replace(n, cell=int(np.searchsorted(inside, n.cell))) for n in own]
            )
            attacker.add_witness_table(inside, view.low)
            attacker.add_witness_table(inside, view.high)
        needs = [need for need in needs if not attacker.is_met(need)]


def _walks(
    attacker: DisclosureAttacker,
    expansion: CellExpansion,
    whole: IntArray,
    needs: list[RangeRequirement],
) -> None:
    ends = expansion.finest_cells
    none = np.zeros(expansion.ties.shape[0], dtype=np.int64)
    walk = TableSearch(
        sparse.vstack([expansion.matrix, expansion.ties]),
        RowLimits(np.append(attacker.lower, none), np.append(attacker.upper, none)),
        RowLimits(attacker.lower[ends], attacker.upper[ends]),
    )
    walk.start_from(whole[ends])
    for need in needs:
        for _ in range(MAX_TRIES):
            if attacker.is_met(need):
                break
            low, high = int(attacker.lower[need.cell]), int(attacker.upper[need.cell])
            limits = (need.goal, high) if need.sign > 0 else (low, need.goal)
            changed = walk.reach(need.cell, limits, MAX_STEPS)
            if changed is not None:
                cells = changed[changed < len(whole)]
                attacker.add_witness_table(cells, walk.sums[cells])
            walk.undo_bring_within_limits()
