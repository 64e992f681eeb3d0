"""The tables with columns in the variables of HTCDS and CTDC before our own, where an indicator has such.

Nothing is added up for it: each row is the row of the protected table, with its value and its status, and
our own columns stay, so that what becomes one in the standard is still two rows.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from typing import Any, Final

from saathi.disclosure.hierarchies import TOTAL
from saathi.disclosure.rollup import OTHERS_CODE
from saathi.evidence.indicators import catalogue, sql
from saathi.evidence.indicators.definition import CountedUnit, Indicator, TimeBasis
from saathi.evidence.releases.counting import COUNTRY, YEAR
from saathi.evidence.releases.files.contents import ReleaseContents, ReleaseFile, ReleaseTable
from saathi.evidence.releases.models import EditionPart, Part
from saathi.evidence.releases.published_table import STATUS, VALUE
from saathi.evidence.releases.vocabulary import ReleasePartKind
from saathi.protection.exchange.standards.files import describe_field
from saathi.protection.exchange.standards.losses import LOSS_TEXTS
from saathi.protection.exchange.standards.mapping import (
    Standard,
    StandardRow,
    encode_row,
    load_standards,
)
from saathi.protection.exchange.standards.wording import StandardLosses, table_losses

CSV = "text/csv; charset=utf-8"
FRAME: Final = "children"
# Our dimensions as the lines of the standards call them. Others stand in our own columns alone.
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
    """These dimensions by the names that the standards' lines have for them."""
    if indicator is None:
        return {}
    found = {name: SAATHI_VARIABLES[name] for name in dimensions if name in SAATHI_VARIABLES}
    if YEAR in dimensions:
        is_first_case = indicator.basis == TimeBasis.IDENTIFICATION
        found[YEAR] = "year" if is_first_case else "year_of_event"
    return found


def fitting_standards(indicator: Indicator | None) -> list[Standard]:
    """The standards that an indicator says it can be told in; it must count children, each once."""
    if indicator is None or indicator.unit != CountedUnit.CHILDREN or indicator.frame != FRAME:
        return []
    return [one for one in load_standards().values() if one.title in indicator.terms]


@dataclass(frozen=True)
class StandardTable:
    """One table in the variables of one standard."""

    table: ReleaseTable
    standard: Standard
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.table.name}.{self.standard.name}.csv"

    @cached_property
    def rows(self) -> list[StandardRow]:
        """Each row of the table, in its order."""
        return [self._row(codes) for codes, _value in self.table.rows]

    def _row(self, codes: tuple[str, ...]) -> StandardRow:
        held = zip(self.table.printed.dimensions, codes, strict=True)
        told = {self.names[name]: [code] for name, code in held if self._is_one(name, code)}
        return encode_row(self.standard, told)

    def _is_one(self, name: str, code: str) -> bool:
        """Whether it is one category of a dimension that has lines, and no sum or not known country."""
        if name not in self.names or code in {TOTAL, OTHERS_CODE}:
            return False
        return code.isdigit() if name == YEAR else code != sql.NO_COUNTRY

    @cached_property
    def columns(self) -> list[str]:
        """The variables that some row fills, in the standard's order."""
        filled = {name for row in self.rows for name in row.cells}
        return [name for name in self.standard.variables if name in filled]

    @property
    def describes_children(self) -> bool:
        """Whether it tells more of children than the year and the country."""
        return not {"yearOfRegistration", "CountryOfExploitation"}.issuperset(self.columns)

    def lost_variables(self) -> list[str]:
        """What is lost in some row, by name. How often is not said: it would count what is hidden."""
        found = {loss for row in self.rows for loss in row.losses}
        return [name for name in LOSS_TEXTS if name in {*found, *self.standard.always, *ALWAYS}]


def list_standard_tables(book: ReleaseContents) -> Iterator[StandardTable]:
    """Each table in each standard that its indicator fits and that has something to say of it."""
    indicator = catalogue.find_indicator(book.about["indicator"])
    for standard in fitting_standards(indicator):
        for table in book.tables:
            one = StandardTable(
                table, standard, standard_dimension_names(indicator, table.printed.dimensions)
            )
            if one.describes_children:
                yield one


def standard_files(book: ReleaseContents) -> list[ReleaseFile]:
    """The files."""
    return [ReleaseFile(one.name, CSV, _body(one)) for one in list_standard_tables(book)]


def _body(one: StandardTable) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*one.columns, *one.table.printed.dimensions, VALUE, STATUS])
    for row, (codes, value) in zip(one.rows, one.table.rows, strict=True):
        theirs = [row.cells.get(name, "") for name in one.columns]
        writer.writerow([*theirs, *codes, value.text, value.status.value])
    return out.getvalue().encode()


def describe_standard_table(one: StandardTable, own: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the data package says of such a file, beside its path and hash; `own` are our own columns."""
    standard = one.standard
    source = {"title": standard.full_title, "path": standard.source}
    return {
        "title": f"{one.table.title}, with variables of {standard.full_title}",
        "description": " ".join(LOSS_TEXTS[name] for name in ALWAYS),
        "sources": [source],
        "schema": {
            "fields": [*(describe_field(standard, name) for name in one.columns), *own],
            "primaryKey": list(one.table.printed.dimensions),
            "missingValues": [""],
        },
        "saathi": {
            "standard": standard.describe(),
            "losses": [{"name": name, "words": LOSS_TEXTS[name]} for name in one.lost_variables()],
        },
    }


def list_losses(
    indicator: str, country: str, parts: Sequence[Part | EditionPart]
) -> list[StandardLosses]:
    """What is lost in those files of a release that have variables of others, for its page.

    Tables of one `country` alone have no column for it.
    """
    files = [one.name for one in parts if one.kind == ReleasePartKind.FILE]
    by = {name for one in parts if one.kind == ReleasePartKind.TABLE for name in one.about["by"]}
    ours = standard_dimension_names(
        catalogue.find_indicator(indicator), [YEAR, *([] if country else [COUNTRY]), *sorted(by)]
    )
    return [
        table_losses(one, ours.values(), ALWAYS)
        for one in load_standards().values()
        if any(file.endswith(f".{one.name}.csv") for file in files)
    ]
