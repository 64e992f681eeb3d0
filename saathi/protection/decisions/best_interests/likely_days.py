"""The days that forms of best interests offer, so that a likely date is one choice. None is chosen."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from saathi.web.fields import with_offered_days

_TODAY: Final = _("Today")
_MEETING_DAYS: Final = (7, 14)
_REVIEW_DAYS: Final = (30, 60, 90, 180, 365)


def offer_days(form: forms.Form, name: str, days: dict[dt.date, Any]) -> None:
    """Makes the date field of a form offer these days."""
    field = with_offered_days(form.fields[name], days)
    stored = form.get_initial_for_field(field, name)
    field.stored_day = stored if isinstance(stored, dt.date) else getattr(stored, "full_date", None)
    form.fields[name] = field


def past_days(today: dt.date) -> dict[dt.date, Any]:
    """Today and the day before."""
    return {today: _TODAY, today - dt.timedelta(days=1): _("Yesterday")}


def decision_days(today: dt.date, meeting_on: dt.date | None) -> dict[dt.date, Any]:
    """Today, and the day of the meeting if it is not to come."""
    is_held = meeting_on is not None and meeting_on < today
    held = {meeting_on: _("Day of the meeting")} if meeting_on and is_held else {}
    return {today: _TODAY} | held


def meeting_days(today: dt.date) -> dict[dt.date, Any]:
    """Today, and in one and two weeks."""
    return {today: _TODAY} | _later(today, _MEETING_DAYS)


def review_days(today: dt.date) -> dict[dt.date, Any]:
    """From a month to a year from today."""
    return _later(today, _REVIEW_DAYS)


def _later(today: dt.date, numbers: Iterable[int]) -> dict[dt.date, Any]:
    return {
        today + dt.timedelta(days=number): format_lazy(_("In {number} days"), number=number)
        for number in numbers
    }
