"""Meets many needs at once, each by an exchange among cells that are already hidden.

A single vectorised pass tries a few exchanges for each. Unmet needs are tried again one by one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure.attacker import RangeRequirement
from saathi.engines.disclosure.grid import CellGrid
from saathi.engines.disclosure.system import IntArray

# Number of other codes tried in each dimension; and of cells processed at once.
TRIED, MAX_CELLS_AT_ONCE = 2, 400_000
# The index for "no cell moves"; and a distance larger than any other.
NOWHERE, UNREACHABLE_DISTANCE = -1, 2**30

type Int32Array = NDArray[np.int32]


@dataclass(frozen=True)
class ExchangeTargets:
    """A set of needs: for each, the cell, direction, distance, and the finest cell to move."""

    cells: IntArray
    signs: IntArray
    goals: IntArray
    finest_cells: IntArray

    def select(self, some: IntArray) -> "ExchangeTargets":
        """The needs with these indices."""
        every = self.cells, self.signs, self.goals, self.finest_cells
        return ExchangeTargets(*(column[some] for column in every))


@dataclass(frozen=True)
class CellSlack:
    """How far each cell can go down and up: 0 if shown. One extra element means no cell."""

    down: Int32Array
    up: Int32Array


class BulkExchanges:
    """Searches for exchanges among hidden cells in a grid."""

    def __init__(self, grid: CellGrid, draw: np.random.Generator) -> None:
        self.grid, self.draw = grid, draw
        self._chains = [_chains(above) for above in grid.frame.above]
        self._within = [
            (c[None, :, :] == np.arange(len(c))[:, None, None]).any(2) for c in self._chains
        ]

    def find_tables(
        self, needs: Sequence[RangeRequirement], goals: IntArray, room: CellSlack
    ) -> Iterator[tuple[IntArray, IntArray]]:
        """The cells that move and by how much, for each need that is met.

        `goals` is the distance of each need from the truth.
        """
        targets = ExchangeTargets(
            np.array([need.cell for need in needs], np.int64),
            np.array([need.sign for need in needs], np.int64),
            goals,
            np.array([self._end(n, g, room) for n, g in zip(needs, goals.tolist(), strict=True)]),
        )
        # Finest cells of one table are processed together.
        kinds = (self.grid.codes[:, targets.finest_cells] > 0).T @ (
            1 << np.arange(len(self.grid.many))
        )
        kinds[targets.finest_cells == NOWHERE] = NOWHERE
        for kind in np.unique(kinds[kinds != NOWHERE]).tolist():
            own = np.flatnonzero(kinds == kind)
            step = max(1, MAX_CELLS_AT_ONCE // self._size(kind))
            for start in range(0, len(own), step):
                yield from self._look(targets.select(own[start : start + step]), room)

    def _size(self, kind: int) -> int:
        """The number of cells that are tried for one need."""
        size = 1
        for dimension, chains in enumerate(self._chains):
            longest = chains.shape[1]
            if kind >> dimension & 1:
                size *= (TRIED + 1) * max(longest, 2 * (longest - 1))
            else:
                size *= longest
        return size

    def _end(self, need: RangeRequirement, goal: int, room: CellSlack) -> int:
        """A random finest cell of the need's cell with enough room; NOWHERE if none has."""
        far = room.up if need.sign > 0 else room.down
        own = self.grid.finest_cells_of(need.cell)
        own = own[far[own] >= goal]
        return int(own[int(self.draw.random() * len(own))]) if len(own) else NOWHERE

    def _look(
        self, targets: ExchangeTargets, room: CellSlack
    ) -> Iterator[tuple[IntArray, IntArray]]:
        many = len(targets.cells)
        places = np.zeros((many, 1, 1), np.int64)
        signs = np.ones((many, 1, 1), np.int8)
        elsewhere = self._elsewhere(targets, room)
        for dimension, stride in enumerate(self.grid.strides.tolist()):
            codes, ways = self._moves(dimension, targets, room, elsewhere[dimension])
            places = _combine_options(places, codes * stride, np.add)
            signs = _combine_options(signs, ways, np.multiply)
        cells = self.grid.at[places]
        signs = np.where(cells < self.grid.size, signs * targets.signs[:, None, None], 0)
        far = np.where(
            signs < 0, room.down[cells], np.where(signs > 0, room.up[cells], UNREACHABLE_DISTANCE)
        )
        can = far.min(2) >= targets.goals[:, None]
        best = can.argmax(1)
        for number in np.flatnonzero(can.any(1)).tolist():
            way = signs[number, best[number]].astype(np.int64)
            some = way != 0
            own = cells[number, best[number]][some].astype(np.int64)
            yield own, way[some] * int(targets.goals[number])

    def _pick_columns(self, can: NDArray[np.bool_]) -> IntArray:
        """Random columns of each row, NOWHERE if they are not usable."""
        worth = np.where(can, self.draw.random(can.shape, np.float32), np.inf)
        picked = np.argsort(worth, 1)[:, :TRIED]
        return np.where(np.take_along_axis(can, picked, 1), picked, NOWHERE)

    def _moves(
        self, dimension: int, targets: ExchangeTargets, room: CellSlack, elsewhere: IntArray
    ) -> tuple[IntArray, NDArray[np.int8]]:
        """The codes that move in a dimension and their directions, for each need and option."""
        own = self.grid.codes[dimension][targets.finest_cells]
        above = self.grid.codes[dimension][targets.cells]
        chains = self._chains[dimension]
        if not own[0]:
            # The child is in a table without this dimension: one of its codes in linked tables.
            gains = chains[elsewhere][:, None, :]
            return _without_common(gains, np.full_like(gains, NOWHERE))
        others = self._others(dimension, own, above, targets, room)
        gives = chains[others]
        gives[others == NOWHERE] = NOWHERE
        gains = np.broadcast_to(chains[own][:, None, :], gives.shape)
        return _without_common(gains, gives)

    def _others(
        self,
        dimension: int,
        own: IntArray,
        above: IntArray,
        targets: ExchangeTargets,
        room: CellSlack,
    ) -> IntArray:
        """The options of staying with all totals, and random codes with room to exchange with."""
        grid = self.grid
        stays = np.full((len(own), 1), NOWHERE)
        if not above.any():
            return stays
        codes = np.arange(grid.many[dimension])
        moved = (codes - own[:, None]) * grid.strides[dimension]
        cells = grid.at[grid.place[targets.finest_cells][:, None] + moved]
        far = np.where(targets.signs[:, None] > 0, room.down[cells], room.up[cells])
        can = grid.ends[cells] & (far >= targets.goals[:, None]) & (codes > 0)
        # If the need's cell has the code, or one above it, the exchange partner may not be within
        # that.
        can &= ~self._within[dimension][above] & (above > 0)[:, None]
        return np.concatenate([stays, self._pick_columns(can)], 1)

    def _elsewhere(self, targets: ExchangeTargets, room: CellSlack) -> IntArray:
        """The codes of the finest cells, and where linked tables count the child.

        For missing dimensions: the codes of one finest cell of each such table.
        """
        grid, codes = self.grid, self.grid.codes[:, targets.finest_cells].copy()
        for shape in grid.shapes:
            empty = codes[shape] == 0
            missing = shape[empty.all(1)]
            # Skipped if the previous table had a cell for only some of the needs.
            if not len(missing) or empty.all() or (empty.any(1) != empty.all(1)).any():
                continue
            cells, others = grid.find_finer_cells(codes, shape, missing)
            far = np.where(targets.signs[:, None] > 0, room.up[cells], room.down[cells])
            picked = self._pick_columns(grid.ends[cells] & (far >= targets.goals[:, None]))[:, 0]
            codes[missing] = np.where(picked == NOWHERE, 0, others[:, picked])
        return codes


