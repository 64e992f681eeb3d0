"""The choice is the best possible: no smaller one resists an independent attacker."""

from itertools import combinations, product

import pytest

from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.tables import (
    CellStatus,
    CountTable,
    DisclosureMethod,
    TableRow,
    ZeroPolicy,
)
from tests.engines.disclosure.stranger import StrangerAttacker

K = 5
TABLES = {
    "one small cell": [[9, 2, 11], [12, 8, 14], [7, 21, 6]],
    "on the diagonal": [[2, 9, 11], [12, 1, 14], [7, 21, 4]],
    "with zeros": [[0, 9, 11], [12, 0, 3], [7, 21, 6]],
}


def table_of(inner: list[list[int]]) -> CountTable:
    whole = [[*row, sum(row)] for row in inner]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    rows = "a", "b", "c", "Total"
    columns = "x", "y", "z", "Total"
    cells = product(enumerate(rows), enumerate(columns))
    return CountTable(
        "t.csv", ("row", "column"), [TableRow((r, c), whole[i][j]) for (i, r), (j, c) in cells]
    )


def is_safe(table: CountTable, hidden: set[tuple[str, ...]], zeros: str) -> bool:
    rows = [
        (row.codes, "" if row.codes in hidden else str(row.count), "shown") for row in table.rows
    ]
    ranges = StrangerAttacker([(table.dimensions, rows)], {}, zeros=zeros).ranges()
    lowest = 1 if zeros == "public" else 0
    for row in table.rows:
        if is_small(row.count or 0, zeros):
            low, high = ranges[frozenset(table.key_of_row(row))]
            if low > lowest or high < K:
                return False
        elif zeros == "protected" and row.codes in hidden:
            low, high = ranges[frozenset(table.key_of_row(row))]
            if 0 < low < K:
                return False  # not zero, perhaps few
    return all(low < high for low, high in ranges.values())


def is_small(count: int, zeros: str) -> bool:
    return count < K and (count > 0 or zeros == "protected")


@pytest.mark.slow
@pytest.mark.usefixtures("as_larger_tables")
@pytest.mark.parametrize("zeros", ["public", "protected"])
@pytest.mark.parametrize("name", TABLES)
def test_no_smaller_choice_is_safe(name: str, zeros: str) -> None:
    table = table_of(TABLES[name])
    protected = protect_tables(
        [table],
        {},
        ProtectionSettings(DisclosurePolicy(K, ZeroPolicy(zeros)), DisclosureMethod.SUPPRESS),
    )
    hidden = {r.codes for r in protected.tables[0].rows if r.status == CellStatus.SUPPRESSED}
    small = {row.codes for row in table.rows if is_small(row.count or 0, zeros)}
    others = [
        row.codes
        for row in table.rows
        if row.codes not in small and (row.count or zeros == "protected")
    ]

    assert "gap to what costs readers least: 0" in protected.summary
    assert small <= hidden
    assert is_safe(table, hidden, zeros)
    for fewer in combinations(others, len(hidden) - len(small) - 1):
        assert not is_safe(table, small | set(fewer), zeros), fewer
