"""The content of every file of a release: its published tables and their description."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.evidence.releases.cube_counting import COUNTED, COUNTRY, YEAR
from saathi.evidence.releases.published_table import (
    HIGHEST,
    LOWEST,
    PublishedTable,
    PublishedValue,
)
from saathi.evidence.releases.vocabulary import ValueStatus

# The English meaning of each status, for files that programs read. None reveals why a value is
# hidden.
STATUS_MEANINGS: dict[ValueStatus, str] = {
    ValueStatus.SHOWN: "the true count",
    ValueStatus.ROUNDED: "a multiple of the base, near the true count, which is from lowest to highest",
    ValueStatus.ZERO: "none, and that may be known",
    ValueStatus.SUPPRESSED: "hidden, so that no child can be found; it is not zero and not missing",
    ValueStatus.NOT_APPLICABLE: "no one can be in this cell",
    ValueStatus.NO_DATA: "nothing was counted here; it is not zero",
}
# Of the columns beside rounded values.
RANGE_MEANINGS: dict[str, str] = {
    LOWEST: "the fewest that the true count can be, by the rule of the release",
    HIGHEST: "the most that the true count can be, by the rule of the release",
}


@dataclass(frozen=True)
class ReleaseTable:
    """A table: its name, title, dimensions with titles, labels of codes, and roll-ups."""

    name: str
    title: str
    titles: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    parents: Mapping[str, Mapping[str, str]]
    printed: PublishedTable
    body: bytes

    @property
    def extra_dimensions(self) -> list[str]:
        """The dimensions other than the year, the country, and whole or part."""
        fixed = {YEAR, COUNTRY, COUNTED}
        return [name for name in self.printed.dimensions if name not in fixed]

    @property
    def years(self) -> list[str]:
        """The single years of the table, the first first."""
        return sorted(code for code in self.labels[YEAR] if code.isdecimal())

    def first_and_last_year(self, code: str) -> tuple[str, str]:
        """The years of a code: a year, a range of years, or all years of the table."""
        return year_range(code, self.years)

    @property
    def rows(self) -> Iterator[tuple[tuple[str, ...], PublishedValue]]:
        """Each cell with its codes."""
        yield from self.printed.cells.items()


@dataclass(frozen=True)
class ReleaseContents:
    """The content of a release for its files. `about` is its English description."""

    about: Mapping[str, Any]
    tables: Sequence[ReleaseTable]


@dataclass(frozen=True)
class ReleaseFile:
    """A finished file."""

    name: str
    media: str
    body: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file."""
        return hashlib.sha256(self.body).hexdigest()


def year_range(code: str, years: Sequence[str]) -> tuple[str, str]:
    """The first and the last year of a code; of `Total` those of all `years`."""
    if code == TOTAL:
        return years[0], years[-1]
    first, _dash, last = code.partition("-")
    return first, last or first


def tables_hash(tables: Sequence[tuple[str, bytes]]) -> str:
    """One hash over all tables of a release, in the order of their names."""
    whole = hashlib.sha256()
    for name, body in sorted(tables):
        whole.update(f"{name} {hashlib.sha256(body).hexdigest()}\n".encode())
    return whole.hexdigest()
