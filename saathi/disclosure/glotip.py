"""Attacks an export of UNODC's GLOTIP: what its own printed totals give back of each "<5".

Each country, year, dimension and category is a table of sex by age. A sum is used where its total and
all its parts are printed; a category that a table never names is empty in it. "<5" is read as 0 to 4.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from saathi.disclosure.audit import Scene, attack
from saathi.disclosure.errors import InputError
from saathi.disclosure.knowledge import Rules, known_from
from saathi.disclosure.reading import complete
from saathi.disclosure.report import Report
from saathi.disclosure.system import Line, System, build, matrix_of
from saathi.disclosure.tables import Row, Table, Tables

VICTIMS = "Detected trafficking victims"
GROUP = ("Iso3_code", "Year", "Dimension", "Category")
NEEDED = frozenset({*GROUP, "Indicator", "Sex", "Age", "txtVALUE"})
FEWER = "<5"

type Cells = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Export:
    """How many tables have a "<5" inside a sum, and what becomes of those cells."""

    tables: int
    contradictory: int
    audited: int
    exact: int
    at_least_one: int
    narrowed: int

    @property
    def passes(self) -> bool:
        """Whether no "<5" can be computed."""
        return not self.exact

    def in_words(self) -> str:
        """The figures in sentences."""
        share = self.exact / self.audited if self.audited else 0.0
        return (
            f"{self.tables:,} tables have a “{FEWER}” in a sum that is printed whole; "
            f"{self.contradictory:,} of them contradict themselves and are left out.\n"
            f"Of {self.audited:,} audited “{FEWER}” cells {self.exact:,} ({share:.1%}) are known "
            f"exactly, {self.at_least_one:,} of these as one or more; {self.narrowed:,} more are "
            "known better than printed."
        )


def tables_of(path: Path) -> dict[tuple[str, ...], Cells]:
    """The printed cells of detected persons by sex and age, for each table of the export."""
    found: dict[tuple[str, ...], dict[tuple[str, str], str]] = defaultdict(dict)
    for number, record in enumerate(_records(path), 2):
        if not record.keys() >= NEEDED:
            missing = ", ".join(sorted(NEEDED - record.keys()))
            raise InputError(f"{path}: is no export of GLOTIP; it has no {missing}.")
        text = (record["txtVALUE"] or "").replace(",", "")
        if record["Indicator"] != VICTIMS:
            continue
        if text != FEWER and not text.isdecimal():
            raise InputError(f"{path}, line {number}: “{text}” is neither a count nor {FEWER}.")
        found[tuple(record[name] for name in GROUP)][record["Sex"], record["Age"]] = text
    return dict(found)


def _records(path: Path) -> Iterator[dict[str, str]]:
    try:
        if path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
                yield from csv.DictReader(file)
        else:
            with path.open(encoding="utf-8-sig", newline="") as plain:
                yield from csv.DictReader(plain)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read as CSV ({error}).") from error


def scene_of(cells: Cells) -> Scene:
    """One table as it stands, with the sums that are printed whole."""
    table = Table(
        "export", ("sex", "age"), [Row(codes, None, text) for codes, text in cells.items()]
    )
    whole = Tables([complete(table, {})])
    system = build(whole)
    known = known_from(whole, system, Rules())
    printed = np.zeros(system.size, dtype=bool)
    printed[list(known.shown)] = True
    lines = [line for line in system.lines if printed[[line.total, *line.parts]].all()]
    judged = np.zeros(system.size, dtype=bool)
    judged[_few(lines, known.shown)] = True
    kept = System(system.keys, system.index, lines, matrix_of(lines, system.size))
    known = replace(known, upper=np.where(printed, known.upper, 0))
    return Scene(kept, known, judged, [("export",)] * system.size)


def _few(lines: list[Line], shown: Mapping[int, str]) -> list[int]:
    cells = {cell for line in lines for cell in (line.total, *line.parts)}
    return sorted(cell for cell in cells if shown[cell] == FEWER)


def attacked(tables: Mapping[tuple[str, ...], Cells]) -> Iterator[tuple[Cells, Report]]:
    """The report on each table that has a "<5" in a sum."""
    for cells in tables.values():
        if len(cells) > 1 and FEWER in cells.values():
            scene = scene_of(cells)
            if scene.judged.any():
                yield cells, attack(scene, Rules(), thorough=True)


def audit_export(path: Path) -> Export:
    """The figures of a whole export."""
    reports = [report for _, report in attacked(tables_of(path))]
    sound = [each for each in reports if not each.contradictory and not each.false_totals]
    cells = [cell for report in sound for cell in report.cells]
    exact = [cell for cell in cells if cell.lower == cell.upper]
    narrowed = [c for c in cells if c.lower < c.upper and (c.lower, c.upper) != (0, 4)]
    return Export(
        len(reports),
        len(reports) - len(sound),
        len(cells),
        len(exact),
        sum(cell.lower >= 1 for cell in exact),
        len(narrowed),
    )
