"""Coarser versions of one table: dimensions dropped, cut off at a level, or with rare codes merged."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from saathi.engines.disclosure.hierarchies import TOTAL, Hierarchy
from saathi.engines.disclosure.tables import CountTable, TableRow

OTHERS_CODE = "All others"
# The number of codes that a flat dimension may keep before the rest are merged.
TOP_CODE_COUNTS = (50, 30, 20, 12, 8, 5, 3, 2)


@dataclass(frozen=True)
class DetailLevel:
    """How detailed one dimension is: unchanged, down to a `depth`, its `top` codes, or dropped.

    `kept` are codes that stay beside the largest ones, whatever their size.
    """

    depth: int | None = None
    top: int | None = None
    is_dropped: bool = False
    kept: tuple[str, ...] = ()

    def describe(self, name: str) -> str:
        """The level in words."""
        if self.is_dropped:
            return f"without {name}"
        if self.depth is not None:
            return f"{name} down to level {self.depth}"
        if self.top:
            kept = f" {' and '.join(self.kept)}," if self.kept else ""
            return f"{name} with{kept} the {self.top} largest and all others"
        return name

    def is_at_least(self, other: "DetailLevel") -> bool:
        """Whether it shows every code that the other level of the same dimension shows."""
        if self.is_dropped or other.is_dropped:
            return other.is_dropped
        unlimited = float("inf")

        def limits(level: DetailLevel) -> tuple[float, float]:
            return level.depth or unlimited, level.top or unlimited

        return all(own >= least for own, least in zip(limits(self), limits(other), strict=True))


FULL_DETAIL = DetailLevel()
DROPPED = DetailLevel(is_dropped=True)


def list_detail_levels_by_dimension(
    table: CountTable, hierarchies: Mapping[str, Hierarchy]
) -> dict[str, list[DetailLevel]]:
    """The levels that each dimension may have, finest first; dropping it is not among them."""
    levels_of = {}
    for name, codes in zip(table.dimensions, table.codes_by_dimension(), strict=True):
        tree = hierarchies.get(name)
        if tree is None:
            many = len(codes - {TOTAL})
            levels_of[name] = [
                FULL_DETAIL,
                *(DetailLevel(top=count) for count in TOP_CODE_COUNTS if count < many - 1),
            ]
        else:
            deepest = max(len(tree.ancestors(code)) for code in codes)
            levels_of[name] = [
                FULL_DETAIL,
                *(DetailLevel(depth=depth) for depth in range(deepest - 1, 0, -1)),
            ]
    return levels_of


def roll_up(
    table: CountTable, hierarchies: Mapping[str, Hierarchy], chosen: Mapping[str, DetailLevel]
) -> CountTable:
    """The table at the chosen levels with all its margins, made of its finest cells.

    Shares of agencies are added and the largest number of events is used: at worst this hides more.
    """
    finest = list_finest_rows(table, hierarchies)
    kept = [name for name in table.dimensions if not chosen[name].is_dropped]
    chains = {
        name: chains_of_level(name, (table, finest), hierarchies.get(name), chosen[name])
        for name in kept
    }
    places = [table.dimensions.index(name) for name in kept]
    merged: dict[tuple[str, ...], list[TableRow]] = defaultdict(list)
    for row in finest:
        ways = [chains[name][row.codes[place]] for name, place in zip(kept, places, strict=True)]
        for codes in product(*ways):
            merged[codes].append(row)
    known = [sorted({code for chain in chains[name].values() for code in chain}) for name in kept]
    rows = [_sum(codes, merged.get(codes, [])) for codes in product(*known)]
    return CountTable(table.name, tuple(kept), rows)


def list_finest_rows(table: CountTable, hierarchies: Mapping[str, Hierarchy]) -> list[TableRow]:
    """The rows that are not totals."""
    ends = []
    for name, codes in zip(table.dimensions, table.codes_by_dimension(), strict=True):
        below = hierarchies.get(name, Hierarchy()).children(codes)
        ends.append({code for code in codes if not below.get(code)})
    return [
        row
        for row in table.rows
        if all(code in end for code, end in zip(row.codes, ends, strict=True))
    ]


def chains_of_level(
    name: str, rows: tuple[CountTable, list[TableRow]], tree: Hierarchy | None, level: DetailLevel
) -> dict[str, list[str]]:
    """For each finest code of a dimension: the codes that it counts towards, finest first."""
    table, finest = rows
    place = table.dimensions.index(name)
    sums: Counter[str] = Counter()
    for row in finest:
        sums[row.codes[place]] += row.count or 0
    if level.top is not None:
        by_size = sorted(sums, key=lambda code: (-sums[code], code))
        kept = {*by_size[: level.top], *level.kept}
        return {code: [code if code in kept else OTHERS_CODE, TOTAL] for code in sums}
    tree = tree or Hierarchy()
    chains = {}
    for code in sums:
        chain = [code, *tree.ancestors(code)]
        chains[code] = chain if level.depth is None else chain[-(level.depth + 1) :]
    return chains


def _sum(codes: tuple[str, ...], rows: list[TableRow]) -> TableRow:
    def total(values: list[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return sum(known) if known else None

    events = [row.events for row in rows if row.events is not None]
    return TableRow(
        codes,
        sum(row.count or 0 for row in rows),
        largest_agency_count=total([row.largest_agency_count for row in rows]),
        second_agency_count=total([row.second_agency_count for row in rows]),
        events=max(events, default=None),
    )
