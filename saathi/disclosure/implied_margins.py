"""Margins that no table prints and that linked tables share all the same.

Two tables of the same children without any `Total` have the same sum for each code that both show, and
whoever adds up one knows it of the other. Such margins are held as cells that nobody sees.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from saathi.disclosure.hierarchies import TOTAL, Hierarchy
from saathi.disclosure.tables import CellKey, CountTable, LinkedTables, TableRow, build_cell_key

# What may be believed of one row: the least and the greatest count.
type CountRange = tuple[int, int]
type CountRangeFinder = Callable[[CountTable, TableRow], CountRange]
# A sum over a dimension, to one code of it, in the table with this number.
type SummedCode = tuple[int, str, str]


@dataclass(frozen=True)
class _Margin:
    key: CellKey
    codes: tuple[str, ...]
    span: CountRange
    ways: frozenset[SummedCode]


def add_implied_margins(tables: LinkedTables, spans: CountRangeFinder) -> LinkedTables:
    """The complete tables, each with the margins that others share with it at its end.

    A sum is left out where it cannot be the same as what others print or add up to: then the tables
    are not of the same children, or a child may have several codes of that dimension.
    """
    wanted = {way for number in range(len(tables.tables)) for way in _wanted(tables, number)}
    if not wanted:
        return tables
    printed = _printed(tables, spans)
    while wanted:
        margins = [
            margin
            for number, table in enumerate(tables.tables)
            for margin in _margins(table, number, tables.hierarchies, wanted, spans)
        ]
        wrong = _against(margins, printed) or _against_each_other(margins)
        if not wrong:
            return _extended(tables, margins)
        wanted -= wrong
    return tables


def _wanted(tables: LinkedTables, number: int) -> Iterator[SummedCode]:
    """The codes to which a table could be summed, and which it does not show itself."""
    table = tables.tables[number]
    for name, own in zip(table.dimensions, table.codes_by_dimension(), strict=True):
        above = {a for code in own for a in tables.hierarchy(name).ancestors(code)} - own
        for other in [*tables.tables[:number], *tables.tables[number + 1 :]]:
            if name not in other.dimensions:
                there = {TOTAL}
            else:
                there = other.codes_by_dimension()[other.dimensions.index(name)]
                if not there & (own | above):
                    there = {TOTAL}
            yield from ((number, name, code) for code in there & above)


def _printed(tables: LinkedTables, spans: CountRangeFinder) -> dict[CellKey, CountRange]:
    found: dict[CellKey, CountRange] = {}
    for table in tables.tables:
        for row in table.rows:
            key = table.key_of_row(row)
            found[key] = _both(found.get(key), spans(table, row))
    return found


def _margins(
    table: CountTable,
    number: int,
    trees: Mapping[str, Hierarchy],
    wanted: set[SummedCode],
    spans: CountRangeFinder,
) -> list[_Margin]:
    """Every margin of one table that it does not print, from the finest rows that lie below it."""
    new = [_codes_of(wanted, number, name) for name in table.dimensions]
    if not any(new):
        return []
    span = {row.codes: spans(table, row) for row in table.rows}
    choices = [
        _choices(own, more, trees.get(name, Hierarchy()))
        for name, own, more in zip(table.dimensions, table.codes_by_dimension(), new, strict=True)
    ]
    found = []
    for codes in product(*(sorted(choice) for choice in choices)):
        ways = frozenset(
            (number, name, code)
            for name, code, more in zip(table.dimensions, codes, new, strict=True)
            if code in more
        )
        if ways:
            below = product(*(choices[place][code] for place, code in enumerate(codes)))
            parts = [span[each] for each in below]
            both = sum(low for low, _ in parts), sum(high for _, high in parts)
            found.append(_Margin(build_cell_key(table.dimensions, codes), codes, both, ways))
    return found


def _codes_of(wanted: set[SummedCode], number: int, name: str) -> set[str]:
    return {code for table, dimension, code in wanted if (table, dimension) == (number, name)}


def _choices(own: set[str], more: set[str], tree: Hierarchy) -> dict[str, list[str]]:
    """For each code of the table and each one that it lacks, the table's own codes that make it up."""
    found = {code: [code] for code in own}
    for code in more:
        below = [each for each in own if code in tree.ancestors(each)]
        found[code] = [each for each in below if not set(below) & set(tree.ancestors(each))]
    return found


def _against(margins: Sequence[_Margin], printed: Mapping[CellKey, CountRange]) -> set[SummedCode]:
    """The sums that what is printed speaks against."""
    return {
        way
        for margin in margins
        if margin.key in printed and not _overlap(margin.span, printed[margin.key])
        for way in margin.ways
    }


def _against_each_other(margins: Sequence[_Margin]) -> set[SummedCode]:
    """The sums of which two speak against each other: nobody knows which of them is wrong."""
    found: dict[CellKey, list[_Margin]] = defaultdict(list)
    for margin in margins:
        found[margin.key].append(margin)
    return {
        way
        for same in found.values()
        for one in same
        if any(not _overlap(one.span, other.span) for other in same)
        for way in one.ways
    }


def _overlap(one: CountRange, other: CountRange) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


def _both(one: CountRange | None, other: CountRange) -> CountRange:
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
