"""Small moves from one whole table to others: the quick proof that a cell of a large table may vary.

From a table that agrees with all that is printed (a rounded table is one itself) a finest cell is
changed with all its totals, and others are changed against it until everything agrees again.
"""

from dataclasses import replace

import numpy as np
from scipy import sparse

from saathi.disclosure.attacker import FAR, Attacker, Need
from saathi.disclosure.expansion import Expansion, expand
from saathi.disclosure.system import Numbers, System
from saathi.disclosure.walk import Limits, Walk
from saathi.disclosure.windows import frame_of, windows, within

# How long the walk for one cell may be, and how often it is tried.
STEPS = 60
TRIES = 3
# Above so many cells the attacker looks through windows before she looks at the whole.
VIEWED_CELLS = 10_000
# Cells of a window, and whether families are mixed in it, one pass after the other.
PASSES = ((4_000, False), (4_000, True), (8_000, True))


def explore(attacker: Attacker, system: System, whole: Numbers, needs: list[Need]) -> None:
    """Shows the attacker tables near the `whole` one, until the needs are met or no move is found."""
    if not attacker.agrees(whole):
        return
    everything = np.arange(system.size)
    attacker.take(everything, whole)
    expansion = expand(system)
    _single(attacker, expansion, whole)
    is_rounded = attacker.upper.max(initial=0) < FAR
    still = [need for need in needs if not attacker.is_met(need)]
    if still and is_rounded:
        _walks(attacker, expansion, whole, still)
    elif still and system.size > VIEWED_CELLS:
        _views(attacker, system, whole, still)


def _single(attacker: Attacker, expansion: Expansion, whole: Numbers) -> None:
    """One finest cell alone, as far as the bounds of all its totals let it go."""
    columns = expansion.columns
    starts = columns.indptr[:-1]
    room = (attacker.upper - whole)[columns.indices], (whole - attacker.lower)[columns.indices]
    up, down = (np.minimum.reduceat(each // columns.data, starts) for each in room)
    up[expansion.tied], down[expansion.tied] = 0, 0
    rows = expansion.matrix
    begins = rows.indptr[:-1]
    most = np.maximum.reduceat(up[rows.indices] * rows.data, begins)
    least = np.maximum.reduceat(down[rows.indices] * rows.data, begins)
    everything = np.arange(len(whole))
    attacker.take(everything, whole + most)
    attacker.take(everything, whole - least)


def _views(attacker: Attacker, system: System, whole: Numbers, needs: list[Need]) -> None:
    """Tables that differ from the whole one within a window only."""
    frame, columns = frame_of(system), system.matrix.tocsc()
    draw = np.random.default_rng(0)
    for size, is_mixed in PASSES:
        for inside in windows(frame, size, draw if is_mixed else None):
            own = [need for need in within(needs, inside) if not attacker.is_met(need)]
            if not own:
                continue
            part = columns[:, inside].tocsr()
            part = part[np.flatnonzero(np.diff(part.indptr))]
            sums = part.astype(np.int64) @ whole[inside]
            limits = attacker.lower[inside], attacker.upper[inside]
            view = Attacker(part, *limits, whole[inside], sums)
            view.sweep([replace(n, cell=int(np.searchsorted(inside, n.cell))) for n in own])
            attacker.take(inside, view.low)
            attacker.take(inside, view.high)
        needs = [need for need in needs if not attacker.is_met(need)]


def _walks(attacker: Attacker, expansion: Expansion, whole: Numbers, needs: list[Need]) -> None:
    ends = expansion.ends
    none = np.zeros(expansion.ties.shape[0], dtype=np.int64)
    walk = Walk(
        sparse.vstack([expansion.matrix, expansion.ties]),
        Limits(np.append(attacker.lower, none), np.append(attacker.upper, none)),
        Limits(attacker.lower[ends], attacker.upper[ends]),
    )
    walk.start(whole[ends])
    for need in needs:
        for _ in range(TRIES):
            if attacker.is_met(need):
                break
            low, high = int(attacker.lower[need.cell]), int(attacker.upper[need.cell])
            limits = (need.goal, high) if need.sign > 0 else (low, need.goal)
            changed = walk.reach(need.cell, limits, STEPS)
            if changed is not None:
                cells = changed[changed < len(whole)]
                attacker.take(cells, walk.sums[cells])
            walk.back()
