"""Dates in the calendars of the region, as the Gregorian days that they may mean.

Not for showing today's date to a reader, nor for calendars that cannot be calculated (Bhutan's):
for those, the words are stored and a person enters the days.
"""

import datetime as dt
from calendar import isleap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import nepali_datetime
from hijridate import Hijri

from saathi.infra.reasons import mark_for_translation as _


class InvalidCalendarDate(ValueError):
    """A date that its calendar does not have, or one outside the years for which it is known."""


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """How one calendar counts: its months, the years for which it is known, how certain a day is.

    `month_length(year, month)` in days; `new_year(year)` the Gregorian day of its first day. A day
    in this calendar may be up to `before` days earlier or `after` days later than the tables say,
    because neighbours begin the month by their own tables or when the moon is sighted.
    """

    months: tuple[str, ...]
    first_year: int
    last_year: int
    new_year: Callable[[int], dt.date]
    month_length: Callable[[int, int], int]
    days_before: int = 0
    days_after: int = 0

    def to_gregorian(self, year: int, month: int, day: int) -> dt.date:
        """The Gregorian day by the tables. The caller has checked that the day exists."""
        passed = sum(self.month_length(year, earlier) for earlier in range(1, month))
        return self.new_year(year) + dt.timedelta(days=passed + day - 1)


# Nepal. The lengths come from the yearly almanac; they cannot be calculated (domain B.11).
def _bikram_first(year: int, month: int = 1) -> dt.date:
    first: dt.date = nepali_datetime.date(year, month, 1).to_datetime_date()
    return first


