"""A published table: its printed cells and filtered views. Nothing is summed or protected here."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.engines.disclosure.tables import CountTable, TableRow
from saathi.evidence.releases.cube_counting import COUNTED
from saathi.evidence.releases.vocabulary import ValueStatus

VALUE, STATUS = "value", "status"
LOWEST, HIGHEST = "lowest", "highest"  # what the true count behind a rounded value can be


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """The printed content of a cell; hidden and missing values have no number.

    `possible` is the lowest and the highest true count that a rounded number allows.
    """

    number: int | None
    status: ValueStatus
    possible: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The number as written in a file; empty if there is none."""
        return "" if self.number is None else str(self.number)

    @property
    def range_texts(self) -> tuple[str, str]:
        """The lowest and the highest true count as written in a file: the number, if not rounded."""
        if self.possible is None:
            return self.text, self.text
        return str(self.possible[0]), str(self.possible[1])


NO_VALUE = PublishedValue(None, ValueStatus.NO_DATA)


@dataclass(frozen=True)
class PublishedTable:
    """A published table: its dimensions, and the value of each combination of codes.

    `has_ranges` is whether it says what the true counts can be: rounded tables since version 0.2.
    """

    dimensions: tuple[str, ...]
    cells: Mapping[tuple[str, ...], PublishedValue]
    has_ranges: bool = False

    @property
    def value_columns(self) -> list[str]:
        """The columns of its file after those of the dimensions."""
        return [VALUE, STATUS, *((LOWEST, HIGHEST) if self.has_ranges else ())]

    def value_cells(self, value: PublishedValue) -> list[str]:
        """What these columns contain for a value."""
        ranges = value.range_texts if self.has_ranges else ()
        return [value.text, value.status.value, *ranges]

    def codes(self, dimension: str) -> list[str]:
        """The codes of a dimension, including `Total`, in the order of the table."""
        place = self.dimensions.index(dimension)
        return list(dict.fromkeys(codes[place] for codes in self.cells))

    def value(self, at: Mapping[str, str]) -> PublishedValue:
        """The cell at these codes; dimensions that are not named are totals."""
        return self.cells.get(tuple(at.get(name, TOTAL) for name in self.dimensions), NO_VALUE)

    @property
    def is_share(self) -> bool:
        """Whether it contains a part beside the whole."""
        return COUNTED in self.dimensions


def to_csv(table: CountTable) -> bytes:
    """The protected table as its file: a column for each dimension, `value` and `status`.

    A rounded table has `lowest` and `highest` too: they follow from the value and the published rule.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    has_ranges = any(row.possible is not None for row in table.rows)
    printed = PublishedTable(table.dimensions, {}, has_ranges)
    writer.writerow([*table.dimensions, *printed.value_columns])
    for row in table.rows:
        number = int(row.text) if row.text else None
        value = PublishedValue(number, ValueStatus(row.status), row.possible)
        writer.writerow([*row.codes, *printed.value_cells(value)])
    return out.getvalue().encode()


@lru_cache(maxsize=64)
def parse_published_table(body: bytes) -> PublishedTable:
    """The published table in one of our files; cached, since published files never change."""
    lines = list(csv.reader(StringIO(body.decode())))
    header, rows = lines[0], lines[1:]
    width = header.index(VALUE)
    cells = {tuple(row[:width]): _parse_value(row[width:]) for row in rows}
    return PublishedTable(tuple(header[:width]), cells, LOWEST in header)


def _parse_value(texts: Sequence[str]) -> PublishedValue:
    number, status, *ranges = texts
    is_range = status == ValueStatus.ROUNDED and ranges
    return PublishedValue(
        int(number) if number else None,
        ValueStatus(status),
        (int(ranges[0]), int(ranges[1])) if is_range else None,
    )


def to_earlier_table(name: str, body: bytes) -> CountTable:
    """The table as the auditor reads an earlier release: only the printed values."""
    printed = parse_published_table(body)
    rows: Sequence[TableRow] = [
        TableRow(codes, None, value.text, value.status.value)
        for codes, value in printed.cells.items()
    ]
    return CountTable(name, printed.dimensions, list(rows))