def _chains(above: list[set[int]]) -> IntArray:
    """For each code: the code itself, its ancestors and 0, padded with NOWHERE."""
    chains = [[code, *sorted(up), 0] if code else [0] for code, up in enumerate(above)]
    longest = max(len(chain) for chain in chains)
    return np.array([codes + [NOWHERE] * (longest - len(codes)) for codes in chains], np.int64)


def _without_common(gains: IntArray, gives: IntArray) -> tuple[IntArray, NDArray[np.int8]]:
    """The codes that only gain and those that only give, as rows no longer than necessary."""
    same = (gains[..., :, None] == gives[..., None, :]) & (gains[..., :, None] != NOWHERE)
    gain = (gains != NOWHERE) & ~same.any(-1)
    give = (gives != NOWHERE) & ~same.any(-2)
    codes = np.concatenate([gains, gives], -1)
    signs = np.concatenate([gain.astype(np.int8), -give.astype(np.int8)], -1)
    order = np.argsort(signs == 0, -1, kind="stable")[..., : int((signs != 0).sum(-1).max())]
    codes, signs = (np.take_along_axis(values, order, -1) for values in (codes, signs))
    return np.where(signs != 0, codes, 0), signs


def _combine_options(left: Any, right: Any, joined: Callable[[Any, Any], Any]) -> Any:
    """Each option of one dimension combined with each of the other, and so their cells."""
    both = joined(left[:, :, None, :, None], right[:, None, :, None, :])
    many, combine_options, two, here, there = both.shape
    return both.reshape(many, combine_options * two, here * there)
