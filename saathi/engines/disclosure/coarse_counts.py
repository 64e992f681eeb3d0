"""Counts of every coarser version of one table, without building the tables: quick enough for a search."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.policy import MIN_EVENTS
from saathi.engines.disclosure.rollup import DetailLevel, chains_of_level, list_finest_rows
from saathi.engines.disclosure.tables import CountTable, TableRow

type FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class CoarseTableFacts:
    """What the rule alone leaves of a coarser table: cells are those that are not zero.

    `few` is how many of them the rule hides; `persons` and `persons_shown` are the children in its
    finest cells, all and in those that the rule shows.
    """

    levels: Mapping[str, DetailLevel]
    cells: int
    few: int
    persons: int
    persons_shown: int


@dataclass(frozen=True)
class _LevelSums:
    """The codes of a level as sums of finest codes, and which of them are finest in it."""

    sums: FloatArray
    is_end: NDArray[np.bool_]


class CoarseCounts:
    """The finest counts of a table as arrays, added up along any levels of its dimensions."""

    def __init__(self, table: CountTable, hierarchies: Mapping[str, Hierarchy], k: int) -> None:
        self._dimensions, self._k = table.dimensions, k
        self._trees = hierarchies
        self._table = table
        self._finest = list_finest_rows(table, hierarchies)
        self._codes = [
            sorted({row.codes[place] for row in self._finest})
            for place in range(len(table.dimensions))
        ]
        self._arrays = self._fill()
        self._known: dict[tuple[str, DetailLevel], _LevelSums] = {}

    def list_facts(self, levels: Mapping[str, Sequence[DetailLevel]]) -> Iterator[CoarseTableFacts]:
        """The facts of every combination of these levels; the levels of the first dimension vary least."""
        yield from self._descend(self._arrays, [], (), [levels[name] for name in self._dimensions])

    def _descend(
        self,
        arrays: FloatArray,
        ends: list[NDArray[np.bool_]],
        chosen: tuple[DetailLevel, ...],
        levels: Sequence[Sequence[DetailLevel]],
    ) -> Iterator[CoarseTableFacts]:
        """Adds up one dimension after another, so that combinations share their first sums."""
        place = len(chosen)
        if place == len(levels):
            yield self._facts(arrays, ends, chosen)
            return
        for level in levels[place]:
            sums = self._level_sums(place, level)
            summed = np.moveaxis(np.tensordot(sums.sums, arrays, (1, place + 1)), 0, place + 1)
            yield from self._descend(summed, [*ends, sums.is_end], (*chosen, level), levels)

    def _facts(
        self,
        arrays: FloatArray,
        ends: Sequence[NDArray[np.bool_]],
        chosen: tuple[DetailLevel, ...],
    ) -> CoarseTableFacts:
        counts, top, has_top, has_events, has_enough = arrays
        is_filled = counts > 0
        few = is_filled & (counts < self._k)
        few |= is_filled & (has_top > 0) & (counts - top < self._k)
        few |= is_filled & (has_events > 0) & (has_enough == 0)
        is_end = np.ones(counts.shape, dtype=bool)
        for axis, own in enumerate(ends):
            is_end &= own.reshape([-1 if place == axis else 1 for place in range(counts.ndim)])
        return CoarseTableFacts(
            dict(zip(self._dimensions, chosen, strict=True)),
            int(is_filled.sum()),
            int(few.sum()),
            int(counts[is_end].sum()),
            int(counts[is_end & ~few].sum()),
        )

    def _level_sums(self, place: int, level: DetailLevel) -> _LevelSums:
        name, codes = self._dimensions[place], self._codes[place]
        known = self._known.get((name, level))
        if known is None:
            known = self._known[name, level] = self._build_sums(name, codes, level)
        return known

    def _build_sums(self, name: str, codes: Sequence[str], level: DetailLevel) -> _LevelSums:
        if level.is_dropped:
            return _LevelSums(np.ones((1, len(codes))), np.ones(1, dtype=bool))
        chains = chains_of_level(name, (self._table, self._finest), self._trees.get(name), level)
        known = sorted({code for chain in chains.values() for code in chain})
        index = {code: number for number, code in enumerate(known)}
        sums = np.zeros((len(known), len(codes)))
        for place, code in enumerate(codes):
            sums[[index[above] for above in chains[code]], place] = 1.0
        first = {chain[0] for chain in chains.values()}
        above = {code for chain in chains.values() for code in chain[1:]}
        return _LevelSums(sums, np.array([code in first - above for code in known]))

    def _fill(self) -> FloatArray:
        """Counts, what the two largest agencies have, whether that is known, and events likewise."""
        index = [{code: number for number, code in enumerate(codes)} for codes in self._codes]
        arrays = np.zeros((5, *(len(codes) for codes in self._codes)))
        for row in self._finest:
            place = tuple(own[code] for own, code in zip(index, row.codes, strict=True))
            for array, value in zip(arrays, _values(row), strict=True):
                array[place] = value
        return arrays


def _values(row: TableRow) -> tuple[float, float, float, float, float]:
    top = (row.largest_agency_count or 0) + (row.second_agency_count or 0)
    has_top = row.largest_agency_count is not None
    events = row.events
    has_enough = events is not None and events >= MIN_EVENTS
    return (row.count or 0, top, has_top, events is not None, has_enough)
