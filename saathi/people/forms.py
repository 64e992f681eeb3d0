"""Forms for a new child: names, age evidence, origin. Nothing is required."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.infra.countries import Country
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate, date_in_calendar
from saathi.people.formatting import NEIGHBOURING_COUNTRIES
from saathi.people.languages import Language
from saathi.people.rules import reason_against_ages, reasons_against_birth_date
from saathi.people.vocabulary import (
    AGE_BASIS_CHOICES,
    READABLE_CALENDARS,
    AgeBasis,
    AgeConfidence,
    AgeMethod,
    Calendar,
)
from saathi.web.fields import DateInPartsField, DateParts, DigitsField, FullDateField

LANGUAGE_CHOICES = [("", "—"), *Language.choices]
# Countries of origin or destination: the eight, and the most frequent others.
COUNTRY_CHOICES = [*Country.choices, *NEIGHBOURING_COUNTRIES]
# Separators of telephone numbers: new lines, the commas and semicolons of every script of the
# region, the full stop of Urdu, the danda of Devanagari and Bengali, the shad of Dzongkha.
PHONE_SEPARATORS = re.compile(r"[\n,;،؛۔।॥།、，；|]+")


def split_phones(text: str) -> list[str]:
    """The telephone numbers of a text, one for each line or part between separators."""
    return [phone.strip() for phone in PHONE_SEPARATORS.split(text) if phone.strip()]


class TextLineField(forms.CharField):
    """One line of text in any script, with automatic text direction."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}))
        super().__init__(**({"required": False, "max_length": 200} | options))


def clean_age_range(form: forms.Form, cleaned: Mapping[str, Any]) -> dict[str, int | None]:
    """`age_low` and `age_high` of a form, both filled or both empty; errors appear at the fields."""
    low, high = cleaned.get("age_low"), cleaned.get("age_high")
    low = high if low is None else low
    high = low if high is None else high
    if reason := reason_against_ages(low, high):
        is_first = cleaned.get("age_high") is None
        form.add_error("age_low" if is_first else "age_high", gettext(reason.text))
    return {"age_low": low, "age_high": high}


class AgeRangeForm(RecordForm):
    """Two fields for an age range; a single value means exactly that age."""

    age_low = DigitsField(max_length=3, required=False, label=_("Age, from"))
    age_high = DigitsField(
        max_length=3,
        required=False,
        label=_("Age, to"),
        help_text=_("Leave blank if you enter a single age."),
    )

    def clean(self) -> dict[str, Any]:
        """The range in order, with both ends filled or both empty."""
        cleaned = super().clean() or self.cleaned_data
        cleaned |= clean_age_range(self, cleaned)  # in place: a subclass reads `cleaned_data`
        return cleaned


class AgeForm(AgeRangeForm):
    """Form for one piece of age evidence, as an age or a birth date; earlier evidence is kept."""

    shows_stored_texts = True  # the evidence already on record, shown beside the form

    born = DateInPartsField(
        any_calendar=True,
        required=False,
        label=_("Date of birth (complete or partial)"),
        label_suffix="",
        help_text=_("The year alone is enough. Leave unknown parts blank; do not guess a day."),
    )
    born_calendar = forms.ChoiceField(
        choices=[(calendar.value, calendar.label) for calendar in READABLE_CALENDARS],
        initial=Calendar.GREGORIAN,
        required=False,
        label=_("Calendar system"),
    )
    basis = forms.ChoiceField(
        choices=AGE_BASIS_CHOICES, required=False, label=_("Source of the age")
    )
    as_of = FullDateField(
        required=False,
        label=_("Date to which this age applies"),
        help_text=_("Leave blank for today."),
    )
    method = forms.ChoiceField(choices=AgeMethod, required=False, label=_("Method"))
    confidence = forms.ChoiceField(
        choices=AgeConfidence, required=False, label=_("Confidence level")
    )
    age_note = TextLineField(label=_("Source: person or document"))

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        self.today = today
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        """Checks that a birth date exists in its calendar and is not in the future."""
        cleaned = super().clean()
        parts: DateParts | None = cleaned.get("born")
        if parts is not None:
            parts_of_date = (self._calendar(cleaned), parts.year, parts.month, parts.day)
            for reason in reasons_against_birth_date(*parts_of_date, today=self.today):
                self.add_error("born", ValidationError(gettext(reason.text), code=reason.code))
        has_age = parts is not None or cleaned.get("age_low") is not None
        if has_age and not cleaned.get("basis") and "basis" not in self.errors:
            self.add_error("basis", _("Choose the source of the age."))
        return cleaned

    def to_evidence(self) -> tuple[AgeEvidence, ...]:
        """The evidence on the form: a birth date, an age, both or none."""
        data = self.cleaned_data
        if not data["basis"]:  # then there is no age either
            return ()
        basis, today = AgeBasis(data["basis"]), PartialDate.on(self.today)
        evidence = []
        born: DateParts | None = data["born"]
        if born is not None:
            date = date_in_calendar(self._calendar(data), born.year, born.month, born.day)
            evidence.append(AgeEvidence(basis, born=date, as_of=today, **self._method_fields()))
        # An age carried over from the search is not part of the birth date's wording.
        is_stated = born is None or {"age_low", "age_high"} & {*self.changed_data}
        if data["age_low"] is not None and is_stated:
            stated_on = data["as_of"] or self.today
            years = AgeRange(data["age_low"], data["age_high"])
            as_of = PartialDate.on(min(stated_on, self.today))
            evidence.append(
                AgeEvidence(
                    basis,
                    years=years,
                    as_of=as_of,
                    **self._method_fields(),
                    **self._finding_fields(),
                )
            )
        return tuple(evidence)

    def _finding_fields(self) -> dict[str, Any]:
        """Further fields of an age; none in this form."""
        return {}

    def _method_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name, "") for name in ("method", "confidence")}

    @staticmethod
    def _calendar(data: dict[str, Any]) -> Calendar:
        return Calendar(data.get("born_calendar") or Calendar.GREGORIAN)
