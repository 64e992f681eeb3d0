"""Months as choices of a filter: the months covered by the figures about one's own work."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.formats import date_format

from saathi.agencies.models import Office, Staff

MONTHS_SHOWN = 12


def month_value(day: dt.date) -> str:
    """The month of a day, as written in an address."""
    return f"{day:%Y-%m}"


def month_choices(reader: Staff) -> list[tuple[str, str]]:
    """This month and the previous ones, latest first."""
    first = reader.office.today().replace(day=1)
    choices = []
    for _month in range(MONTHS_SHOWN):
        choices.append((month_value(first), date_format(first, "F Y")))
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return choices


def is_in_month(field: str, month: str, office: Office) -> Q:
    """The condition that a time falls in a month by the clock of an office."""
    zone, first = ZoneInfo(office.time_zone), dt.date.fromisoformat(f"{month}-01")
    after = (first + dt.timedelta(days=31)).replace(day=1)
    start, end = (dt.datetime.combine(day, dt.time(), zone) for day in (first, after))
    bounds: dict[str, Any] = {f"{field}__gte": start, f"{field}__lt": end}
    return Q(**bounds)
