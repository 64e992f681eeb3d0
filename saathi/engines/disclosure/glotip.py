"""Attacks an export of UNODC's GLOTIP: which "<5" its own printed totals reveal.

Each country, year, dimension and category is a table of sex by age. A sum is used if its total and
all its parts are printed; a category that a table never names is empty in it. "<5" is read as 0 to
4.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from saathi.engines.disclosure.audit import AttackProblem, run_attack
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.published_bounds import PublishedRules, derive_bounds
from saathi.engines.disclosure.report import DisclosureReport
from saathi.engines.disclosure.system import CellSystem, SumConstraint, build_matrix, build_system
from saathi.engines.disclosure.table_files import complete_table
from saathi.engines.disclosure.tables import CountTable, LinkedTables, TableRow

VICTIMS = "Detected trafficking victims"
TABLE_KEY_COLUMNS = ("Iso3_code", "Year", "Dimension", "Category")
REQUIRED_COLUMNS = frozenset({*TABLE_KEY_COLUMNS, "Indicator", "Sex", "Age", "txtVALUE"})
FEWER_THAN_FIVE = "<5"

type PrintedCells = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class GlotipAudit:
    """How many tables have a "<5" inside a sum, and what can be computed of those cells."""

    tables: int
    contradictory_tables: int
    audited_tables: int
    exact: int
    at_least_one: int
    narrowed: int

    @property
    def passes(self) -> bool:
        """Whether no "<5" can be computed."""
        return not self.exact

    def describe(self) -> str:
        """The figures in sentences."""
        share = self.exact / self.audited_tables if self.audited_tables else 0.0
        return (
            f"{self.tables:,} tables have a “{FEWER_THAN_FIVE}” in a sum that is printed whole; "
            f"{self.contradictory_tables:,} of them contradict themselves and are left out.\n"
            f"Of {self.audited_tables:,} audited “{FEWER_THAN_FIVE}” cells {self.exact:,} ({share:.1%}) "
            "are known "
            f"exactly, {self.at_least_one:,} of these as one or more; {self.narrowed:,} more are "
            "known better than printed."
        )


def read_glotip_tables(path: Path) -> dict[tuple[str, ...], PrintedCells]:
    """The printed cells of detected persons by sex and age, for each table of the export."""
    tables: dict[tuple[str, ...], dict[tuple[str, str], str]] = defaultdict(dict)
    for number, record in enumerate(_records(path), 2):
        if not record.keys() >= REQUIRED_COLUMNS:
            missing = ", ".join(sorted(REQUIRED_COLUMNS - record.keys()))
            raise InputError(f"{path}: is no export of GLOTIP; it has no {missing}.")
        text = (record["txtVALUE"] or "").replace(",", "")
        if record["Indicator"] != VICTIMS:
            continue
        if text != FEWER_THAN_FIVE and not text.isdecimal():
            raise InputError(
                f"{path}, line {number}: “{text}” is neither a count nor {FEWER_THAN_FIVE}."
            )
        tables[tuple(record[name] for name in TABLE_KEY_COLUMNS)][record["Sex"], record["Age"]] = (
            text
        )
    return dict(tables)


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


def build_table_attack_problem(cells: PrintedCells) -> AttackProblem:
    """One table as printed, with the sums that are completely printed."""
    table = CountTable(
        "export", ("sex", "age"), [TableRow(codes, None, text) for codes, text in cells.items()]
    )
    whole = LinkedTables([complete_table(table, {})])
    system = build_system(whole)
    known = derive_bounds(whole, system, PublishedRules())
    printed = np.zeros(system.size, dtype=bool)
    printed[list(known.shown)] = True
    lines = [line for line in system.lines if printed[[line.total, *line.parts]].all()]
    judged = np.zeros(system.size, dtype=bool)
    judged[_few(lines, known.shown)] = True
    printed_system = CellSystem(system.keys, system.index, lines, build_matrix(lines, system.size))
    known = replace(known, upper=np.where(printed, known.upper, 0))
    return AttackProblem(printed_system, known, judged, [("export",)] * system.size)


def _few(lines: list[SumConstraint], shown: Mapping[int, str]) -> list[int]:
    cells = {cell for line in lines for cell in (line.total, *line.parts)}
    return sorted(cell for cell in cells if shown[cell] == FEWER_THAN_FIVE)


def attack_glotip_tables(
    tables: Mapping[tuple[str, ...], PrintedCells],
) -> Iterator[tuple[PrintedCells, DisclosureReport]]:
    """Each table that has a "<5" in a sum, and the report on it."""
    for cells in tables.values():
        if len(cells) > 1 and FEWER_THAN_FIVE in cells.values():
            attack_problem = build_table_attack_problem(cells)
            if attack_problem.judged_cells.any():
                yield cells, run_attack(attack_problem, PublishedRules(), thorough=True)


def audit_glotip_export(path: Path) -> GlotipAudit:
    """The figures of a whole export."""
    reports = [report for _, report in attack_glotip_tables(read_glotip_tables(path))]
    sound = [
        sound_report
        for sound_report in reports
        if not sound_report.contradictory and not sound_report.false_totals
    ]
    cells = [cell for report in sound for cell in report.cells]
    exact = [cell for cell in cells if cell.lower == cell.upper]
    narrowed = [c for c in cells if c.lower < c.upper and (c.lower, c.upper) != (0, 4)]
    return GlotipAudit(
        len(reports),
        len(reports) - len(sound),
        len(cells),
        len(exact),
        sum(cell.lower >= 1 for cell in exact),
        len(narrowed),
    )
