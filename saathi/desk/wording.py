"""Dates and times in words, the same on every page of the desk."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from saathi.agencies.models import Office
from saathi.web.components import DueItem

HOURS_IN_DAYS = 168  # from a week upwards, hours are given as days


def describe_day(on: dt.date, today: dt.date, *, short: bool = False, inside: bool = False) -> str:
    """A date as people say it: Today, Yesterday, 9 March, 9 March 2025.

    `inside` a phrase, it begins in lower case.
    """
    if on == today:
        return gettext("today") if inside else gettext("Today")
    if on == today - dt.timedelta(days=1):
        return gettext("yesterday") if inside else gettext("Yesterday")
    if on == today + dt.timedelta(days=1):
        return gettext("tomorrow") if inside else gettext("Tomorrow")
    month = "j M" if short else "j F"
    return date_format(on, month if on.year == today.year else f"{month} Y")


def describe_due(on: dt.date, today: dt.date) -> str:
    """When something is due, or how long it is overdue."""
    late = (today - on).days
    if late > 0:
        return ngettext("%(count)d day overdue", "%(count)d days overdue", late) % {"count": late}
    return describe_day(on, today, short=True)


def describe_renewal(duty: str, valid_until: dt.date | None, today: dt.date) -> str:
    """The name of a duty; of a document to renew, with the last day on which it is valid, if known."""
    if valid_until is None:
        return duty
    until = describe_day(valid_until, today, inside=True)
    return gettext("%(duty)s, valid until %(day)s") % {"duty": duty, "day": until}


def due_state(on: dt.date, today: dt.date) -> str:
    """The code for overdue, due today or upcoming."""
    if on < today:
        return "late"
    return "today" if on == today else "ahead"


def due_item(text: str, on: dt.date, today: dt.date, *, url: str, about: str = "") -> DueItem:
    """One due task, as input for the component."""
    return DueItem(describe_due(on, today), text, url, on.isoformat(), about, due_state(on, today))  # type: ignore[arg-type]


def describe_limit(hours: int) -> str:
    """A time limit in words: in hours, or from a week upwards in days if they are whole."""
    if hours >= HOURS_IN_DAYS and hours % 24 == 0:
        days = hours // 24
        return ngettext("within %(count)d day", "within %(count)d days", days) % {"count": days}
    return ngettext("within %(count)d hour", "within %(count)d hours", hours) % {"count": hours}


def describe_moment(at: dt.datetime, office: Office) -> str:
    """A time in the time zone of an office."""
    local = office.local(at)
    return f"{describe_day(office.date_of(at), office.today())}, {date_format(local, 'H:i')}"
