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


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """The printed content of a cell; hidden and missing values have no number."""

    number: int | None
    status: ValueStatus

    @property
    def text(self) -> str:
        """The number as written in a file; empty if there is none."""
        return "" if self.number is None else str(self.number)


NO_VALUE = PublishedValue(None, ValueStatus.NO_DATA)


@dataclass(frozen=True)
class PublishedTable:
    """A published table: its dimensions, and the value of each combination of codes."""

    dimensions: tuple[str, ...]
    cells: Mapping[tuple[str, ...], PublishedValue]

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
    """The protected table as its file: a column for each dimension, `value` and `status`."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*table.dimensions, VALUE, STATUS])
    for row in table.rows:
        writer.writerow([*row.codes, row.text or "", row.status])
    return out.getvalue().encode()


@lru_cache(maxsize=64)
def parse_published_table(body: bytes) -> PublishedTable:
    """The published table in one of our files; cached, since published files never change."""
    lines = list(csv.reader(StringIO(body.decode())))
    header, rows = lines[0], lines[1:]
    cells = {
        tuple(row[:-2]): PublishedValue(int(row[-2]) if row[-2] else None, ValueStatus(row[-1]))
        for row in rows
    }
    return PublishedTable(tuple(header[:-2]), cells)


def to_earlier_table(name: str, body: bytes) -> CountTable:
    """The table as the auditor reads an earlier release: only the printed values."""
    printed = parse_published_table(body)
    rows: Sequence[TableRow] = [
        TableRow(codes, None, value.text, value.status.value)
        for codes, value in printed.cells.items()
    ]
    return CountTable(name, printed.dimensions, list(rows))
