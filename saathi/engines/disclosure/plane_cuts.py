"""Planes of a large system: all cells that differ in two dimensions only, with the sums among them.

An attacker who knows no other sums knows less. So what must be hidden from that attacker must be
hidden from everyone, and planes, each small enough for a proof, give a lower bound on what any
choice hides.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

import numpy as np

from saathi.engines.disclosure.cuts import CellNotProtectable, SuppressionCut
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.system import CellSystem, IntArray
from saathi.engines.disclosure.windows import WindowFrame

# In a plane this small, single sums prove everything; a larger one takes too long.
SMALLEST, LARGEST = 9, 4_000

# Returns the cuts of a plane that prove the fewest cells.
type PlaneProver = Callable[[SuppressionProblem], Iterable[SuppressionCut]]


def find_plane_cuts(
    problem: SuppressionProblem,
    frame: WindowFrame,
    prover: PlaneProver,
    is_late: Callable[[], bool],
) -> Iterator[SuppressionCut]:
    """The cuts that planes prove, the smallest plane first, until the time is up; valid for the whole."""
    for inside in sorted(_planes(frame), key=len):
        if is_late():
            return
        if SMALLEST <= len(inside) <= LARGEST and problem.sensitive[inside].any():
            yield from _cuts(problem, inside, prover)


def _planes(frame: WindowFrame) -> Iterator[IntArray]:
    """The cells of each plane in their order."""
    for varying in combinations(range(len(frame.codes)), min(2, len(frame.codes))):
        fixed = [place for place in range(len(frame.codes)) if place not in varying]
        many = [len(frame.above[place]) for place in fixed]
        strides = np.cumprod([1, *many])[: len(many)].astype(np.int64)
        number = strides @ frame.codes[fixed] if fixed else np.zeros_like(frame.codes[0])
        order = np.argsort(number, kind="stable")
        yield from np.split(order, np.flatnonzero(np.diff(number[order])) + 1)


def _cuts(
    problem: SuppressionProblem, inside: IntArray, prover: PlaneProver
) -> Iterator[SuppressionCut]:
    part = problem.system.matrix[:, inside]
    within = np.asarray(abs(part).sum(1)).ravel()
    rows = np.flatnonzero((within > 0) & (within == np.diff(problem.system.matrix.indptr)))
    if len(rows) < 2:
        return
    system = CellSystem([problem.system.keys[c] for c in inside.tolist()], {}, (), part[rows])
    view = SuppressionProblem(
        system,
        problem.counts[inside],
        problem.sensitive[inside],
        problem.low[inside],
        problem.high[inside],
        problem.floor[inside],
        problem.may_hide[inside],
        problem.policy,
        None if problem.already_hidden is None else problem.already_hidden[inside],
        problem.max_counts[inside],
    )
    try:
        for cut in prover(view):
            given = None if cut.required_hidden is None else int(inside[cut.required_hidden])
            yield SuppressionCut(inside[cut.cells], cut.weights, given)
    except CellNotProtectable:
        # Rare: then the whole proves it itself.
        return
