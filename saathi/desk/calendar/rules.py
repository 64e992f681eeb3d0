"""The days that a calendar page shows, and the pages before and after it. Pure functions."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

WEEK, MONTH = "week", "month"
_DAYS: Final = 7
# Pages are limited to these years: dates further out have neighbours that Python cannot represent.
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """The days of one page in whole weeks; `on` is the day whose month or week it shows."""

    view: str
    on: dt.date
    first: dt.date
    last: dt.date

    @property
    def days(self) -> list[dt.date]:
        """Every day of the page."""
        return [self.first + dt.timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def weeks(self) -> list[list[dt.date]]:
        """The days by week."""
        days = self.days
        return [days[start : start + _DAYS] for start in range(0, len(days), _DAYS)]

    def is_outside(self, day: dt.date) -> bool:
        """Whether the day belongs to the month before or after."""
        return self.view == MONTH and day.month != self.on.month

    @property
    def before(self) -> dt.date:
        """A day in the page before."""
        if self.view == WEEK:
            return self.on - dt.timedelta(days=_DAYS)
        return (self.on.replace(day=1) - dt.timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> dt.date:
        """A day in the page after."""
        if self.view == WEEK:
            return self.on + dt.timedelta(days=_DAYS)
        return (self.on.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def calendar_span(view: str, on: dt.date, first_weekday: int) -> CalendarSpan:
    """The span of a month or week; weeks begin on `first_weekday` (0 is Sunday, as in Django)."""
    if view == MONTH:
        first = on.replace(day=1)
        last = (on.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    else:
        first = last = on
    start = _start_of_week(first, first_weekday)
    end = _start_of_week(last, first_weekday) + dt.timedelta(days=_DAYS - 1)
    return CalendarSpan(view, on, start, end)


def _start_of_week(day: dt.date, first_weekday: int) -> dt.date:
    return day - dt.timedelta(days=(day.isoweekday() - first_weekday) % _DAYS)


def parse_calendar_day(text: str, today: dt.date) -> dt.date:
    """The day named in an address; today for anything else."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return today
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else today
