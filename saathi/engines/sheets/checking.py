"""Turns the rows of a table into child records and reports the problems of each row."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from saathi.engines.sheets import dates, problems
from saathi.engines.sheets.dates import DateOrder, WrittenDate
from saathi.engines.sheets.fields import (
    DATE_FIELDS,
    MULTIPLE_VALUE_FIELDS,
    NAME_FIELDS,
    CaseloadField,
    split_values,
)
from saathi.engines.sheets.problems import SheetProblem
from saathi.engines.sheets.table import Sheet
from saathi.infra.digits import to_ascii_digits

ADULT_AGE: Final = 18
MAX_AGE: Final = 120
MAX_LINE_LENGTH: Final = 200


@dataclass(frozen=True)
class ColumnPlan:
    """How a table is read: the field of each column, the code of each value, the order of dates.

    For each coded field, `values` maps the values of the other system to our codes; a value
    without a code is kept unchanged beside the record.
    """

    columns: Mapping[str, CaseloadField]
    values: Mapping[CaseloadField, Mapping[str, str]] = field(default_factory=dict)
    date_orders: Mapping[CaseloadField, DateOrder] = field(default_factory=dict)

    def to_stored(self) -> dict[str, Any]:
        """The plan as plain values that can be stored."""
        return {
            "columns": {
                column: str(caseload_field) for column, caseload_field in self.columns.items()
            },
            "values": {
                str(caseload_field): dict(words) for caseload_field, words in self.values.items()
            },
            "orders": {
                str(caseload_field): str(order)
                for caseload_field, order in self.date_orders.items()
            },
        }

    def without_unmapped_values(self) -> "ColumnPlan":
        """The plan without unmapped values, because those may contain anything."""
        values = {
            caseload_field: {word: code for word, code in words.items() if code}
            for caseload_field, words in self.values.items()
        }
        return ColumnPlan(self.columns, values, self.date_orders)

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> "ColumnPlan":
        """The plan from its stored form."""
        return cls(
            {column: CaseloadField(code) for column, code in stored.get("columns", {}).items()},
            {CaseloadField(code): dict(words) for code, words in stored.get("values", {}).items()},
            {
                CaseloadField(code): DateOrder(order)
                for code, order in stored.get("orders", {}).items()
            },
        )


@dataclass(frozen=True)
class CaseloadRecord:
    """The data of one child in a row; fields that the row leaves blank are empty."""

    names: tuple[tuple[CaseloadField, str], ...] = ()
    father: str = ""
    mother: str = ""
    source_id: str = ""
    gender: str = ""
    born: WrittenDate | None = None
    born_as_written: str = ""
    ages: tuple[int, int] | None = None
    nationalities: tuple[str, ...] = ()
    district: str = ""
    languages: tuple[str, ...] = ()
    address: str = ""
    phones: tuple[str, ...] = ()
    registered_on: dt.date | None = None
    concerns: tuple[str, ...] = ()
    description: str = ""
    risk: str = ""
    closed_on: dt.date | None = None
    closing_reason: str = ""
    worker: str = ""
    extras: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedRow:
    """A checked row; `number` counts the rows below the heading from 1."""

    number: int
    record: CaseloadRecord
    errors: tuple[SheetProblem, ...] = ()
    warnings: tuple[SheetProblem, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether a child record can be created from the row."""
        return not self.errors


def find_mapping_problems(mapping: ColumnPlan) -> list[SheetProblem]:
    """Problems that prevent the use of a mapping: a field used twice, or no name column."""
    mapping_problems = [
        SheetProblem(problems.SOURCE_TWICE, column)
        for place, (column, caseload_field) in enumerate(mapping.columns.items())
        if caseload_field in list(mapping.columns.values())[:place]
    ]
    if not set(NAME_FIELDS) & set(mapping.columns.values()):
        mapping_problems.append(SheetProblem(problems.NO_NAME))
    return mapping_problems


def list_distinct_values(sheet: Sheet, column: str, field: CaseloadField) -> list[str]:
    """The values in a coded column, most frequent first."""
    place = sheet.columns.index(column)
    counted: dict[str, int] = {}
    for row in sheet.rows:
        for word in split_values(field, row[place]):
            counted[word] = counted.get(word, 0) + 1
    return sorted(counted, key=lambda word: (-counted[word], word))


