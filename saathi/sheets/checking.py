"""Rows of a table as records of children, with all that is wrong or worth knowing of each."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from saathi.infra.digits import to_ascii_digits
from saathi.sheets import dates, problems
from saathi.sheets.dates import DateOrder, WrittenDate
from saathi.sheets.fields import (
    DATE_FIELDS,
    MULTIPLE_VALUE_FIELDS,
    NAME_FIELDS,
    CaseloadField,
    split_values,
)
from saathi.sheets.problems import SheetProblem
from saathi.sheets.table import Sheet

ADULT_AGE: Final = 18
MAX_AGE: Final = 120
MAX_LINE_LENGTH: Final = 200


@dataclass(frozen=True)
class ColumnPlan:
    """How a table is read: what each column stands for, what their words mean, how days are written.

    `values` give for each coded field our code for each of their words; a word without a code is
    kept beside the record as it stands.
    """

    columns: Mapping[str, CaseloadField]
    values: Mapping[CaseloadField, Mapping[str, str]] = field(default_factory=dict)
    date_orders: Mapping[CaseloadField, DateOrder] = field(default_factory=dict)

    def to_stored(self) -> dict[str, Any]:
        """As plain values, to be stored."""
        return {
            "columns": {column: str(one) for column, one in self.columns.items()},
            "values": {str(one): dict(words) for one, words in self.values.items()},
            "orders": {str(one): str(order) for one, order in self.date_orders.items()},
        }

    def without_unmapped_values(self) -> "ColumnPlan":
        """The plan without the words that nobody translated: what stands in them may be anything."""
        values = {
            one: {word: code for word, code in words.items() if code}
            for one, words in self.values.items()
        }
        return ColumnPlan(self.columns, values, self.date_orders)

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> "ColumnPlan":
        """As it was stored."""
        return cls(
            {column: CaseloadField(one) for column, one in stored.get("columns", {}).items()},
            {CaseloadField(one): dict(words) for one, words in stored.get("values", {}).items()},
            {
                CaseloadField(one): DateOrder(order)
                for one, order in stored.get("orders", {}).items()
            },
        )


@dataclass(frozen=True)
class CaseloadRecord:
    """One child as a row tells of her. What it does not tell is empty."""

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
    """A row that was looked at: `number` counts the rows below the heading from one."""

    number: int
    record: CaseloadRecord
    errors: tuple[SheetProblem, ...] = ()
    warnings: tuple[SheetProblem, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether a child can be made of it."""
        return not self.errors


def find_mapping_problems(mapping: ColumnPlan) -> list[SheetProblem]:
    """What keeps a mapping from being used: the same field twice, no name at all."""
    found = [
        SheetProblem(problems.SOURCE_TWICE, column)
        for place, (column, one) in enumerate(mapping.columns.items())
        if one in list(mapping.columns.values())[:place]
    ]
    if not set(NAME_FIELDS) & set(mapping.columns.values()):
        found.append(SheetProblem(problems.NO_NAME))
    return found


def list_distinct_values(sheet: Sheet, column: str, field: CaseloadField) -> list[str]:
    """The words that stand in a coded column, the commonest first."""
    place = sheet.columns.index(column)
    counted: dict[str, int] = {}
    for row in sheet.rows:
        for word in split_values(field, row[place]):
            counted[word] = counted.get(word, 0) + 1
    return sorted(counted, key=lambda word: (-counted[word], word))


def check_rows(
    sheet: Sheet, mapping: ColumnPlan, *, today: dt.date, workers: frozenset[str] = frozenset()
) -> Iterator[CheckedRow]:
    """Each row of the table in order. `workers` are the addresses to which cases can go."""
    seen: dict[str, int] = {}
    for number, cells in enumerate(sheet.rows, 1):
        row = _Row(dict(zip(sheet.columns, cells, strict=True)), mapping, today, workers)
        checked = row.checked(number)
        earlier = seen.setdefault(checked.record.source_id, number)
        if checked.record.source_id and earlier != number:
            column = row.column_of(CaseloadField.SOURCE_ID)
            twice = SheetProblem(problems.TWICE, column, {"row": earlier})
            checked = replace(checked, errors=(*checked.errors, twice))
        yield checked


