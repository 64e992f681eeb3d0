"""Form fields for this region: dates in parts, long text in any direction, local digits."""

import contextlib
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.infra.digits import to_ascii_digits
from saathi.infra.join_words import join_words

DATE_PARTS = 3  # day, month, year


@dataclass(frozen=True)
class DateParts:
    """Year, month and day as typed, in any calendar; not checked."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class PartialDateValue:
    """A date as far as it is known: 2026, 2026-03 or 2026-03-07."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("A day needs its month")
        dt.date(self.year, *(1 if part is None else part for part in (self.month, self.day)))

    @property
    def full_date(self) -> dt.date | None:
        """The date, if it is fully known."""
        return dt.date(self.year, self.month, self.day) if self.month and self.day else None


class DigitsField(forms.CharField):
    """A number of at most `max_length` digits, typed in any script's digits; gives an int or None."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        options.setdefault(
            "widget",
            forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}
            ),
        )
        super().__init__(max_length=max_length, **options)

    def clean(self, value: Any) -> Any:
        """The typed digits as an int, or None if left empty."""
        text = to_ascii_digits(super().clean(value)).strip()
        if not text:
            return None
        if not re.fullmatch(r"\d+", text):
            raise ValidationError(_("Use digits only."), code="invalid")
        return int(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the number differs, whatever digits it is written in."""
        before = "" if initial is None else str(initial)
        return before != to_ascii_digits(str(data or "")).strip()


class DateInPartsWidget(forms.MultiWidget):
    """Day, month and year as three short boxes: easier than a calendar on a small phone."""

    template_name = "web/forms/date_in_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        digits = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__([forms.TextInput(digits | {"maxlength": n}) for n in (2, 2, 4)], attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Day, month and year of a date, a PartialDateValue, or nothing."""
        return [value.day, value.month, value.year] if value else [None, None, None]

    def id_for_label(self, id_: str) -> str:
        """The id of the first box, where error links lead."""
        return f"{id_}_0"


class DateInPartsField(forms.MultiValueField):
    """Gives a `PartialDateValue`; `needs` says how much must be known: year, month or day.

    With `any_calendar` it gives `DateParts`, which must be checked by a caller that knows the
    calendar.
    """

    widget = DateInPartsWidget

    def __init__(self, *, needs: str = "year", any_calendar: bool = False, **options: Any) -> None:
        self.needs, self.any_calendar = needs, any_calendar
        fields = [DigitsField(max_length=n, required=False) for n in (2, 2, 4)]
        super().__init__(fields, require_all_fields=False, **options)

    def compress(self, data_list: Sequence[int | None]) -> Any:
        """The three numbers as one date, or an error message."""
        day, month, year = [*data_list, None, None, None][:3]
        if day is month is year is None:
            if self.required:  # Django counts blanks in the boxes as a value; we do not
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if year is None:
            raise ValidationError(_("Enter at least the year, with four digits."), code="no_year")
        if (self.needs == "day" and day is None) or (self.needs != "year" and month is None):
            raise ValidationError(_("Enter day, month and year."), code="incomplete")
        if self.any_calendar:
            return DateParts(year, month, day)
        try:
            return PartialDateValue(year, month, day)
        except ValueError:
            raise ValidationError(_("Enter a valid date."), code="no_day") from None


def display_value(bound: BoundField) -> str:
    """What was typed or chosen in a field, as shown to a person; empty if nothing was."""
    value = bound.value()
    if isinstance(value, bool):
        return gettext("Yes") if value else ""
    if isinstance(bound.field, forms.DateField | DateInPartsField) and (day := _full_date(value)):
        return date_format(day, "SHORT_DATE_FORMAT")
    if isinstance(bound.field, DayChoiceField) and isinstance(value, list):
        chosen, *typed = value
        day = dt.date.fromisoformat(chosen) if chosen in bound.field.offered else _full_date(typed)
        return date_format(day, "SHORT_DATE_FORMAT") if day else ""
    parts = [str(part) for part in (value if isinstance(value, list) else [value]) if part]
    if isinstance(bound.field, forms.ChoiceField):
        chosen = set(parts)
        parts = [
            str(label)
            for code, label in flat_choices(cast("Iterable[Any]", bound.field.choices))
            if str(code) in chosen
        ]
        return join_words(parts)
    return " ".join(parts)


def _full_date(value: Any) -> dt.date | None:
    """The day in a field, even as three typed numbers that are not checked yet."""
    if isinstance(value, dt.date):
        return value
    if isinstance(value, PartialDateValue):
        return value.full_date
    if not isinstance(value, list) or len(value) != DATE_PARTS:
        return None
    typed = [to_ascii_digits(str(part)).strip() for part in value]
    if not all(part.isdecimal() for part in typed):
        return None
    with contextlib.suppress(
        ValueError, OverflowError
    ):  # a form sent by a program has any number of digits
        day, month, year = map(int, typed)
        return dt.date(year, month, day)
    return None