def check_rows(
    sheet: Sheet, mapping: ColumnPlan, *, today: dt.date, workers: frozenset[str] = frozenset()
) -> Iterator[CheckedRow]:
    """The checked rows in order; `workers` are the addresses of staff who can be assigned cases."""
    first_rows: dict[str, int] = {}
    for number, cells in enumerate(sheet.rows, 1):
        row = _Row(dict(zip(sheet.columns, cells, strict=True)), mapping, today, workers)
        checked = row.checked(number)
        earlier = first_rows.setdefault(checked.record.source_id, number)
        if checked.record.source_id and earlier != number:
            column = row.column_of(CaseloadField.SOURCE_ID)
            twice = SheetProblem(problems.TWICE, column, {"row": earlier})
            checked = replace(checked, errors=(*checked.errors, twice))
        yield checked


class _Row:
    """Turns one row into a record."""

    def __init__(
        self,
        cells: Mapping[str, str],
        mapping: ColumnPlan,
        today: dt.date,
        workers: frozenset[str],
    ) -> None:
        self.mapping, self.today, self.workers = mapping, today, workers
        self.cells = {
            caseload_field: cells[column] for column, caseload_field in mapping.columns.items()
        }
        self.extras = {
            column: cell for column, cell in cells.items() if cell and column not in mapping.columns
        }
        self.errors: list[SheetProblem] = []
        self.warnings: list[SheetProblem] = []

    def column_of(self, caseload_field: CaseloadField) -> str:
        return next(
            (
                name
                for name, mapped_field in self.mapping.columns.items()
                if mapped_field == caseload_field
            ),
            "",
        )

    def checked(self, number: int) -> CheckedRow:
        record = CaseloadRecord(
            names=tuple(
                (caseload_field, self._field_text(caseload_field))
                for caseload_field in NAME_FIELDS
                if self.cells.get(caseload_field)
            ),
            father=self._field_text(CaseloadField.FATHER),
            mother=self._field_text(CaseloadField.MOTHER),
            source_id=self._field_text(CaseloadField.SOURCE_ID),
            born_as_written=self.cells.get(CaseloadField.BIRTH, ""),
            ages=self._ages(),
            address=self.cells.get(CaseloadField.ADDRESS, ""),
            phones=tuple(
                split_values(CaseloadField.CONCERNS, self.cells.get(CaseloadField.PHONE, ""))
            ),
            description=self.cells.get(CaseloadField.WHAT, ""),
            worker=self._worker(),
            **self._codes(),
            **self._days(),
        )
        self._check_record(record)
        record = self._closing(record)
        return CheckedRow(
            number, replace(record, extras=self.extras), tuple(self.errors), tuple(self.warnings)
        )

    def _field_text(self, caseload_field: CaseloadField) -> str:
        """The text of a field on one line, cut if too long; then the extras keep the whole."""
        text = " ".join(self.cells.get(caseload_field, "").split())
        if len(text) > MAX_LINE_LENGTH:
            self._keep_extra(caseload_field)
            self.warnings.append(SheetProblem(problems.CUT, self.column_of(caseload_field)))
        return text[:MAX_LINE_LENGTH].rstrip()

    def _keep_extra(self, caseload_field: CaseloadField) -> None:
        self.extras[self.column_of(caseload_field)] = self.cells[caseload_field]

    def _codes(self) -> dict[str, Any]:
        """Our codes for the values of the row; values without a code are kept unchanged."""
        codes_by_name: dict[str, Any] = {}
        for caseload_field, name in _CODED_AS.items():
            words = split_values(caseload_field, self.cells.get(caseload_field, ""))
            mapped_codes = self.mapping.values.get(caseload_field, {})
            codes = tuple(
                dict.fromkeys(mapped_codes[word] for word in words if mapped_codes.get(word))
            )
            if any(not mapped_codes.get(word) for word in words):
                self._keep_extra(caseload_field)
                self.warnings.append(SheetProblem(problems.NO_WORD, self.column_of(caseload_field)))
            codes_by_name[name] = (
                codes if caseload_field in MULTIPLE_VALUE_FIELDS else (codes[0] if codes else "")
            )
        return codes_by_name

    def _days(self) -> dict[str, Any]:
        dates_by_field = {
            caseload_field: self._date(caseload_field) for caseload_field in DATE_FIELDS
        }
        return {
            "born": dates_by_field[CaseloadField.BIRTH],
            "registered_on": self._last_day(dates_by_field[CaseloadField.REGISTERED]),
            "closed_on": self._last_day(dates_by_field[CaseloadField.CLOSED_ON]),
        }

    def _last_day(self, written: WrittenDate | None) -> dt.date | None:
        """The date if it is complete; otherwise the last past day that it may mean."""
        span = written.span if written else None
        return min(span[1], self.today) if span else None

    def _date(self, caseload_field: CaseloadField) -> WrittenDate | None:
        text = self.cells.get(caseload_field, "")
        if not text:
            return None
        written = dates.parse_date(
            text, self.mapping.date_orders.get(caseload_field, DateOrder.DAY_FIRST)
        )
        span = written.span if written else None
        if written is None or span is None:
            self.errors.append(SheetProblem(problems.NO_DATE, self.column_of(caseload_field)))
            return None
        if span[0] > self.today:
            self.errors.append(SheetProblem(problems.TO_COME, self.column_of(caseload_field)))
            return None
        if span[1].year < self.today.year - MAX_AGE:
            self.errors.append(SheetProblem(problems.TOO_LONG_AGO, self.column_of(caseload_field)))
            return None
        return written

    def _ages(self) -> tuple[int, int] | None:
        text = self.cells.get(CaseloadField.AGE, "")
        if not text:
            return None
        words = to_ascii_digits(text).casefold().replace("–", "-").replace("to", "-")
        for word in ("years", "year", "yrs", "yr", "y"):
            words = words.replace(word, "")
        ends = [end.strip().removesuffix(".0") for end in words.split("-")]
        if len(ends) > 2 or not all(end.isdecimal() and int(end) <= MAX_AGE for end in ends):
            self.errors.append(SheetProblem(problems.NO_AGE, self.column_of(CaseloadField.AGE)))
            return None
        low, high = int(ends[0]), int(ends[-1])
        return (low, high) if low <= high else (high, low)

    def _worker(self) -> str:
        address = self.cells.get(CaseloadField.WORKER, "").casefold()
        if not address:
            return ""
        if address in self.workers:
            return address
        self._keep_extra(CaseloadField.WORKER)
        self.warnings.append(SheetProblem(problems.NO_WORKER, self.column_of(CaseloadField.WORKER)))
        return ""

    def _check_record(self, record: CaseloadRecord) -> None:
        """Adds the errors and warnings of the row."""
        if not record.names:
            self.errors.append(SheetProblem(problems.NO_NAME))
        if not record.source_id:
            self.warnings.append(SheetProblem(problems.NO_ID))
        on = record.registered_on or self.today
        span = record.born.span if record.born else None
        if span and record.registered_on and span[0] > record.registered_on:
            self.errors.append(
                SheetProblem(problems.BORN_LATER, self.column_of(CaseloadField.BIRTH))
            )
        if record.closed_on and record.closed_on < (record.registered_on or record.closed_on):
            self.errors.append(
                SheetProblem(problems.CLOSED_BEFORE, self.column_of(CaseloadField.CLOSED_ON))
            )
        if span and record.ages:
            youngest, oldest = _years(span[1], on), _years(span[0], on)
            if record.ages[0] > oldest + 1 or record.ages[1] < youngest - 1:
                self.warnings.append(
                    SheetProblem(problems.AGE_AND_BIRTH, self.column_of(CaseloadField.AGE))
                )
        is_adult = bool(span and _years(span[1], on) >= ADULT_AGE)
        if is_adult or (not span and record.ages and record.ages[0] >= ADULT_AGE):
            self.warnings.append(SheetProblem(problems.ADULT))

    def _closing(self, record: CaseloadRecord) -> CaseloadRecord:
        """The record as an open case if the table lacks the date or reason of closure."""
        status = self.cells.get(CaseloadField.STATUS, "")
        is_closed = self.mapping.values.get(CaseloadField.STATUS, {}).get(status) == "closed"
        is_complete = record.closed_on and record.closing_reason
        if is_complete and (is_closed or not status):
            return record
        if is_closed:
            for caseload_field in (
                CaseloadField.STATUS,
                CaseloadField.CLOSED_ON,
                CaseloadField.CLOSING_REASON,
            ):
                if self.cells.get(caseload_field):
                    self._keep_extra(caseload_field)
            self.warnings.append(
                SheetProblem(problems.STAYS_OPEN, self.column_of(CaseloadField.STATUS))
            )
        return replace(record, closed_on=None, closing_reason="")


_CODED_AS: Final = {
    CaseloadField.GENDER: "gender",
    CaseloadField.NATIONALITY: "nationalities",
    CaseloadField.DISTRICT: "district",
    CaseloadField.LANGUAGE: "languages",
    CaseloadField.CONCERNS: "concerns",
    CaseloadField.RISK: "risk",
    CaseloadField.CLOSING_REASON: "closing_reason",
}


def _years(born: dt.date, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def count_rows_by(
    rows: Sequence[CheckedRow], key: Callable[[CaseloadRecord], str]
) -> dict[str, int]:
    """The number of rows of each kind, most frequent first."""
    counts: dict[str, int] = {}
    for row in rows:
        kind = key(row.record)
        counts[kind] = counts.get(kind, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
