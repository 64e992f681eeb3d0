"""What checking a table found, row by row, as it is stored and as it is counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.exchange.models import ImportedRecord
from saathi.protection.exchange.row_conversion import source_key
from saathi.sheets.checking import CaseloadRecord, CheckedRow, count_rows_by
from saathi.sheets.problems import REASONS, SheetProblem

KEY_BATCH_SIZE = 2000


@dataclass(frozen=True)
class ImportRowCheck:
    """What was found of one row: what hinders, what is worth knowing, and who may be the same child."""

    number: int
    errors: Sequence[SheetProblem] = ()
    warnings: Sequence[SheetProblem] = ()
    is_known: bool = False  # read in before, by its number in the other system
    possible_duplicates: Sequence[
        tuple[str, str]
    ] = ()  # code and file of children who may be the same

    @property
    def will_create_child(self) -> bool:
        """Whether a child's file will be opened for it."""
        return not self.errors and not self.is_known

    def to_stored(self) -> dict[str, Any]:
        """As plain values, to be stored."""
        return {
            "number": self.number,
            "errors": [_kept(one) for one in self.errors],
            "warnings": [_kept(one) for one in self.warnings],
            "is_known": self.is_known,
            "doubles": [list(pair) for pair in self.possible_duplicates],
        }

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> "ImportRowCheck":
        """As it was stored."""
        return cls(
            stored["number"],
            [_problem(one) for one in stored["errors"]],
            [_problem(one) for one in stored["warnings"]],
            stored["is_known"],
            [(code, file_id) for code, file_id in stored["doubles"]],
        )


@dataclass(frozen=True)
class ImportCounts:
    """How a table comes out: rows read = made + known + refused."""

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


def _kept(problem: SheetProblem) -> list[Any]:
    return [problem.reason.code, problem.column, dict(problem.values)]


def _problem(kept: Sequence[Any]) -> SheetProblem:
    return SheetProblem(REASONS[kept[0]], kept[1], kept[2])


def find_known_keys(staff: Staff, source: str, rows: Iterable[CheckedRow]) -> set[bytes]:
    """Which of the rows' keys stand already on a record that she may see."""
    wanted = [
        key for row in rows if (key := source_key(staff.agency_id, source, row.record.source_id))
    ]
    found: set[bytes] = set()
    for start in range(0, len(wanted), KEY_BATCH_SIZE):
        here = wanted[start : start + KEY_BATCH_SIZE]
        met = access.visible(staff, ImportedRecord).filter(source_key__in=here)
        found.update(bytes(key) for key in met.values_list("source_key", flat=True) if key)
    return found


def check_row(
    row: CheckedRow,
    *,
    staff: Staff,
    source: str,
    known_keys: set[bytes],
    possible_duplicates: Iterable[Child],
) -> ImportRowCheck:
    """What there is to say of a row."""
    key = source_key(staff.agency_id, source, row.record.source_id)
    is_known = key is not None and key in known_keys
    likely = [] if is_known else [(child.code, str(child.file_id)) for child in possible_duplicates]
    return ImportRowCheck(row.number, row.errors, row.warnings, is_known, likely)


def count_row_checks(
    rows: Sequence[CheckedRow], checks: Sequence[ImportRowCheck], *, compared: bool
) -> ImportCounts:
    """How the table comes out, with the children to be made by gender, year of birth and year."""
    made = [row for row, one in zip(rows, checks, strict=True) if one.will_create_child]
    return ImportCounts(
        rows=len(rows),
        made=len(made),
        known=sum(one.is_known and not one.errors for one in checks),
        refused=sum(bool(one.errors) for one in checks),
        warned=sum(bool(one.warnings) for one in checks),
        doubles=sum(bool(one.possible_duplicates) for one in checks),
        were_compared=compared,
        by_gender=count_rows_by(made, lambda record: record.gender or "not_said"),
        by_birth_year=count_rows_by(made, _birth_year),
        by_registration=count_rows_by(made, _registered),
        reports=sum(bool(row.record.concerns or row.record.description) for row in made),
        closed=sum(row.record.closed_on is not None for row in made),
    )


def _birth_year(record: CaseloadRecord) -> str:
    span = record.born.span if record.born else None
    return str(span[0].year) if span and span[0].year == span[1].year else ""


def _registered(record: CaseloadRecord) -> str:
    return str(record.registered_on.year) if record.registered_on else ""


def duplicate_file_id(duplicate: Sequence[str]) -> UUID:
    """The file of a child who may be the same."""
    return UUID(duplicate[1])
