"""Windows on a large system: some codes of each dimension with all that lies above them.

What is changed within a window alone, everything outside staying as it is, is a change of the whole:
so that cells can be proven to vary, window by window.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from saathi.disclosure.attacker import Need
from saathi.disclosure.system import Numbers, System


@dataclass(frozen=True)
class Frame:
    """The codes of every cell as numbers (0 is `Total`), and which codes lie above which.

    `leaves` are the finest codes of each dimension, those of one family side by side.
    """

    codes: Numbers
    above: list[list[set[int]]]
    leaves: list[Numbers]


def frame_of(system: System) -> Frame:
    """The frame of a system, read from its keys and sums."""
    names = sorted({name for key in system.keys for name, _ in key})
    place = {name: number for number, name in enumerate(names)}
    numbers: list[dict[str, int]] = [{} for _ in names]
    codes = np.zeros((len(names), system.size), dtype=np.int64)
    for cell, key in enumerate(system.keys):
        for name, code in key:
            known = numbers[place[name]]
            codes[place[name], cell] = known.setdefault(code, len(known) + 1)
    parents: list[list[set[int]]] = [[set() for _ in range(len(each) + 1)] for each in numbers]
    for line in system.lines:
        number = place[line.dimension]
        own = codes[number]
        above = int(own[line.total])
        if above:
            for part in line.parts:
                parents[number][own[part]].add(above)
    above_all = [_closed(each) for each in parents]
    leaves = []
    for each, closed in zip(parents, above_all, strict=True):
        inner = set[int]().union(*each) if each else set()
        finest = [code for code in range(1, len(each)) if code not in inner]
        families = sorted((sorted(closed[code]), code) for code in finest)
        leaves.append(np.array([code for _, code in families], dtype=np.int64))
    return Frame(codes, above_all, leaves)


def _closed(parents: list[set[int]]) -> list[set[int]]:
    closed = []
    for code in range(len(parents)):
        found, ahead = set[int](), set(parents[code])
        while ahead:
            found |= ahead
            ahead = set[int]().union(*(parents[each] for each in ahead)) - found
        closed.append(found)
    return closed


def windows(frame: Frame, most: int, draw: np.random.Generator | None = None) -> Iterator[Numbers]:
    """Windows of about `most` cells that cover all cells; families together, or mixed by chance."""
    orders = [draw.permutation(each) if draw is not None else each for each in frame.leaves]
    sizes = [len(each) for each in orders]
    while np.prod([_width(frame, d, orders[d][: sizes[d]]) for d in range(len(sizes))]) > most:
        widest = int(np.argmax(sizes))
        if sizes[widest] <= 2:
            break
        sizes[widest] = -(-sizes[widest] // 2)
    chunks = []
    for order, size in zip(orders, sizes, strict=True):
        many = max(1, -(-len(order) // size))
        chunks.append(np.array_split(order, many))
    for chosen in product(*chunks):
        yield np.flatnonzero(_inside(frame, chosen))


def _width(frame: Frame, dimension: int, leaves: Numbers) -> int:
    above = frame.above[dimension]
    return 1 + len(leaves) + len(set[int]().union(*(above[code] for code in leaves)))


def _inside(frame: Frame, chosen: tuple[Numbers, ...]) -> NDArray[np.bool_]:
    inside = np.ones(frame.codes.shape[1], dtype=bool)
    for dimension, leaves in enumerate(chosen):
        allowed = np.zeros(len(frame.above[dimension]), dtype=bool)
        allowed[0] = True
        for code in leaves:
            allowed[code] = True
            allowed[list(frame.above[dimension][code])] = True
        inside &= allowed[frame.codes[dimension]]
    return inside


def within(needs: Sequence[Need], inside: Numbers) -> Iterator[Need]:
    """The needs of cells that the window shows."""
    cells = np.array([need.cell for need in needs], dtype=np.int64)
    place = np.searchsorted(inside, cells)
    for need, there in zip(needs, place.tolist(), strict=True):
        if there < len(inside) and inside[there] == need.cell:
            yield need