def flat_choices(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Every choice with its label, including those in groups."""
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from flat_choices(label)
        else:
            yield code, label


class LongTextField(forms.CharField):
    """Text of some length in any language; the direction of each paragraph is automatic."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 4, "dir": "auto"}))
        super().__init__(**options)


class ShortTextField(LongTextField):
    """A text of one or two lines."""

    def __init__(self, *, rows: int = 2, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **options)


class OneBoxPerLineWidget(forms.Widget):
    """One box for each line of a text and an empty one; more are added on demand."""

    template_name = "web/forms/lines.html"
    use_fieldset = True

    def __init__(self, *, add_label: Any, attrs: dict[str, Any] | None = None) -> None:
        self.add_label = add_label
        super().__init__({"dir": "auto", "autocomplete": "off"} | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context with the lines."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"lines": [*split_lines(value), ""], "add_label": self.add_label}
        return context

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> str:
        """The typed lines as one text."""
        lines = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return "\n".join(line for text in lines for line in split_lines(text))


def split_lines(text: Any) -> list[str]:
    """The non-empty lines of a text."""
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


class LinesField(forms.CharField):
    """A text with one line for each item, such as a person."""

    def __init__(self, *, add_label: Any, **options: Any) -> None:
        super().__init__(widget=OneBoxPerLineWidget(add_label=add_label), **options)


class FullDateField(DateInPartsField):
    """A full date."""

    def __init__(self, **options: Any) -> None:
        super().__init__(needs="day", **options)

    def compress(self, data_list: Sequence[int | None]) -> dt.date | None:
        """The date, or an error message."""
        partial_date: PartialDateValue | None = super().compress(data_list)
        return partial_date.full_date if partial_date else None


class PastDateField(FullDateField):
    """A full date that is not after today at the office."""

    def __init__(self, *, today: dt.date | None = None, **options: Any) -> None:
        self.today = today
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        """The date, or an error message."""
        day: dt.date | None = super().clean(value)
        if day is not None and self.today is not None and day > self.today:
            raise ValidationError(_("Enter today’s date or an earlier date."), code="future")
        return day


class DayChoiceWidget(DateInPartsWidget):
    """A list of likely days, and three boxes for any other day."""

    template_name = "web/forms/day_choice.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        digits = {"inputmode": "numeric", "autocomplete": "off"}
        boxes = {
            str(n): forms.TextInput(digits | {"maxlength": m}) for n, m in enumerate((2, 2, 4))
        }
        forms.MultiWidget.__init__(self, {"choice": forms.Select(), **boxes}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """No choice, and the boxes of the date."""
        return ["", *super().decompress(value)]


class DayChoiceField(FullDateField):
    """A full date: one of the offered days, none of which is chosen, or another that is typed."""

    widget = DayChoiceWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields = (forms.ChoiceField(required=False), *self.fields)
        self.offered: frozenset[str] = frozenset()
        self.stored_day: dt.date | None = None  # shown in the boxes: a chosen day replaces it

    def offer_days(self, days: Mapping[dt.date, Any]) -> None:
        """Offers these days, each with its words."""
        self.offered = frozenset(day.isoformat() for day in days)
        choices = [("", _("Another day, entered below"))]
        choices += [
            (day.isoformat(), format_lazy("{} · {}", words, date_format(day, "j F Y")))
            for day, words in days.items()
        ]
        cast("forms.ChoiceField", self.fields[0]).choices = choices
        cast("forms.Select", self.widget.widgets[0]).choices = choices

    def compress(self, data_list: Sequence[Any]) -> dt.date | None:
        """The chosen day or the typed one, or an error message."""
        chosen, *typed = data_list or [""]
        if not chosen:
            return super().compress(typed)
        day = dt.date.fromisoformat(chosen)
        is_typed = any(part is not None for part in typed)
        other = super().compress(typed) if is_typed else None
        if other is not None and other not in {day, self.stored_day}:
            raise ValidationError(_("Choose a day or enter another one, not both."), code="two")
        return day


class PastDayChoiceField(DayChoiceField, PastDateField):
    """The same for a day that is not after today at the office."""


def with_offered_days(field: forms.Field, days: Mapping[dt.date, Any]) -> DayChoiceField:
    """A date field that offers these days as well."""
    options = {name: getattr(field, name) for name in ("label", "help_text", "required", "initial")}
    offering = (
        PastDayChoiceField(today=field.today, **options)
        if isinstance(field, PastDateField)
        else DayChoiceField(**options)
    )
    offering.offer_days(days)
    return offering


class SeveralFilesWidget(forms.FileInput):
    """Any number of files, chosen or dropped at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:  # noqa: ARG002 - Django's
        """The files in the order in which they were sent."""
        return (
            files.getlist(name) if hasattr(files, "getlist") else [*filter(None, [files.get(name)])]
        )


class SeveralFilesField(forms.FileField):
    """Any number of files; gives a list. If the scanner refused one, the error says why."""

    widget = SeveralFilesWidget

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files, each checked like a single file."""
        for file in data or []:
            if refusal := getattr(file, "refusal", ""):
                raise forms.ValidationError(refusal, code="refused")
        if not data:
            super().clean(None, initial)  # says that it is required
            return []
        return [super(SeveralFilesField, self).clean(file, initial) for file in data]
