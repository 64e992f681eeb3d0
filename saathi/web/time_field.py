"""A time of day in a form, and the moment that a day and a time give."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saathi.infra import clock
from saathi.infra.digits import to_ascii_digits

NOON = dt.time(12)


def moment_of(day: dt.date, time: dt.time | None, time_zone: str) -> dt.datetime:
    """The moment of a day and time, at most now; without a time, now if today, else noon."""
    zone, now = ZoneInfo(time_zone), clock.now()
    if time is None and day >= now.astimezone(zone).date():
        return now
    return min(dt.datetime.combine(day, time or NOON, zone), now)


class TimeField(forms.CharField):
    """A time of day such as 14:30 in any script's digits; None if empty and not required."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
        )
        super().__init__(**({"max_length": 8, "required": False} | options))

    def clean(self, value: Any) -> Any:
        """The time, or an error that says how to enter it."""
        text = to_ascii_digits(super().clean(value)).strip()
        if not text:
            return None
        parts = re.fullmatch(r"(\d{1,2})[:.٫ ]?(\d{2})?", text)
        try:
            return dt.time(int(parts[1]), int(parts[2] or 0)) if parts else self._refuse()
        except ValueError:
            return self._refuse()

    def _refuse(self) -> None:
        if self.required:
            raise ValidationError(_("Enter the time as in 14:30."), code="invalid")
        raise ValidationError(_("Enter the time as in 14:30, or leave it blank."), code="invalid")
