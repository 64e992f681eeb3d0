"""Texts of the queue: the time left until a deadline, and moments in office local time."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Office
from saathi.protection.identification.intake.models import Report

_MINUTES_OF_HOURS = 48 * 60  # beyond this, whole days are precise enough


def time_left(due_at: dt.datetime, now: dt.datetime) -> str:
    """The time until a deadline, or since it passed: in minutes, hours and minutes, or days."""
    is_overdue = due_at < now
    minutes = int(abs((due_at - now).total_seconds()) // 60)
    text = _duration(minutes)
    if is_overdue:
        return _("Overdue by %(time)s") % {"time": text}
    return _("%(time)s left") % {"time": text}


def describe_escalation(level: int) -> str:
    """How often a report was escalated; the people notified first are level 1."""
    times = level - 1
    if times == 1:
        return _("escalated once")
    return ngettext("escalated %(count)d time", "escalated %(count)d times", times) % {
        "count": times
    }


def _duration(minutes: int) -> str:
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    if minutes < _MINUTES_OF_HOURS:
        return _("%(hours)d h %(minutes)d min") % {"hours": minutes // 60, "minutes": minutes % 60}
    days = minutes // (24 * 60)
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def moment_text(at: dt.datetime, office: Office) -> str:
    """A moment in an office's local time: weekday, day and time; the year if it is another."""
    return f"{_day_text(at, office)} {office.local(at):%H:%M}"


def received_text(report: Report, office: Office) -> str:
    """When a report was received, in the same form; its day alone, if no time was entered."""
    text = _day_text if report.is_time_unknown else moment_text
    return text(report.received_at, office)


def format_received(at: dt.datetime, office: Office, *, is_time_unknown: bool) -> str:
    """When a report was received, in words, as "3 March 2026, 14:30"; its day alone without a time."""
    return date_format(office.local(at), "j F Y" if is_time_unknown else "j F Y, H:i")


def confidentiality_note(*, is_confidential: bool | None) -> str:
    """Beside the reporting person, whose identity is confidential unless recorded otherwise."""
    return "" if is_confidential is False else _("confidential")


def _day_text(at: dt.datetime, office: Office) -> str:
    local = office.local(at)
    return date_format(local, "D j M" if local.year == office.today().year else "D j M Y")
