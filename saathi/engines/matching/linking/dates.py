"""Reads dates as people write them: in figures or words, in any order, in several scripts."""
# ruff: noqa: SIM905 - lists of words read better as running text

import re
from calendar import monthrange
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from anyascii import anyascii

NO_DATE: Final = (-1, -1, -1)
# As many dates with the month first to one with the day first: the rest are mistakes of writing.
MONTH_FIRST_MAJORITY: Final = 10
CENTURY_TURN: Final = 30  # two figures below it are of this century
# Years that a register may write: of the common calendar and of Nepal's (57 years ahead); of Hijri.
YEARS: Final = (range(1850, 2151), range(1300, 1501))
NEPALI_FROM: Final = 2040  # years from this one on are taken for Nepal's: born in 1983 or later
MONTHS: Final = 12
LONGEST_MONTH: Final = 32  # of other calendars; those of the common one are counted

# Names of the months of the common calendar: English, Hindi, Nepali, Bengali, Urdu.
_MONTHS: Final = (
    "january जनवरी জানুয়ারি জানুয়ারী جنوری",
    "february फरवरी फ़रवरी फेब्रुअरी ফেব্রুয়ারি ফেব্রুয়ারী فروری",
    "march मार्च মার্চ مارچ",
    "april अप्रैल अप्रिल এপ্রিল اپریل",
    "may मई मे মে مئی",
    "june जून जुन জুন جون",
    "july जुलाई জুলাই جولائی",
    "august अगस्त अगस्ट আগস্ট اگست",
    "september sept सितंबर सितम्बर सेप्टेम्बर সেপ্টেম্বর ستمبر",
    "october अक्टूबर अक्तूबर अक्टोबर অক্টোবর اکتوبر",
    "november नवंबर नवम्बर नोभेम्बर নভেম্বর نومبر",
    "december दिसंबर दिसम्बर डिसेम्बर ডিসেম্বর دسمبر",
)
_FILLERS: Final = frozenset(
    "st nd rd th of the on born ad ce am pm z t "
    "mon tue wed thu fri sat sun "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
_TIME: Final = re.compile(r"[t ,]+\d{1,2}:\d{2}.*$")
_TOKEN: Final = re.compile(r"\d+|[a-z]+")
_BOTH_ORDERS: Final = re.compile(r"^\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](?:\d{4}|\d{2})\b")

type DateParts = tuple[int, int, int]


def _latin(text: str) -> str:
    return re.sub(r"['`@~\"]", "", anyascii(text)).lower()


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for number, written in enumerate(_MONTHS, start=1):
        for name in written.split():
            latin = re.sub(r"[^a-z]", "", _latin(name))
            names[latin] = number
            if name.isascii():
                names[latin[:3]] = number
    return names


def parse_date(value: str, *, is_month_first: bool = False) -> DateParts:
    """Year, month and day as written, -1 for an unknown part; `NO_DATE` for a day that cannot be.

    If both orders are possible, the day is first, unless the caller knows that the month is.
    """
    return check_date(*_parse_parts(value, is_month_first=is_month_first))


def check_date(year: int, month: int, day: int) -> DateParts:
    """The date if there can be such a day; a month or day written as 0 is unknown, as are those below it."""
    if not month:
        month = day = -1
    if not day:
        day = -1
    is_possible = (
        is_possible_year(year)
        and month <= MONTHS
        and (day == -1 or day <= (last_day(year, month) if month > 0 else LONGEST_MONTH))
    )
    return (year, month, day) if is_possible else NO_DATE


def is_possible_year(year: int) -> bool:
    """Whether a register may write this year, in its calendar."""
    return any(year in years for years in YEARS)


def last_day(year: int, month: int) -> int:
    """The last day of a month of the common calendar; the most of any other one."""
    is_common = YEARS[0].start <= year < NEPALI_FROM
    return monthrange(year, month)[1] if is_common else LONGEST_MONTH


def _parse_parts(value: str, *, is_month_first: bool) -> DateParts:
    text = _TIME.sub("", _latin(value.strip()).removesuffix(".0"))
    tokens = [token for token in _TOKEN.findall(text) if token not in _FILLERS]
    months = _month_names()
    named = [months.get(token, 0) for token in tokens if not token.isdigit()]
    figures = [token for token in tokens if token.isdigit()]
    if named:
        return _with_named_month(figures, named[0]) if named[0] and len(named) == 1 else NO_DATE
    if len(figures) == 1:
        return _of_one_number(figures[0], is_month_first=is_month_first)
    if len(figures) == 2:
        return _year_and_month(figures)
    if len(figures) == 3:
        return _of_three_numbers(figures, is_month_first=is_month_first)
    return NO_DATE


def _with_named_month(figures: list[str], month: int) -> DateParts:
    years = [figure for figure in figures if len(figure) == 4]
    if len(figures) == 1 and years:
        return int(years[0]), month, -1
    if len(figures) != 2 or max(map(len, figures)) > 4:
        return NO_DATE
    day, year = figures if figures[1] in years or not years else reversed(figures)
    return (_year(year), month, int(day)) if len(day) <= 2 else NO_DATE


def _of_one_number(figures: str, *, is_month_first: bool) -> DateParts:
    if len(figures) == 4:
        return int(figures), -1, -1
    if len(figures) != 8:
        return NO_DATE
    if int(figures[:4]) not in YEARS[0] and int(figures[4:]) in YEARS[0]:
        parts = [figures[:2], figures[2:4], figures[4:]]
        return _of_three_numbers(parts, is_month_first=is_month_first)
    return int(figures[:4]), int(figures[4:6]), int(figures[6:])


def _year_and_month(figures: list[str]) -> DateParts:
    first, last = figures
    if len(first) == 4 and len(last) <= 2:
        return int(first), int(last), -1
    return (int(last), int(first), -1) if len(last) == 4 and 1 <= int(first) <= 12 else NO_DATE


def _of_three_numbers(figures: list[str], *, is_month_first: bool) -> DateParts:
    years = [place for place, figure in enumerate(figures) if len(figure) == 4]
    if len(years) > 1 or years == [1] or any(len(figure) not in {1, 2, 4} for figure in figures):
        return NO_DATE
    place = years[0] if years else (0 if int(figures[0]) > 31 else 2)
    first, second = (int(figure) for at, figure in enumerate(figures) if at != place)
    is_month_first = is_month_first or place == 0  # after the year the month comes first
    month, day = (first, second) if is_month_first else (second, first)
    if month > 12 >= day:
        month, day = day, month
    return _year(figures[place]), month, day


def _year(figures: str) -> int:
    year = int(figures)
    if len(figures) > 2:
        return year
    return year + (2000 if year < CENTURY_TURN else 1900)


def writes_month_first(values: Iterable[str]) -> bool:
    """Whether a column writes the month before the day, by the dates that allow one order only."""
    day_first = month_first = 0
    for value in values:
        if match := _BOTH_ORDERS.match(anyascii(value)):
            first, second = int(match[1]), int(match[2])
            day_first += first > 12 >= second
            month_first += second > 12 >= first
    return month_first > MONTH_FIRST_MAJORITY * day_first
