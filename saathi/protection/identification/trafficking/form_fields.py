"""Fields and checks shared by the forms of episodes and of legs."""

import datetime as dt
from calendar import monthrange
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.infra import district_list as districts
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.web.fields import PartialDateValue


class SeveralCodesField(forms.MultipleChoiceField):
    """Several answers, or none."""

    def __init__(self, choices: Any, **options: Any) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=choices, required=False, **options)


class FreeLineField(forms.CharField):
    """One line of text in any script."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
        super().__init__(required=False, max_length=200, widget=widget, **options)


def country_of_place(form: forms.Form, place: str) -> str:
    """The country of a place, chosen or from its district; adds an error if they disagree."""
    data = form.cleaned_data
    district, country = data.get(f"{place}_district"), data.get(f"{place}_country")
    lies_in = districts.country_of_district(district) if district else ""
    if country and lies_in and lies_in != country:
        form.add_error(
            f"{place}_district",
            _("This district is in another country. Choose a different district."),
        )
    return country or lies_in


def refuse_future_start(form: forms.Form, today: dt.date | None) -> None:
    """Adds an error to the date if even its first possible day is in the future."""
    first_day = day_span(form.cleaned_data.get("began"))[0]
    if first_day is not None and today is not None and first_day > today:
        form.add_error("began", _("Enter today’s date or an earlier date."))


def day_span(partial_date: PartialDateValue | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and last day that a partial date can mean."""
    if partial_date is None:
        return None, None
    if partial_date.full_date is not None:
        return partial_date.full_date, partial_date.full_date
    last_month = partial_date.month or 12
    last_day = monthrange(partial_date.year, last_month)[1]
    return dt.date(partial_date.year, partial_date.month or 1, 1), dt.date(
        partial_date.year, last_month, last_day
    )


def began_in_parts(record: Episode | Leg) -> PartialDateValue | None:
    """The beginning as a partial date, only as exact as it is known."""
    low, high = record.began_low, record.began_high
    if low is None or high is None or low.year != high.year:
        return None
    if low == high:
        return PartialDateValue(low.year, low.month, low.day)
    return PartialDateValue(low.year, low.month if low.month == high.month else None)
