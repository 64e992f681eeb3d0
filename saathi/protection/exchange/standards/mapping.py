"""Reads the mapping lines from our codes to a standard, and applies them. Plain values; no records.

A code without a line is an error and is never left out: a line states if the standard has no place
for it.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

DATA = Path(__file__).parent / "data"
SAME_VALUE, ALL_OTHERS, VALUE_SEPARATOR = "=", "*", ";"
SAATHI_PREFIX: Final = "saathi_"  # prefix of columns that are not part of the standard
NOT_KNOWN: Final = "not_known"
# As in statistics (`warehouse/steps.py`): a wider span of years gives no age band.
MAX_AGE_SPAN: Final = 5


class CodeNotMapped(Exception):
    """A code without a mapping line: the file is not written, so that nothing is lost silently."""


@dataclass(frozen=True, slots=True)
class CodeMapping:
    """The target of one of our codes, or that a code or variable of the standard is empty."""

    saathi_variable: str
    code: str
    variable: str
    value: str
    losses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandardVariable:
    """A variable as defined by the standard."""

    name: str
    label: str
    kind: str
    codes: tuple[str, ...]

    @property
    def is_multiple_value(self) -> bool:
        """Whether a cell may contain several codes."""
        return self.kind == "Multiselect Picklist"


@dataclass(frozen=True)
class Standard:
    """A standard with its mapping lines. `always` lists the losses of every file."""

    name: str
    title: str
    version: str
    source: str
    licence: str
    always: tuple[str, ...]
    variables: Mapping[str, StandardVariable]
    lines: tuple[CodeMapping, ...]

    @property
    def full_title(self) -> str:
        """The standard's name and version for pages and dictionaries."""
        return f"{self.title} {self.version}"

    def describe(self) -> dict[str, Any]:
        """The standard's description in a file's dictionary."""
        licences = [{"name": self.licence}] if self.licence else []
        return {
            "name": self.title,
            "version": self.version,
            "source": self.source,
            "licences": licences,
        }

    def mappings_of(self, variable: str) -> Sequence[CodeMapping]:
        """The lines of one of our variables."""
        return self._lines_by_variable.get(variable, ())

    @cached_property
    def _lines_by_variable(self) -> Mapping[str, Sequence[CodeMapping]]:
        by_variable: dict[str, list[CodeMapping]] = {}
        for line in self.lines:
            by_variable.setdefault(line.saathi_variable, []).append(line)
        return by_variable

    def columns(self, known: Iterable[str]) -> list[str]:
        """The variables that codes of these variables can fill, in the standard's order."""
        our_variables = set(known)
        filled = {
            line.variable
            for line in self.lines
            if line.value and line.saathi_variable in our_variables
        }
        saathi_columns = sorted(name for name in filled if name.startswith(SAATHI_PREFIX))
        return [name for name in self.variables if name in filled] + saathi_columns


@dataclass(frozen=True)
class StandardExportRow:
    """One row in the standard's variables, and what was lost in it."""

    cells: Mapping[str, str]
    losses: frozenset[str]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _standard(name: str, always: tuple[str, ...], **texts: str) -> Standard:
    variables = {
        row["variable"]: StandardVariable(
            row["variable"], row["label"], row["kind"], tuple(row["codes"].split())
        )
        for row in _rows(f"{name}_variables.csv")
    }
    lines = tuple(
        CodeMapping(
            row["ours"], row["code"], row["variable"], row["value"], tuple(row["losses"].split())
        )
        for row in _rows(f"{name}.csv")
    )
    return Standard(name=name, always=always, variables=variables, lines=lines, **texts)


@cache
def load_standards() -> Mapping[str, Standard]:
    """Every standard by name."""
    htcds = _standard(
        "htcds",
        ("joined",),
        title="HTCDS",
        version="2.0",
        source="https://github.com/UNMigration/HTCDS",
        licence="CC-BY-4.0",
    )
    ctdc = _standard(
        "ctdc",
        ("one_or_empty",),
        title="CTDC",
        version="Global Synthetic Dataset 2024",
        source="https://www.ctdatacollaborative.org/page/global-synthetic-dataset",
        licence="",  # terms of use of CTDC; the codebook names none for its list of variables
    )
    return {standard.name: standard for standard in (htcds, ctdc)}


def find_code_mappings(standard: Standard, variable: str, code: str) -> list[CodeMapping]:
    """The lines of a code: its own, those of its span of years, or those of all others."""
    lines = standard.mappings_of(variable)
    matching = [line for line in lines if line.code == code or _spans(line.code, code)]
    matching = matching or [line for line in lines if line.code == ALL_OTHERS]
    if not matching:
        raise CodeNotMapped(f"{standard.title} has no line for {variable}: {code}.")
    return matching


def _spans(span: str, code: str) -> bool:
    first, dash, last = span.partition("-")
    return bool(dash) and code.isdigit() and int(first) <= int(code) <= int(last)


def age_in_years(low: int | None, high: int | None) -> str:
    """The age in years for the band. A person who may be under 18 is never counted as an adult."""
    if low is None or high is None or high - low > MAX_AGE_SPAN:
        return NOT_KNOWN
    middle = (low + high) // 2
    return str(min(middle, 17) if low < 18 else middle)


def encode_row(standard: Standard, recorded: Mapping[str, Sequence[str]]) -> StandardExportRow:
    """Encodes records as one row. Several codes for a single-value variable leave it empty, with a loss."""
    cells: dict[str, list[str]] = {}
    losses: set[str] = set()
    for our_variable, codes in recorded.items():
        for code in codes:
            for line in find_code_mappings(standard, our_variable, code):
                losses.update(line.losses)
                if line.value:
                    value = code if line.value == SAME_VALUE else line.value
                    cell = cells.setdefault(line.variable, [])
                    if value not in cell:
                        cell.append(value)
    row = {}
    for name, values in cells.items():
        variable = standard.variables.get(name)
        if len(values) > 1 and not (variable and variable.is_multiple_value):
            losses.add("several_empty")
            continue
        row[name] = VALUE_SEPARATOR.join(_in_order(variable, values))
    return StandardExportRow(row, frozenset(losses))


def _in_order(variable: StandardVariable | None, values: list[str]) -> list[str]:
    order = {code: position for position, code in enumerate(variable.codes)} if variable else {}
    return sorted(values, key=lambda value: (order.get(value, len(order)), value))
