"""A published table: its cells as printed, and cuts of it. Nothing is ever summed or protected here."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO

from saathi.disclosure.hierarchies import TOTAL
from saathi.disclosure.tables import Row, Table
from saathi.evidence.releases.counting import COUNTED
from saathi.evidence.releases.vocabulary import ValueStatus

VALUE, STATUS = "value", "status"


@dataclass(frozen=True, slots=True)
class Value:
    """What is printed in a cell; a hidden one, and one that is not there, have no number."""

    number: int | None
    status: ValueStatus

    @property
    def text(self) -> str:
        """The number as a file has it; empty where there is none."""
        return "" if self.number is None else str(self.number)


NOTHING = Value(None, ValueStatus.NO_DATA)


@dataclass(frozen=True)
class Printed:
    """A table as published: dimensions, and the value of each combination of codes."""

    dimensions: tuple[str, ...]
    cells: Mapping[tuple[str, ...], Value]

    def codes(self, dimension: str) -> list[str]:
        """The codes of a dimension, `Total` among them, in the order of the table."""
        place = self.dimensions.index(dimension)
        return list(dict.fromkeys(codes[place] for codes in self.cells))

    def value(self, at: Mapping[str, str]) -> Value:
        """The cell at these codes; of dimensions that are not named, all together."""
        return self.cells.get(tuple(at.get(name, TOTAL) for name in self.dimensions), NOTHING)

    @property
    def is_share(self) -> bool:
        """Whether it tells a part beside the whole."""
        return COUNTED in self.dimensions


def as_csv(table: Table) -> bytes:
    """The protected table as its file: a column a dimension, `value` and `status`."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*table.dimensions, VALUE, STATUS])
    for row in table.rows:
        writer.writerow([*row.codes, row.text or "", row.status])
    return out.getvalue().encode()


@lru_cache(maxsize=64)
def read(body: bytes) -> Printed:
    """The published table in a file of ours. Published ones never change, so they are read once."""
    lines = list(csv.reader(StringIO(body.decode())))
    header, rows = lines[0], lines[1:]
    cells = {
        tuple(row[:-2]): Value(int(row[-2]) if row[-2] else None, ValueStatus(row[-1]))
        for row in rows
    }
    return Printed(tuple(header[:-2]), cells)


def as_published(name: str, body: bytes) -> Table:
    """The table as the auditor reads an earlier release: what is printed and nothing else."""
    printed = read(body)
    rows: Sequence[Row] = [
        Row(codes, None, value.text, value.status.value) for codes, value in printed.cells.items()
    ]
    return Table(name, printed.dimensions, list(rows))
