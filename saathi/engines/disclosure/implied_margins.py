"""Margins that no table prints but that linked tables still share.

Two tables of the same children without any `Total` have the same sum for each code that both show,
so adding up one table reveals the sum in the other. Such margins are kept as cells that are never
printed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from saathi.engines.disclosure.hierarchies import TOTAL, Hierarchy
from saathi.engines.disclosure.tables import (
    CellKey,
    CountTable,
    LinkedTables,
    TableRow,
    build_cell_key,
)

# The lowest and the highest count of one row.
type CountRange = tuple[int, int]
type CountRangeFinder = Callable[[CountTable, TableRow], CountRange]
# A table's number, the dimension summed over, and the code it is summed to.
type SummedCode = tuple[int, str, str]


@dataclass(frozen=True)
class _Margin:
    key: CellKey
    codes: tuple[str, ...]
    span: CountRange
    ways: frozenset[SummedCode]


def add_implied_margins(tables: LinkedTables, spans: CountRangeFinder) -> LinkedTables:
    """The complete tables, each extended by the margins that it shares with others.

    A sum is left out if it cannot equal what other tables print or add up to: then the tables do
    not count the same children, or a child may have several codes of that dimension.
    """
    sums = {summed for number in range(len(tables.tables)) for summed in _wanted(tables, number)}
    if not sums:
        return tables
    printed = _printed(tables, spans)
    while sums:
        margins = [
            margin
            for number, table in enumerate(tables.tables)
            for margin in _margins(table, number, tables.hierarchies, sums, spans)
        ]
        wrong = _contradicted(margins, printed) or _contradicting(margins)
        if not wrong:
            return _extended(tables, margins)
        sums -= wrong
    return tables


def _wanted(tables: LinkedTables, number: int) -> Iterator[SummedCode]:
    """The codes to which a table could be summed and that it does not show itself."""
    table = tables.tables[number]
    for name, own in zip(table.dimensions, table.codes_by_dimension(), strict=True):
        above = {a for code in own for a in tables.hierarchy(name).ancestors(code)} - own
        for other in [*tables.tables[:number], *tables.tables[number + 1 :]]:
            if name not in other.dimensions:
                shown = {TOTAL}
            else:
                shown = other.codes_by_dimension()[other.dimensions.index(name)]
                if not shown & (own | above):
                    shown = {TOTAL}
            yield from ((number, name, code) for code in shown & above)


def _printed(tables: LinkedTables, spans: CountRangeFinder) -> dict[CellKey, CountRange]:
    results: dict[CellKey, CountRange] = {}
    for table in tables.tables:
        for row in table.rows:
            key = table.key_of_row(row)
            results[key] = _intersection(results.get(key), spans(table, row))
    return results


def _margins(
    table: CountTable,
    number: int,
    trees: Mapping[str, Hierarchy],
    summed_codes: set[SummedCode],
    spans: CountRangeFinder,
) -> list[_Margin]:
    """Every margin of one table that it does not print, from the finest rows below it."""
    new = [_codes_of(summed_codes, number, name) for name in table.dimensions]
    if not any(new):
        return []
    span = {row.codes: spans(table, row) for row in table.rows}
    choices = [
        _choices(own, more, trees.get(name, Hierarchy()))
        for name, own, more in zip(table.dimensions, table.codes_by_dimension(), new, strict=True)
    ]
    margins = []
    for codes in product(*(sorted(choice) for choice in choices)):
        ways = frozenset(
            (number, name, code)
            for name, code, more in zip(table.dimensions, codes, new, strict=True)
            if code in more
        )
        if ways:
            below = product(*(choices[place][code] for place, code in enumerate(codes)))
            parts = [span[row] for row in below]
            both = sum(low for low, _ in parts), sum(high for _, high in parts)
            margins.append(_Margin(build_cell_key(table.dimensions, codes), codes, both, ways))
    return margins


def _codes_of(summed_codes: set[SummedCode], number: int, name: str) -> set[str]:
    return {code for table, dimension, code in summed_codes if (table, dimension) == (number, name)}


def _choices(own: set[str], more: set[str], tree: Hierarchy) -> dict[str, list[str]]:
    """For each code of the table and each one that it lacks, the table's own codes that it consists of."""
    parts_of = {code: [code] for code in own}
    for code in more:
        below = [each for each in own if code in tree.ancestors(each)]
        parts_of[code] = [each for each in below if not set(below) & set(tree.ancestors(each))]
    return parts_of


def _contradicted(
    margins: Sequence[_Margin], printed: Mapping[CellKey, CountRange]
) -> set[SummedCode]:
    """The sums that are contradicted by what is printed."""
    return {
        way
        for margin in margins
        if margin.key in printed and not _overlap(margin.span, printed[margin.key])
        for way in margin.ways
    }


def _contradicting(margins: Sequence[_Margin]) -> set[SummedCode]:
    """The sums that belong to two conflicting margins: it is unknown which of them is wrong."""
    contradicting: dict[CellKey, list[_Margin]] = defaultdict(list)
    for margin in margins:
        contradicting[margin.key].append(margin)
    return {
        way
        for same in contradicting.values()
        for item in same
        if any(not _overlap(item.span, other.span) for other in same)
        for way in item.ways
    }


def _overlap(one: CountRange, other: CountRange) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


def _intersection(one: CountRange | None, other: CountRange) -> CountRange:
    return other if one is None else (max(one[0], other[0]), min(one[1], other[1]))


def _extended(tables: LinkedTables, margins: Sequence[_Margin]) -> LinkedTables:
    rows: dict[int, list[TableRow]] = defaultdict(list)
    for margin in margins:
        number = next(iter(margin.ways))[0]
        rows[number].append(TableRow(margin.codes, margin.span[0], ""))
    extended = [
        replace(table, rows=[*table.rows, *rows[number]], implied_rows=len(rows[number]))
        for number, table in enumerate(tables.tables)
    ]
    return LinkedTables(extended, tables.hierarchies)
