"""Windows on a large system: some codes of each dimension with all their ancestors.

A change within a window, with everything outside unchanged, is a change of the whole: so cells can
be proven to vary, window by window.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure.attacker import RangeRequirement
from saathi.engines.disclosure.system import CellSystem, IntArray

# How many of the largest codes of each dimension are in every window.
HUBS_PER_DIMENSION = 2
# A dimension is divided again only if that makes a window smaller by this share.
WORTHWHILE = 1 / 8


@dataclass(frozen=True)
class WindowFrame:
    """The codes of every cell as numbers (0 is `Total`), and which codes are above which.

    `leaves` are the finest codes of each dimension, those of one family side by side; `hubs` are
    the leaves with most of the counts. They belong to every window: there is room to move there.
    """

    codes: IntArray
    above: list[list[set[int]]]
    leaves: list[IntArray]
    hubs: list[IntArray]


def build_frame(
    system: CellSystem, counts: IntArray | None = None, hubs: int = HUBS_PER_DIMENSION
) -> WindowFrame:
    """The frame of a system, read from its keys and sums; without counts there are no hubs."""
    names = sorted({name for key in system.keys for name, _ in key})
    place = {name: number for number, name in enumerate(names)}
    numbers: list[dict[str, int]] = [{} for _ in names]
    codes = np.zeros((len(names), system.size), dtype=np.int64)
    for cell, key in enumerate(system.keys):
        for name, code in key:
            known = numbers[place[name]]
            codes[place[name], cell] = known.setdefault(code, len(known) + 1)
    parents: list[list[set[int]]] = [[set() for _ in range(len(names) + 1)] for names in numbers]
    for line in system.lines:
        number = place[line.dimension]
        own = codes[number]
        above = int(own[line.total])
        if above:
            for part in line.parts:
                parents[number][own[part]].add(above)
    above_all = [_closed(parent) for parent in parents]
    leaves = []
    for each, closed in zip(parents, above_all, strict=True):
        inner = set[int]().union(*each) if each else set()
        finest = [code for code in range(1, len(each)) if code not in inner]
        families = sorted((sorted(closed[code]), code) for code in finest)
        leaves.append(np.array([code for _, code in families], dtype=np.int64))
    largest = [leaf[:0] for leaf in leaves]
    if counts is not None:
        for number, own in enumerate(codes):
            weight = np.bincount(own, counts, len(above_all[number]))[leaves[number]]
            largest[number] = leaves[number][np.argsort(-weight, kind="stable")[:hubs]]
    return WindowFrame(codes, above_all, leaves, largest)


def _closed(parents: list[set[int]]) -> list[set[int]]:
    closed = []
    for code in range(len(parents)):
        result, ahead = set[int](), set(parents[code])
        while ahead:
            result |= ahead
            ahead = set[int]().union(*(parents[code] for code in ahead)) - result
        closed.append(result)
    return closed


def iterate_windows(
    frame: WindowFrame, most: int, draw: np.random.Generator | None = None
) -> Iterator[IntArray]:
    """Windows of about `most` cells that cover all cells; families together, or mixed randomly."""
    orders = [
        leaves[~np.isin(leaves, hubs)]
        for leaves, hubs in zip(frame.leaves, frame.hubs, strict=True)
    ]
    if draw is not None:
        orders = [draw.permutation(leaves) for leaves in orders]
    sizes = [max(1, len(leaves)) for leaves in orders]
    while (now := _size(frame, orders, sizes)) > most:
        halved = [
            [-(-each // 2) if place == other else each for other, each in enumerate(sizes)]
            for place, size in enumerate(sizes)
            if size > 2
        ]
        smallest = min(halved, key=lambda each: _size(frame, orders, each), default=sizes)
        if _size(frame, orders, smallest) > now - now * WORTHWHILE:
            break
        sizes = smallest
    chunks = [
        [np.append(chunk, hubs) for chunk in np.array_split(order, max(1, -(-len(order) // size)))]
        for order, size, hubs in zip(orders, sizes, frame.hubs, strict=True)
    ]
    for chosen in product(*chunks):
        yield np.flatnonzero(_inside(frame, chosen))


def build_window_around(
    frame: WindowFrame, cells: IntArray, more: int, draw: np.random.Generator
) -> IntArray:
    """A window with all these cells, the hubs and `more` other leaves of each dimension."""
    chosen = []
    for number, leaves in enumerate(frame.leaves):
        own = np.intersect1d(frame.codes[number][cells], leaves)
        others = draw.permutation(leaves)[:more]
        chosen.append(np.unique(np.concatenate([own, frame.hubs[number], others])))
    return np.flatnonzero(_inside(frame, tuple(chosen)))


def cells_below(frame: WindowFrame, cell: int) -> NDArray[np.bool_]:
    """True for the cell and all cells below it in every dimension."""
    inside = np.ones(frame.codes.shape[1], dtype=bool)
    for number, own in enumerate(frame.codes):
        code = int(own[cell])
        if code:
            allowed = np.array(
                [code == c or code in up for c, up in enumerate(frame.above[number])]
            )
            inside &= allowed[own]
    return inside


def _size(frame: WindowFrame, orders: list[IntArray], sizes: list[int]) -> int:
    """The number of cells in the first window: linked tables do not have every dimension."""
    chosen = [
        np.append(order[:size], hubs)
        for order, size, hubs in zip(orders, sizes, frame.hubs, strict=True)
    ]
    return int(_inside(frame, tuple(chosen)).sum())


def _inside(frame: WindowFrame, chosen: tuple[IntArray, ...]) -> NDArray[np.bool_]:
    inside = np.ones(frame.codes.shape[1], dtype=bool)
    for dimension, leaves in enumerate(chosen):
        allowed = np.zeros(len(frame.above[dimension]), dtype=bool)
        allowed[0] = True
        for code in leaves:
            allowed[code] = True
            allowed[list(frame.above[dimension][code])] = True
        inside &= allowed[frame.codes[dimension]]
    return inside


def requirements_within(
    needs: Sequence[RangeRequirement], inside: IntArray
) -> Iterator[RangeRequirement]:
    """The needs of cells that the window includes."""
    cells = np.array([need.cell for need in needs], dtype=np.int64)
    place = np.searchsorted(inside, cells)
    for need, there in zip(needs, place.tolist(), strict=True):
        if there < len(inside) and inside[there] == need.cell:
            yield need
