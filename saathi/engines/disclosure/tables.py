"""Tables in memory: rows of codes with what is known about each; no rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from saathi.engines.disclosure.hierarchies import TOTAL, Hierarchy

# The identity of a cell in all tables: its codes other than Total, each with its dimension.
type CellKey = tuple[tuple[str, str], ...]


class CellStatus(StrEnum):
    """The status of a published cell, as used in files; it never reveals why a cell is hidden."""

    SHOWN = "shown"
    ZERO = "zero"
    STRUCTURAL = "not applicable"
    SUPPRESSED = "suppressed"
    ROUNDED = "rounded"


class ZeroPolicy(StrEnum):
    """Whether a zero may be known: printed as it is, or under the same rule as a small number."""

    PUBLIC = "public"
    PROTECTED = "protected"


class DisclosureMethod(StrEnum):
    """How tables are protected; one method for a series of releases."""

    ROUND = "round"
    SUPPRESS = "suppress"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of a table. Fields that a file does not give are None.

    `largest_agency_count` is the share of the agency that reports most of the count,
    `second_agency_count` that of the next agency, `events` the number of separate events or
    households. `possible` is the lowest and highest count that a rounded value allows.
    """

    codes: tuple[str, ...]
    count: int | None = None
    text: str | None = None
    status: str = ""
    largest_agency_count: int | None = None
    second_agency_count: int | None = None
    events: int | None = None
    written_codes: tuple[
        str, ...
    ] = ()  # the codes exactly as written, if a file has blanks around them
    possible: tuple[int, int] | None = None
    line: int = 0  # the line in its file, 0 if it was not read from one


@dataclass(frozen=True)
class CountTable:
    """A named table: its dimensions, its rows in the order of the file, the other columns' names."""

    name: str
    dimensions: tuple[str, ...]
    rows: Sequence[TableRow]
    added_rows: int = 0  # number of rows at the end that were not in the file
    implied_rows: int = 0  # number of margins after them, known but never printed

    @property
    def printed_rows(self) -> Sequence[TableRow]:
        """The rows that everyone may see, with those that the file left out."""
        return self.rows[: len(self.rows) - self.implied_rows]

    def key_of_row(self, row: TableRow) -> CellKey:
        """The key of the row's cell, the same in every table that shows it."""
        return build_cell_key(self.dimensions, row.codes)

    def describe_place(self, row: TableRow) -> str:
        """The file, and the line of it if known."""
        return f"{self.name}, line {row.line}" if row.line else self.name

    def codes_by_dimension(self) -> list[set[str]]:
        """The codes in each dimension, including `Total` if present."""
        return [{row.codes[place] for row in self.rows} for place in range(len(self.dimensions))]


@dataclass(frozen=True)
class LinkedTables:
    """Linked tables of one release with their hierarchies; equal keys are the same cell."""

    tables: Sequence[CountTable]
    hierarchies: Mapping[str, Hierarchy] = field(default_factory=dict)

    def hierarchy(self, dimension: str) -> Hierarchy:
        """The hierarchy of a dimension; flat if none was given."""
        return self.hierarchies.get(dimension, Hierarchy())


def build_cell_key(dimensions: Sequence[str], codes: Sequence[str]) -> CellKey:
    """The key of a cell: its codes other than `Total`, with their dimensions, in a fixed order."""
    pairs = zip(dimensions, codes, strict=True)
    return tuple(sorted((name, code) for name, code in pairs if code != TOTAL))


def describe_cell(key: CellKey) -> str:
    """The cell in words: `age 0-4, sex female`; `Total` if it names no code."""
    return ", ".join(f"{name} “{code}”" for name, code in key) or TOTAL