class _Row:
    """One row on its way to a record."""

    def __init__(
        self,
        cells: Mapping[str, str],
        mapping: ColumnPlan,
        today: dt.date,
        workers: frozenset[str],
    ) -> None:
        self.mapping, self.today, self.workers = mapping, today, workers
        self.cells = {one: cells[column] for column, one in mapping.columns.items()}
        self.extras = {
            column: cell for column, cell in cells.items() if cell and column not in mapping.columns
        }
        self.errors: list[SheetProblem] = []
        self.warnings: list[SheetProblem] = []

    def column_of(self, one: CaseloadField) -> str:
        return next((name for name, held in self.mapping.columns.items() if held == one), "")

    def checked(self, number: int) -> CheckedRow:
        record = CaseloadRecord(
            names=tuple((one, self._line(one)) for one in NAME_FIELDS if self.cells.get(one)),
            father=self._line(CaseloadField.FATHER),
            mother=self._line(CaseloadField.MOTHER),
            source_id=self._line(CaseloadField.SOURCE_ID),
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
        self._look_at(record)
        record = self._closing(record)
        return CheckedRow(
            number, replace(record, extras=self.extras), tuple(self.errors), tuple(self.warnings)
        )

    def _line(self, one: CaseloadField) -> str:
        """A cell of one line; what is longer is kept whole among the extras."""
        text = " ".join(self.cells.get(one, "").split())
        if len(text) > MAX_LINE_LENGTH:
            self._keep(one)
            self.warnings.append(SheetProblem(problems.CUT, self.column_of(one)))
        return text[:MAX_LINE_LENGTH].rstrip()

    def _keep(self, one: CaseloadField) -> None:
        self.extras[self.column_of(one)] = self.cells[one]

    def _codes(self) -> dict[str, Any]:
        """Our codes for their words; words without one are kept as they stand."""
        found: dict[str, Any] = {}
        for one, name in _CODED_AS.items():
            words = split_values(one, self.cells.get(one, ""))
            known = self.mapping.values.get(one, {})
            codes = tuple(dict.fromkeys(known[word] for word in words if known.get(word)))
            if any(not known.get(word) for word in words):
                self._keep(one)
                self.warnings.append(SheetProblem(problems.NO_WORD, self.column_of(one)))
            found[name] = codes if one in MULTIPLE_VALUE_FIELDS else (codes[0] if codes else "")
        return found

    def _days(self) -> dict[str, Any]:
        told = {one: self._date(one) for one in DATE_FIELDS}
        return {
            "born": told[CaseloadField.BIRTH],
            "registered_on": self._last_day(told[CaseloadField.REGISTERED]),
            "closed_on": self._last_day(told[CaseloadField.CLOSED_ON]),
        }

    def _last_day(self, told: WrittenDate | None) -> dt.date | None:
        """The day of a date that is known to the day; else the last past one it may mean."""
        span = told.span if told else None
        return min(span[1], self.today) if span else None

    def _date(self, one: CaseloadField) -> WrittenDate | None:
        text = self.cells.get(one, "")
        if not text:
            return None
        told = dates.parse_date(text, self.mapping.date_orders.get(one, DateOrder.DAY_FIRST))
        span = told.span if told else None
        if told is None or span is None:
            self.errors.append(SheetProblem(problems.NO_DATE, self.column_of(one)))
            return None
        if span[0] > self.today:
            self.errors.append(SheetProblem(problems.TO_COME, self.column_of(one)))
            return None
        if span[1].year < self.today.year - MAX_AGE:
            self.errors.append(SheetProblem(problems.TOO_LONG_AGO, self.column_of(one)))
            return None
        return told

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
        asked = self.cells.get(CaseloadField.WORKER, "").casefold()
        if not asked:
            return ""
        if asked in self.workers:
            return asked
        self._keep(CaseloadField.WORKER)
        self.warnings.append(SheetProblem(problems.NO_WORKER, self.column_of(CaseloadField.WORKER)))
        return ""

    def _look_at(self, record: CaseloadRecord) -> None:
        """What hinders, and what is worth knowing."""
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
        """The record open where the table does not say when and why it was closed."""
        status = self.cells.get(CaseloadField.STATUS, "")
        is_closed = self.mapping.values.get(CaseloadField.STATUS, {}).get(status) == "closed"
        known = record.closed_on and record.closing_reason
        if known and (is_closed or not status):
            return record
        if is_closed:
            for one in (
                CaseloadField.STATUS,
                CaseloadField.CLOSED_ON,
                CaseloadField.CLOSING_REASON,
            ):
                if self.cells.get(one):
                    self._keep(one)
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
    """How many of the rows there are of each kind, the commonest first."""
    found: dict[str, int] = {}
    for row in rows:
        kind = key(row.record)
        found[kind] = found.get(kind, 0) + 1
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
