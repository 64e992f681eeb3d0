"""A day and a time of a form as one moment, by the clock of the reader's office."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Office
from saathi.infra import clock
from saathi.infra.reasons import Reason
from saathi.people import record_screens as kit
from saathi.web.components import Text
from saathi.web.fields import FullDateField, PastDateField
from saathi.web.time_field import TimeField


def day_field(label: Text, *, is_past: bool = False) -> FullDateField:
    """The day of a moment."""
    return PastDateField(label=label) if is_past else FullDateField(label=label)


def time_field(label: Text) -> TimeField:
    """The time of a moment."""
    return TimeField(label=label, required=True, help_text=_("For example 14:30."))


class MomentForm[RecordT: models.Model](kit.DerivedForm[RecordT]):
    """A form with moments: each column of `moments` has a field for its day and one for its time."""

    moments: ClassVar[dict[str, tuple[str, str]]] = {}

    def add_refusal_reasons(
        self, reasons: Iterable[Reason], field_by_code: Mapping[str, str] | None = None
    ) -> None:
        """Shows the reason of a moment beside its time."""
        times = {name: time for name, (_day, time) in self.moments.items()}
        super().add_refusal_reasons(reasons, times if field_by_code is None else field_by_code)

    def columns(self) -> dict[str, Any]:
        """The values of the record's columns, with the moments."""
        return super().columns() | {name: self.moment(name) for name in self.moments}

    def moment(self, name: str) -> dt.datetime:
        """A moment of a valid form."""
        day, time = self.moments[name]
        zone = ZoneInfo(self.staff.office.time_zone)
        return dt.datetime.combine(self.cleaned_data[day], self.cleaned_data[time], zone)

    def show_moment(self, name: str, at: dt.datetime | None) -> None:
        """Fills in the day and time of a known moment."""
        if at is not None:
            day, time = self.moments[name]
            office = self.staff.office
            self.initial.update({day: _day(at, office), time: _time(at, office)})

    def clean(self) -> dict[str, Any]:
        """Refuses a time later than now where the moment is past."""
        cleaned = super().clean() or self.cleaned_data
        for name, (day, time) in self.moments.items():
            is_past = isinstance(self.fields[day], PastDateField)
            is_known = bool(cleaned.get(day)) and cleaned.get(time) is not None
            if is_past and is_known and self.moment(name) > clock.now():
                self.add_error(time, _("Enter a time that is not in the future."))
        return cleaned


def _day(at: dt.datetime, office: Office) -> dt.date:
    return office.date_of(at)


def _time(at: dt.datetime, office: Office) -> str:
    return f"{office.local(at):%H:%M}"
