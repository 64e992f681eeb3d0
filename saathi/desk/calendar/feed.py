"""A calendar in iCalendar format (RFC 5545) that shows only when there are appointments."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext

from saathi.agencies.calendar_addresses import digest_of_token
from saathi.infra import clock

DAYS_BACK, DAYS_AHEAD = 31, 366
CONTENT_TYPE = "text/calendar; charset=utf-8"

type FeedDay = tuple[str, dt.date]


def read_feed(token: str) -> list[FeedDay] | None:
    """The days of the owner's duties, each with an id; None if the token is not valid."""
    today = clock.now().date()  # ast-grep-ignore: no-utc-date - a window of a year, for any zone
    window = [today - dt.timedelta(days=DAYS_BACK), today + dt.timedelta(days=DAYS_AHEAD)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT uid, on_day FROM calendar_feed(%s, %s, %s)", [digest_of_token(token), *window]
        )
        rows = cursor.fetchall()
    return [(uid, day) for uid, day in rows if day is not None] if rows else None


def write_calendar(days: Iterable[FeedDay]) -> str:
    """The calendar as text. Neither its name nor its product id says whose it is or what for."""
    stamp = f"{clock.now():%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Calendar//EN", "CALSCALE:GREGORIAN"]
    for uid, day in days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{gettext('Appointment')}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
