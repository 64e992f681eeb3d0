"""Days as other systems write them: in parts, in any order, in any digits, in the Nepali calendar too."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from saathi.infra import calendars
from saathi.infra.digits import to_ascii_digits


class DateOrder(StrEnum):
    """How the days of a table are written where the year does not stand first."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    BIKRAM_SAMBAT = "bikram_sambat"  # year, month and day of that calendar


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as far as it was written: a year, perhaps a month, perhaps a day; not checked."""

    year: int
    month: int | None = None
    day: int | None = None
    is_bikram_sambat: bool = False

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day it may mean; None where no calendar has such a date."""
        calendar = "bikram_sambat" if self.is_bikram_sambat else ""
        try:
            if calendar:
                return calendars.gregorian_span(calendar, self.year, self.month, self.day)
            return _gregorian(self)
        except ValueError:
            return None


MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        (
            *("january", "february", "march", "april", "may", "june"),
            *("july", "august", "september", "october", "november", "december"),
        ),
        1,
    )
}
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?)?(?:[T ][\d:.Z+-]*)?")
_YEAR_LAST = re.compile(r"(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ](\d{4})")
_IN_WORDS = re.compile(r"(?:(\d{1,2})[-/. ,]+)?([a-z]{3,9})[-/. ,]+(?:(\d{1,2})[, ]+)?(\d{4})")


def parse_date(text: str, order: DateOrder) -> WrittenDate | None:
    """The date that a cell says; None where it says none that can be read."""
    plain = " ".join(to_ascii_digits(text).strip().casefold().split())
    if found := _YEAR_FIRST.fullmatch(plain.upper()):
        year, month, day = (int(part) if part else None for part in found.groups())
        return _told(year, month, day, order)
    if found := _YEAR_LAST.fullmatch(plain):
        first, second, year = (int(part) if part else None for part in found.groups())
        if order == DateOrder.MONTH_FIRST and first is not None:
            first, second = second, first
        return _told(year, second, first, order)
    if (found := _IN_WORDS.fullmatch(plain)) and found[2][:3] in MONTHS:
        spoken = found[1] or found[3]
        return WrittenDate(int(found[4]), MONTHS[found[2][:3]], int(spoken) if spoken else None)
    return None


def guess_order(cells: Iterable[str]) -> DateOrder:
    """In which order the days of a column are written; the day first where nothing tells."""
    years: list[int] = []
    for cell in cells:
        plain = to_ascii_digits(cell).strip()
        if found := _YEAR_LAST.fullmatch(plain):
            first, second = int(found[1] or 0), int(found[2])
            if second > 12:
                return DateOrder.MONTH_FIRST
            if first > 12:
                return DateOrder.DAY_FIRST
        if year := re.search(r"(?<!\d)\d{4}(?!\d)", plain):
            years.append(int(year[0]))
    # The Nepali year runs some fifty-six years ahead: a caseload of the future is none.
    ahead = sum(year > 2045 for year in years)
    return DateOrder.BIKRAM_SAMBAT if years and ahead * 2 > len(years) else DateOrder.DAY_FIRST


def _told(
    year: int | None, month: int | None, day: int | None, order: DateOrder
) -> WrittenDate | None:
    if year is None:
        return None
    return WrittenDate(year, month, day, is_bikram_sambat=order == DateOrder.BIKRAM_SAMBAT)


def _gregorian(told: WrittenDate) -> tuple[dt.date, dt.date]:
    if told.month is None:
        return dt.date(told.year, 1, 1), dt.date(told.year, 12, 31)
    if told.day is None:
        first = dt.date(told.year, told.month, 1)
        after = dt.date(told.year + told.month // 12, told.month % 12 + 1, 1)
        return first, after - dt.timedelta(days=1)
    exact = dt.date(told.year, told.month, told.day)
    return exact, exact
