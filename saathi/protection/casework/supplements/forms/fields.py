"""Fields of the page on which a form is filled in. Their values are texts, as answers are stored."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saathi.engines.xlsform import limits
from saathi.engines.xlsform.definition import (
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.infra.digits import to_ascii_digits
from saathi.protection.casework.supplements.vocabulary import NO_ANSWER_LABELS
from saathi.web.fields import FullDateField, ShortTextField
from saathi.web.time_field import TimeField

NO_ANSWER_CHOICES = [(str(code), words) for code, words in NO_ANSWER_LABELS.items()]
MAX_VISIBLE_CHOICES = 9  # up to this number, choices are shown as radio buttons, above it in a list
_SHORTEST_MOMENT = len("2026-03-07T14:30")
_WHOLE = re.compile(rf"-?[0-9]{{1,{limits.DIGITS}}}")
_DECIMAL = re.compile(rf"{_WHOLE.pattern}(\.[0-9]{{1,{limits.DIGITS}}})?")


class NumberField(forms.CharField):
    """A number in the digits of any script; its value is a text in ASCII digits."""

    def __init__(self, *, is_whole: bool, **options: Any) -> None:
        self.is_whole = is_whole
        attrs = {"inputmode": "numeric" if is_whole else "decimal", "autocomplete": "off"}
        options.setdefault("widget", forms.TextInput(attrs=attrs | {"class": "short"}))
        super().__init__(max_length=2 * limits.DIGITS + 2, **options)

    def clean(self, value: Any) -> str:
        """The number, or an error that explains the problem."""
        text = to_ascii_digits(str(super().clean(value))).strip().replace("\u2212", "-")
        if not self.is_whole:
            text = text.replace("\u066b", ".").replace(",", ".")
        if text and not (_WHOLE if self.is_whole else _DECIMAL).fullmatch(text):
            if self.is_whole:
                raise ValidationError(_("Enter a whole number in digits."), code="invalid")
            raise ValidationError(_("Enter a number in digits."), code="invalid")
        return text


class DayTextField(FullDateField):
    """A full date; its value is a text."""

    def clean(self, value: Any) -> str:
        """The day in ISO format."""
        day: dt.date | None = super().clean(value)
        return day.isoformat() if day else ""


class TimeTextField(TimeField):
    """A time of day; its value is a text such as 14:30."""

    def __init__(self, *, required: bool, **options: Any) -> None:
        super().__init__(**options)
        self.required = required

    def clean(self, value: Any) -> str:
        """The time in ISO format, to the minute."""
        time: dt.time | None = super().clean(value)
        return time.isoformat(timespec="minutes") if time else ""


class MomentTextField(forms.CharField):
    """A date with a time; its value is a text such as 2026-03-07T14:30."""

    def __init__(self, **options: Any) -> None:
        attrs = {"type": "datetime-local", "autocomplete": "off"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> str:
        """The date and time in ISO format, to the minute."""
        text = to_ascii_digits(str(super().clean(value))).strip()
        if not text:
            return ""
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is not None or len(text) < _SHORTEST_MOMENT:
            raise ValidationError(
                _("Enter a date and a time, for example 2026-03-07 14:30."), code="invalid"
            )
        return moment.isoformat(timespec="minutes")


class CheckboxCodesField(forms.MultipleChoiceField):
    """Several choices; its value is their codes separated by spaces."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)

    def clean(self, value: Any) -> Any:
        """The chosen codes, in the order of the list."""
        return " ".join(super().clean(value))


def question_field(question: XlsformQuestion, choices: Sequence[tuple[str, str]]) -> forms.Field:
    """The field of a question. The page requires none: why there is no answer is also an answer."""
    # An empty suffix avoids "if known" for a question that must be answered one way or another.
    options: dict[str, Any] = {"required": False}
    if question.is_required:
        options["label_suffix"] = ""
    match question.kind:
        case XlsformQuestionKind.INTEGER | XlsformQuestionKind.DECIMAL:
            return NumberField(is_whole=question.kind == XlsformQuestionKind.INTEGER, **options)
        case XlsformQuestionKind.DATE:
            return DayTextField(**options)
        case XlsformQuestionKind.ONE:
            return _single_choice_field(choices, options)
        case XlsformQuestionKind.MANY:
            return CheckboxCodesField(choices=choices, **options)
        case _:
            return _text_field(question.kind, options)


def _text_field(kind: XlsformQuestionKind, options: dict[str, Any]) -> forms.Field:
    if kind == XlsformQuestionKind.TIME:
        return TimeTextField(**options)
    if kind == XlsformQuestionKind.DATETIME:
        return MomentTextField(**options)
    return ShortTextField(max_length=limits.ANSWER_LETTERS, **options)


def _single_choice_field(
    choices: Sequence[tuple[str, str]], options: dict[str, Any]
) -> forms.Field:
    if len(choices) <= MAX_VISIBLE_CHOICES:
        all_choices = [*choices, *NO_ANSWER_CHOICES]
        return forms.ChoiceField(choices=all_choices, widget=forms.RadioSelect, **options)
    return forms.ChoiceField(choices=[("", "—"), *choices, *NO_ANSWER_CHOICES], **options)


def no_answer_reason_field() -> forms.ChoiceField:
    """The reason why a required question has no answer."""
    return forms.ChoiceField(
        choices=[("", "—"), *NO_ANSWER_CHOICES],
        required=False,
        label=_("Reason for no answer"),
        label_suffix="",
    )
