"""Fields shared by these forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.people import languages
from saathi.web.fields import DigitsField

BLANK_CHOICE = ("", "—")


class CheckboxChoicesField(forms.MultipleChoiceField):
    """Multiple choices from a few, as checkboxes."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(**({"required": False} | options))


class LanguagesField(CheckboxChoicesField):
    """Multiple languages spoken in the region."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=languages.Language, **options)


def age_field(label: Any, **options: Any) -> DigitsField:
    """A field for a number of years."""
    return DigitsField(max_length=2, required=False, label=label, **options)


def check_age_order(form: forms.Form) -> None:
    """Adds an error if the second age is below the first."""
    low, high = form.cleaned_data.get("age_low"), form.cleaned_data.get("age_high")
    if low is not None and high is not None and high < low:
        form.add_error("age_high", _("The maximum age must not be below the minimum age."))
