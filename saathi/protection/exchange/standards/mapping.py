"""Reads the lines that lead from our codes to a standard, and translates by them. Plain values; no record.

A code of ours without a line is an error and never left out: what has no place in a standard says so.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

DATA = Path(__file__).parent / "data"
SAME_VALUE, ALL_OTHERS, VALUE_SEPARATOR = "=", "*", ";"
SAATHI_PREFIX: Final = "saathi_"  # begins the name of a column that is none of the standard's
NOT_KNOWN: Final = "not_known"
# As in statistics (`warehouse/steps.py`): of a wider span of years no band is told.
MAX_AGE_SPAN: Final = 5


class CodeNotMapped(Exception):
    """A code of ours that has no line: the file is not made, so that nothing is lost in silence."""


@dataclass(frozen=True, slots=True)
class CodeMapping:
    """Where one code of ours goes, or that a variable or code of the standard stays empty."""

    saathi_variable: str
    code: str
    variable: str
    value: str
    losses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandardVariable:
    """A variable of a standard, as the standard has it."""

    name: str
    label: str
    kind: str
    codes: tuple[str, ...]

    @property
    def takes_several(self) -> bool:
        """Whether a cell may hold several codes."""
        return self.kind == "Multiselect Picklist"


@dataclass(frozen=True)
class Standard:
    """A standard with its lines. `always` names what is lost in every file of it."""

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
        """Its name with its version, as a page and a dictionary call it."""
        return f"{self.title} {self.version}"

    def describe(self) -> dict[str, Any]:
        """The standard as a dictionary of a file names it."""
        licences = [{"name": self.licence}] if self.licence else []
        return {
            "name": self.title,
            "version": self.version,
            "source": self.source,
            "licences": licences,
        }

    def mappings_of(self, variable: str) -> Sequence[CodeMapping]:
        """The lines of one of our variables."""
        return self._by_ours.get(variable, ())

    @cached_property
    def _by_ours(self) -> Mapping[str, Sequence[CodeMapping]]:
        found: dict[str, list[CodeMapping]] = {}
        for line in self.lines:
            found.setdefault(line.saathi_variable, []).append(line)
        return found

    def columns(self, known: Iterable[str]) -> list[str]:
        """The variables that some code of these variables of ours can fill, in the standard's order."""
        wanted = set(known)
        filled = {
            line.variable for line in self.lines if line.value and line.saathi_variable in wanted
        }
        own = sorted(name for name in filled if name.startswith(SAATHI_PREFIX))
        return [name for name in self.variables if name in filled] + own


@dataclass(frozen=True)
class StandardRow:
    """One row in the standard's variables, and what was lost in writing it."""

    cells: Mapping[str, str]
    losses: frozenset[str]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _standard(name: str, always: tuple[str, ...], **told: str) -> Standard:
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
    return Standard(name=name, always=always, variables=variables, lines=lines, **told)


@cache
def load_standards() -> Mapping[str, Standard]:
    """Every standard by its name."""
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
        licence="",  # terms of CTDC; the codebook names none for its list of variables
    )
    return {one.name: one for one in (htcds, ctdc)}


def find_code_mappings(standard: Standard, variable: str, code: str) -> list[CodeMapping]:
    """The lines of one code: its own, those of the span of years it lies in, or those of all others."""
    lines = standard.mappings_of(variable)
    found = [line for line in lines if line.code == code or _spans(line.code, code)]
    found = found or [line for line in lines if line.code == ALL_OTHERS]
    if not found:
        raise CodeNotMapped(f"{standard.title} has no line for {variable}: {code}.")
    return found


def _spans(span: str, code: str) -> bool:
    first, dash, last = span.partition("-")
    return bool(dash) and code.isdigit() and int(first) <= int(code) <= int(last)


def age_in_years(low: int | None, high: int | None) -> str:
    """The year of age that decides the band. Whoever may be under 18 is not called an adult."""
    if low is None or high is None or high - low > MAX_AGE_SPAN:
        return NOT_KNOWN
    middle = (low + high) // 2
    return str(min(middle, 17) if low < 18 else middle)


def encode_row(standard: Standard, recorded: Mapping[str, Sequence[str]]) -> StandardRow:
    """What is recorded, as one row. Of single values several make an empty cell, and that is named."""
    cells: dict[str, list[str]] = {}
    losses: set[str] = set()
    for ours, codes in recorded.items():
        for code in codes:
            for line in find_code_mappings(standard, ours, code):
                losses.update(line.losses)
                if line.value:
                    value = code if line.value == SAME_VALUE else line.value
                    held = cells.setdefault(line.variable, [])
                    if value not in held:
                        held.append(value)
    row = {}
    for name, values in cells.items():
        variable = standard.variables.get(name)
        if len(values) > 1 and not (variable and variable.takes_several):
            losses.add("several_empty")
            continue
        row[name] = VALUE_SEPARATOR.join(_in_order(variable, values))
    return StandardRow(row, frozenset(losses))


def _in_order(variable: StandardVariable | None, values: list[str]) -> list[str]:
    order = {code: place for place, code in enumerate(variable.codes)} if variable else {}
    return sorted(values, key=lambda value: (order.get(value, len(order)), value))
