"""Planes of a large system: all cells that differ in two dimensions only, with the sums among them.

Who knows no other sums knows less. So what must be hidden against her must be hidden against everybody,
and planes, each small enough for a proof, bound from below what any choice hides.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

import numpy as np

from saathi.disclosure.cuts import CannotBeHidden, Cut
from saathi.disclosure.needs import Problem
from saathi.disclosure.system import Numbers, System
from saathi.disclosure.windows import Frame

# In so small a plane single sums prove all there is; one larger takes too long.
SMALLEST, LARGEST = 9, 4_000

# The cuts that the proof of the fewest cells of a plane comes to.
type Prover = Callable[[Problem], Iterable[Cut]]


def cuts_of_planes(
    problem: Problem, frame: Frame, prover: Prover, is_late: Callable[[], bool]
) -> Iterator[Cut]:
    """What the planes prove, the smallest first, until time is up; it holds for the whole."""
    for inside in sorted(_planes(frame), key=len):
        if is_late():
            return
        if SMALLEST <= len(inside) <= LARGEST and problem.sensitive[inside].any():
            yield from _cuts(problem, inside, prover)


def _planes(frame: Frame) -> Iterator[Numbers]:
    """The cells of each plane in their order."""
    for varying in combinations(range(len(frame.codes)), min(2, len(frame.codes))):
        fixed = [place for place in range(len(frame.codes)) if place not in varying]
        many = [len(frame.above[place]) for place in fixed]
        strides = np.cumprod([1, *many])[: len(many)].astype(np.int64)
        number = strides @ frame.codes[fixed] if fixed else np.zeros_like(frame.codes[0])
        order = np.argsort(number, kind="stable")
        yield from np.split(order, np.flatnonzero(np.diff(number[order])) + 1)


def _cuts(problem: Problem, inside: Numbers, prover: Prover) -> Iterator[Cut]:
    part = problem.system.matrix[:, inside]
    within = np.asarray(abs(part).sum(1)).ravel()
    rows = np.flatnonzero((within > 0) & (within == np.diff(problem.system.matrix.indptr)))
    if len(rows) < 2:
        return
    system = System([problem.system.keys[c] for c in inside.tolist()], {}, (), part[rows])
    view = Problem(
        system,
        problem.counts[inside],
        problem.sensitive[inside],
        problem.low[inside],
        problem.high[inside],
        problem.floor[inside],
        problem.may_hide[inside],
        problem.policy,
        None if problem.given is None else problem.given[inside],
        problem.most[inside],
    )
    try:
        for cut in prover(view):
            given = None if cut.given is None else int(inside[cut.given])
            yield Cut(inside[cut.cells], cut.weights, given)
    except CannotBeHidden:
        # Seldom: then the whole says so itself.
        return