def _bikram_length(year: int, month: int) -> int:
    following = _bikram_first(year + month // 12, month % 12 + 1)
    return (following - _bikram_first(year, month)).days


# Afghanistan. Eight leap years in thirty-three, which agrees with the equinox from 1178 to 1633.
def _solar_is_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8


def _solar_new_year(year: int) -> dt.date:
    known, known_day = 1403, dt.date(2024, 3, 20)
    low, high = sorted((year, known))
    days = 365 * (high - low) + sum(
        _solar_is_leap(leap_candidate) for leap_candidate in range(low, high)
    )
    return known_day + dt.timedelta(days=days if year >= known else -days)


def _solar_length(year: int, month: int) -> int:
    if month <= 6:
        return 31
    return 30 if month < 12 or _solar_is_leap(year) else 29


# Bangladesh, as revised in 1426 (2019). West Bengal begins most months a day later.
_BANGLA_REVISED: Final = 1426


def _bangla_length(year: int, month: int) -> int:
    is_leap = isleap(year + 594)  # the Gregorian year in which its Falgun begins
    if year >= _BANGLA_REVISED:
        return 31 if month <= 6 else 29 + is_leap if month == 11 else 30
    return 31 if month <= 5 else 30 + is_leap if month == 11 else 30


# India's national calendar (Calendar Reform Committee, 1957).
def _saka_new_year(year: int) -> dt.date:
    gregorian = year + 78
    return dt.date(gregorian, 3, 21 if isleap(gregorian) else 22)


def _saka_length(year: int, month: int) -> int:
    if month == 1:
        return 31 if isleap(year + 78) else 30
    return 31 if month <= 6 else 30


CALENDARS: Final[dict[str, CalendarRules]] = {
    "bikram_sambat": CalendarRules(
        months=(
            _("Baisakh"),
            _("Jestha"),
            _("Asar"),
            _("Saun"),
            _("Bhadau"),
            _("Asoj"),
            _("Kartik"),
            _("Mangsir"),
            _("Pus"),
            _("Magh"),
            _("Phagun"),
            _("Chait"),
        ),
        first_year=1975,
        last_year=2099,
        new_year=_bikram_first,
        month_length=_bikram_length,
    ),
    "solar_hijri": CalendarRules(
        months=(
            _("Hamal"),
            _("Sawr"),
            _("Jawza"),
            _("Saratan"),
            _("Asad"),
            _("Sunbula"),
            _("Mizan"),
            _("Aqrab"),
            _("Qaws"),
            _("Jadi"),
            _("Dalw"),
            _("Hut"),
        ),
        first_year=1250,
        last_year=1500,
        new_year=_solar_new_year,
        month_length=_solar_length,
    ),
    "islamic": CalendarRules(
        months=(
            _("Muharram"),
            _("Safar"),
            _("Rabi al-Awwal"),
            _("Rabi al-Thani"),
            _("Jumada al-Ula"),
            _("Jumada al-Akhira"),
            _("Rajab"),
            _("Shaban"),
            _("Ramadan"),
            _("Shawwal"),
            _("Zul Qada"),
            _("Zul Hijja"),
        ),
        first_year=1343,
        last_year=1500,
        new_year=lambda year: dt.date(*Hijri(year, 1, 1).to_gregorian().datetuple()),
        month_length=lambda year, month: Hijri(year, month, 1).month_length(),
        days_before=1,
        days_after=2,  # the moon is seen a day, sometimes two, later than in Mecca
    ),
    "bangla": CalendarRules(
        months=(
            _("Boishakh"),
            _("Joishtho"),
            _("Asharh"),
            _("Srabon"),
            _("Bhadro"),
            _("Ashwin"),
            _("Kartik (Bangla)"),
            _("Ogrohayon"),
            _("Poush"),
            _("Magh (Bangla)"),
            _("Falgun"),
            _("Choitro"),
        ),
        first_year=1300,
        last_year=1500,
        new_year=lambda year: dt.date(year + 593, 4, 14),
        month_length=_bangla_length,
        days_after=1,
    ),
    "saka": CalendarRules(
        months=(
            _("Chaitra"),
            _("Vaishakha"),
            _("Jyeshtha"),
            _("Ashadha"),
            _("Shravana"),
            _("Bhadrapada"),
            _("Ashvina"),
            _("Kartika"),
            _("Agrahayana"),
            _("Pausha"),
            _("Magha"),
            _("Phalguna"),
        ),
        first_year=1800,
        last_year=2020,
        new_year=_saka_new_year,
        month_length=_saka_length,
    ),
}


def gregorian_span(
    calendar: str, year: int, month: int | None = None, day: int | None = None
) -> tuple[dt.date, dt.date]:
    """The first and the last Gregorian day that a year, a month or a day of a calendar may mean.

    `calendar` is a key of `CALENDARS`. `InvalidCalendarDate` if the calendar has no such date.
    """
    reckoning = CALENDARS[calendar]
    _check_date(reckoning, year, month, day)
    if month is None:
        first = reckoning.new_year(year)
        last = reckoning.to_gregorian(year, 12, reckoning.month_length(year, 12))
    elif day is None:
        first = reckoning.to_gregorian(year, month, 1)
        last = reckoning.to_gregorian(year, month, reckoning.month_length(year, month))
    else:
        first = last = reckoning.to_gregorian(year, month, day)
    return (
        first - dt.timedelta(days=reckoning.days_before),
        last + dt.timedelta(days=reckoning.days_after),
    )


def _check_date(reckoning: CalendarRules, year: int, month: int | None, day: int | None) -> None:
    if not reckoning.first_year <= year <= reckoning.last_year:
        raise InvalidCalendarDate(f"Known from {reckoning.first_year} to {reckoning.last_year}")
    if day is not None and month is None:
        raise InvalidCalendarDate("A day needs its month")
    if month is not None and not 1 <= month <= 12:
        raise InvalidCalendarDate("There are twelve months")
    if month and day is not None and not 1 <= day <= reckoning.month_length(year, month):
        raise InvalidCalendarDate("The month has no such day")


def from_gregorian(calendar: str, day: dt.date) -> tuple[int, int, int]:
    """Year, month and day of a Gregorian day in a calendar, by its tables.

    `InvalidCalendarDate` outside the years for which the calendar is known.
    """
    reckoning = CALENDARS[calendar]
    year = _year_of(reckoning, day)
    days_left = (day - reckoning.new_year(year)).days
    for month in range(1, 13):
        length = reckoning.month_length(year, month)
        if days_left < length:
            return year, month, days_left + 1
        days_left -= length
    raise InvalidCalendarDate(f"Known from {reckoning.first_year} to {reckoning.last_year}")


def _year_of(reckoning: CalendarRules, day: dt.date) -> int:
    """The year that includes the day, found by bisection."""
    low, high = reckoning.first_year, reckoning.last_year
    if day < reckoning.new_year(low):
        raise InvalidCalendarDate(f"Known from {low} to {high}")
    while low < high:
        middle = (low + high + 1) // 2
        if reckoning.new_year(middle) <= day:
            low = middle
        else:
            high = middle - 1
    return low
