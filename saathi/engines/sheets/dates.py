"""Reads the dates of other systems: partial, in any order, in any digits, or in the Nepali calendar."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from saathi.infra import calendars
from saathi.infra.digits import to_ascii_digits


class DateOrder(StrEnum):
    """The order of day and month in dates that do not begin with the year."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    BIKRAM_SAMBAT = "bikram_sambat"  # year, month and day of that calendar


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as written: a year, perhaps a month, perhaps a day; not validated."""

    year: int
    month: int | None = None
    day: int | None = None
    is_bikram_sambat: bool = False

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day that the date may mean; None where no calendar has such a date."""
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
    """The date in a cell, or None where the cell contains no readable date."""
    plain = " ".join(to_ascii_digits(text).strip().casefold().split())
    if match := _YEAR_FIRST.fullmatch(plain.upper()):
        year, month, day = (int(part) if part else None for part in match.groups())
        return _written_date(year, month, day, order)
    if match := _YEAR_LAST.fullmatch(plain):
        first, second, year = (int(part) if part else None for part in match.groups())
        if order == DateOrder.MONTH_FIRST and first is not None:
            first, second = second, first
        return _written_date(year, second, first, order)
    if (match := _IN_WORDS.fullmatch(plain)) and match[2][:3] in MONTHS:
        spoken = match[1] or match[3]
        return WrittenDate(int(match[4]), MONTHS[match[2][:3]], int(spoken) if spoken else None)
    return None


def guess_date_order(cells: Iterable[str]) -> DateOrder:
    """The order of dates in a column; day first where the column does not show it."""
    years: list[int] = []
    for cell in cells:
        plain = to_ascii_digits(cell).strip()
        if match := _YEAR_LAST.fullmatch(plain):
            first, second = int(match[1] or 0), int(match[2])
            if second > 12:
                return DateOrder.MONTH_FIRST
            if first > 12:
                return DateOrder.DAY_FIRST
        if year := re.search(r"(?<!\d)\d{4}(?!\d)", plain):
            years.append(int(year[0]))
    # The Nepali year is about 56 years ahead of the Gregorian year; a year in the future means
    # Nepali.
    ahead = sum(year > 2045 for year in years)
    return DateOrder.BIKRAM_SAMBAT if years and ahead * 2 > len(years) else DateOrder.DAY_FIRST


def _written_date(
    year: int | None, month: int | None, day: int | None, order: DateOrder
) -> WrittenDate | None:
    if year is None:
        return None
    return WrittenDate(year, month, day, is_bikram_sambat=order == DateOrder.BIKRAM_SAMBAT)


def _gregorian(written: WrittenDate) -> tuple[dt.date, dt.date]:
    if written.month is None:
        return dt.date(written.year, 1, 1), dt.date(written.year, 12, 31)
    if written.day is None:
        first = dt.date(written.year, written.month, 1)
        after = dt.date(written.year + written.month // 12, written.month % 12 + 1, 1)
        return first, after - dt.timedelta(days=1)
    exact = dt.date(written.year, written.month, written.day)
    return exact, exact
