"""Results of checking a table, row by row, with their stored form and their counts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.engines.sheets.checking import CaseloadRecord, CheckedRow, count_rows_by
from saathi.engines.sheets.problems import REASONS, WITHOUT_WORD, SheetProblem
from saathi.protection.exchange.duplicates import PossibleDuplicate
from saathi.protection.exchange.models import ImportedRecord
from saathi.protection.exchange.primero.case_reading import PrimeroRow
from saathi.protection.exchange.primero.owners import list_owners, stored_owners
from saathi.protection.exchange.row_conversion import source_record_key

KEY_BATCH_SIZE = 2000
# Fewer children than this with a word of a list: they are counted without it. The counts outlive the
# children's files, and a rare word may be a name.
MIN_CHILDREN_OF_A_WORD = 3
MAX_CLOSURES = 20  # reasons for closure that are asked about; cases closed for any other stay open


@dataclass(frozen=True)
class ImportRowCheck:
    """The result of one row: errors, warnings and possible duplicates."""

    number: int
    errors: Sequence[SheetProblem] = ()
    warnings: Sequence[SheetProblem] = ()
    is_known: bool = False  # imported before, recognised by its number in the other system
    possible_duplicates: Sequence[PossibleDuplicate] = ()  # the most likely first

    @property
    def will_create_child(self) -> bool:
        """Whether the row will create a file."""
        return not self.errors and not self.is_known

    def to_stored(self) -> dict[str, Any]:
        """The result as plain values for storage; warnings do not quote values of the file."""
        return {
            "number": self.number,
            "errors": [_kept(problem) for problem in self.errors],
            "warnings": _kept_without_words(self.warnings),
            "is_known": self.is_known,
            "doubles": [duplicate.to_stored() for duplicate in self.possible_duplicates],
        }

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> "ImportRowCheck":
        """The result from its stored values."""
        return cls(
            stored["number"],
            [_problem(problem) for problem in stored["errors"]],
            [_problem(problem) for problem in stored["warnings"]],
            stored["is_known"],
            [PossibleDuplicate.from_stored(duplicate) for duplicate in stored["doubles"]],
        )


@dataclass(frozen=True)
class ImportCounts:
    """The counts of a table: rows read = made + known + refused."""

    rows: int = 0
    made: int = 0
    known: int = 0
    refused: int = 0
    warned: int = 0
    doubles: int = 0
    were_compared: bool = True
    by_gender: Mapping[str, int] = field(default_factory=dict)
    by_birth_year: Mapping[str, int] = field(default_factory=dict)
    by_registration: Mapping[str, int] = field(default_factory=dict)
    reports: int = 0
    closed: int = 0
    # For Primero cases: entries, imported and kept as text, by subform; how often each difference
    # from the source occurs, by reason, field and word of a list (empty if few children have it);
    # the owners (`primero.owners`).
    subforms: Mapping[str, Sequence[int]] = field(default_factory=dict)
    differences: Sequence[tuple[str, str, int, str]] = ()
    owners: Sequence[Sequence[object]] = ()
    closures: Mapping[str, int] = field(default_factory=dict)  # Primero's reasons that state none


def _kept(problem: SheetProblem) -> list[Any]:
    return [problem.reason.code, problem.column, dict(problem.values)]


def _kept_without_words(warnings: Iterable[SheetProblem]) -> list[list[Any]]:
    kept: list[list[Any]] = []
    for problem in warnings:
        bare = WITHOUT_WORD.get(problem.reason)
        shown = SheetProblem(bare, problem.column) if bare else problem
        if _kept(shown) not in kept:
            kept.append(_kept(shown))
    return kept


def _problem(stored: Sequence[Any]) -> SheetProblem:
    return SheetProblem(REASONS[stored[0]], stored[1], stored[2])


def find_known_keys(staff: Staff, source: str, rows: Iterable[CheckedRow]) -> set[bytes]:
    """The keys of rows that are already imported into a file the actor may see."""
    keys = [
        key
        for row in rows
        if (key := source_record_key(staff.agency_id, source, row.record.source_id))
    ]
    known: set[bytes] = set()
    for start in range(0, len(keys), KEY_BATCH_SIZE):
        batch = keys[start : start + KEY_BATCH_SIZE]
        imported = access.visible(staff, ImportedRecord).filter(source_key__in=batch)
        known.update(bytes(key) for key in imported.values_list("source_key", flat=True) if key)
    return known


def check_row(
    row: CheckedRow, *, staff: Staff, source: str, known_keys: set[bytes]
) -> ImportRowCheck:
    """The errors and warnings of a row, and whether it was imported before."""
    key = source_record_key(staff.agency_id, source, row.record.source_id)
    is_known = key is not None and key in known_keys
    return ImportRowCheck(row.number, row.errors, row.warnings, is_known)


def count_row_checks(
    rows: Sequence[CheckedRow], checks: Sequence[ImportRowCheck], *, compared: bool
) -> ImportCounts:
    """The counts of a table, with new children by gender, birth year and year of registration."""
    new_rows = [
        row for row, row_check in zip(rows, checks, strict=True) if row_check.will_create_child
    ]
    return ImportCounts(
        rows=len(rows),
        made=len(new_rows),
        known=sum(row_check.is_known and not row_check.errors for row_check in checks),
        refused=sum(bool(row_check.errors) for row_check in checks),
        warned=sum(bool(row_check.warnings) for row_check in checks),
        doubles=sum(bool(row_check.possible_duplicates) for row_check in checks),
        were_compared=compared,
        by_gender=count_rows_by(new_rows, lambda record: record.gender),
        by_birth_year=count_rows_by(new_rows, _birth_year),
        by_registration=count_rows_by(new_rows, _registered),
        reports=sum(bool(row.record.concerns or row.record.description) for row in new_rows),
        closed=sum(row.record.closed_on is not None for row in new_rows),
        **_primero_counts([row for row in new_rows if isinstance(row, PrimeroRow)]),
    )


def _primero_counts(rows: Sequence[PrimeroRow]) -> dict[str, Any]:
    subforms: dict[str, list[int]] = {}
    for row in rows:
        for subform, count in row.counts.items():
            sums = subforms.setdefault(subform, [0, 0, 0])
            for place, number in enumerate((count.entries, count.imported, count.kept)):
                sums[place] += number
    return {
        "subforms": dict(sorted(subforms.items())),
        "differences": _count_differences(rows),
        "owners": stored_owners(list_owners(rows)),
        "closures": dict(
            Counter(row.closure for row in rows if row.closure).most_common(MAX_CLOSURES)
        ),
    }


def _count_differences(rows: Sequence[PrimeroRow]) -> list[tuple[str, str, int, str]]:
    """How many children have each difference; a word that few of them have is left out."""
    by_child = [
        {
            (problem.reason.code, problem.column, str(problem.values.get("word", "")))
            for problem in (*row.warnings, *row.unread)
        }
        for row in rows
    ]
    children_with = Counter(chain.from_iterable(by_child))

    def named(difference: tuple[str, str, str]) -> tuple[str, str, str]:
        reason, column, word = difference
        if not word or children_with[difference] >= MIN_CHILDREN_OF_A_WORD:
            return difference
        return (WITHOUT_WORD[REASONS[reason]].code, column, "")

    counted = Counter(
        chain.from_iterable({named(difference) for difference in item} for item in by_child)
    )
    return [
        (reason, column, count, word) for (reason, column, word), count in counted.most_common()
    ]


def _birth_year(record: CaseloadRecord) -> str:
    span = record.born.span if record.born else None
    return str(span[0].year) if span and span[0].year == span[1].year else ""


def _registered(record: CaseloadRecord) -> str:
    return str(record.registered_on.year) if record.registered_on else ""
