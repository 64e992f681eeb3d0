"""The tables with variables of HTCDS and CTDC before our own columns, where the indicator fits.

Nothing is added up: each row is the row of the protected table, with its value and status, and our
own columns stay, so that two of our categories with one code in the standard are still two rows.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from typing import Any, Final

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.engines.disclosure.rollup import OTHERS_CODE
from saathi.evidence.indicators import catalogue, sql
from saathi.evidence.indicators.definition import CountedUnit, Indicator, TimeBasis
from saathi.evidence.releases.cube_counting import COUNTRY, YEAR
from saathi.evidence.releases.files.contents import ReleaseContents, ReleaseFile, ReleaseTable
from saathi.evidence.releases.models import EditionPart, Part
from saathi.evidence.releases.vocabulary import ReleasePartKind
from saathi.protection.exchange.standards.files import describe_field
from saathi.protection.exchange.standards.losses import LOSS_TEXTS
from saathi.protection.exchange.standards.mapping import (
    Standard,
    StandardExportRow,
    encode_row,
    load_standards,
)
from saathi.protection.exchange.standards.wording import StandardLosses, table_losses

CSV = "text/csv; charset=utf-8"
FRAME: Final = "children"
# Our dimensions by the standards' variable names. Other dimensions are only in our own columns.
SAATHI_VARIABLES: Final[Mapping[str, str]] = {
    COUNTRY: "country",
    "sex": "gender",
    "age": "age_band",
    "age_recruited": "age_recruited",
    "nationality": "nationality",
    "form": "form",
    "purposes": "purposes",
    "finding": "finding",
    "layer": "layer",
    "source": "source",
    "confidence": "confidence",
}
ALWAYS: Final = ("counts", "own_kept")


def standard_dimension_names(
    indicator: Indicator | None, dimensions: Sequence[str]
) -> dict[str, str]:
    """The names of these dimensions in the standards' mapping."""
    if indicator is None:
        return {}
    names = {name: SAATHI_VARIABLES[name] for name in dimensions if name in SAATHI_VARIABLES}
    if YEAR in dimensions:
        is_first_case = indicator.basis == TimeBasis.IDENTIFICATION
        names[YEAR] = "year" if is_first_case else "year_of_event"
    return names


def fitting_standards(indicator: Indicator | None) -> list[Standard]:
    """The standards in whose terms an indicator is defined; it must count children, each once."""
    if indicator is None or indicator.unit != CountedUnit.CHILDREN or indicator.frame != FRAME:
        return []
    return [standard for standard in load_standards().values() if standard.title in indicator.terms]


@dataclass(frozen=True)
class StandardTable:
    """A table in the variables of one standard."""

    table: ReleaseTable
    standard: Standard
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.table.name}.{self.standard.name}.csv"

    @cached_property
    def rows(self) -> list[StandardExportRow]:
        """The rows in the standard's terms, in order."""
        return [self._row(codes) for codes, _value in self.table.rows]

    def _row(self, codes: tuple[str, ...]) -> StandardExportRow:
        codes_by_dimension = zip(self.table.printed.dimensions, codes, strict=True)
        mapped = {
            self.names[name]: [code]
            for name, code in codes_by_dimension
            if self._is_mapped_category(name, code)
        }
        return encode_row(self.standard, mapped)

    def _is_mapped_category(self, name: str, code: str) -> bool:
        """Whether the code is one mapped category of a dimension, not a sum and not an unknown country."""
        if name not in self.names or code in {TOTAL, OTHERS_CODE}:
            return False
        return code.isdigit() if name == YEAR else code != sql.NO_COUNTRY

    @cached_property
    def columns(self) -> list[str]:
        """The variables that are filled in at least one row, in the standard's order."""
        filled = {name for row in self.rows for name in row.cells}
        return [name for name in self.standard.variables if name in filled]

    @property
    def describes_children(self) -> bool:
        """Whether it describes children beyond the year and the country."""
        return not {"yearOfRegistration", "CountryOfExploitation"}.issuperset(self.columns)

    def loss_names(self) -> list[str]:
        """The losses in any row, by name. Their frequency is omitted: it would count hidden values."""
        lost = {loss for row in self.rows for loss in row.losses}
        return [name for name in LOSS_TEXTS if name in {*lost, *self.standard.always, *ALWAYS}]


def list_standard_tables(book: ReleaseContents) -> Iterator[StandardTable]:
    """Each table in each standard that fits its indicator and describes children."""
    indicator = catalogue.find_indicator(book.about["indicator"])
    for standard in fitting_standards(indicator):
        for table in book.tables:
            standard_table = StandardTable(
                table, standard, standard_dimension_names(indicator, table.printed.dimensions)
            )
            if standard_table.describes_children:
                yield standard_table


def standard_files(book: ReleaseContents) -> list[ReleaseFile]:
    """The files of these tables."""
    return [
        ReleaseFile(standard_table.name, CSV, _body(standard_table))
        for standard_table in list_standard_tables(book)
    ]


def _body(standard_table: StandardTable) -> bytes:
    out, printed = StringIO(), standard_table.table.printed
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*standard_table.columns, *printed.dimensions, *printed.value_columns])
    for row, (codes, value) in zip(standard_table.rows, standard_table.table.rows, strict=True):
        theirs = [row.cells.get(name, "") for name in standard_table.columns]
        writer.writerow([*theirs, *codes, *printed.value_cells(value)])
    return out.getvalue().encode()


def describe_standard_table(
    standard_table: StandardTable, own: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The entry of such a file in the data package; `own` are our own columns."""
    standard = standard_table.standard
    source = {"title": standard.full_title, "path": standard.source}
    return {
        "title": f"{standard_table.table.title}, with variables of {standard.full_title}",
        "description": " ".join(LOSS_TEXTS[name] for name in ALWAYS),
        "sources": [source],
        "schema": {
            "fields": [*(describe_field(standard, name) for name in standard_table.columns), *own],
            "primaryKey": list(standard_table.table.printed.dimensions),
            "missingValues": [""],
        },
        "saathi": {
            "standard": standard.describe(),
            "losses": [
                {"name": name, "words": LOSS_TEXTS[name]} for name in standard_table.loss_names()
            ],
        },
    }


def list_losses(
    indicator: str, country: str, parts: Sequence[Part | EditionPart]
) -> list[StandardLosses]:
    """The losses in a release's files that use a standard's variables, for the release's page.

    Tables for a single `country` have no column for it.
    """
    files = [part.name for part in parts if part.kind == ReleasePartKind.FILE]
    by = {name for part in parts if part.kind == ReleasePartKind.TABLE for name in part.about["by"]}
    ours = standard_dimension_names(
        catalogue.find_indicator(indicator), [YEAR, *([] if country else [COUNTRY]), *sorted(by)]
    )
    return [
        table_losses(standard, ours.values(), ALWAYS)
        for standard in load_standards().values()
        if any(file.endswith(f".{standard.name}.csv") for file in files)
    ]
