"""Forms for a new child: names, age evidence, origin. Nothing is required."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.infra import district_list
from saathi.infra.countries import Country
from saathi.people.actions import NewChild
from saathi.people.formatting import NEIGHBOURING_COUNTRIES
from saathi.people.languages import Language
from saathi.people.names import Name
from saathi.people.rules import (
    AgeEvidence,
    AgeRange,
    PartialDate,
    date_in_calendar,
    reason_against_ages,
    reasons_against_birth_date,
)
from saathi.people.vocabulary import (
    READABLE_CALENDARS,
    AgeBasis,
    AgeConfidence,
    AgeMethod,
    Calendar,
    Gender,
    NameKind,
    NationalityState,
)
from saathi.web.fields import DateInPartsField, DateParts, DigitsField, FullDateField, LongTextField

NAME_ROWS = 5
VISIBLE_NAME_ROWS = 2  # most children need no more; further rows open below
LANGUAGE_CHOICES = [("", "—"), *Language.choices]
# Countries of origin or destination: the eight, and the most frequent others.
COUNTRY_CHOICES = [*Country.choices, *NEIGHBOURING_COUNTRIES]
# Separators of telephone numbers: new lines, the commas and semicolons of every script of the
# region, the full stop of Urdu, the danda of Devanagari and Bengali, the shad of Dzongkha.
PHONE_SEPARATORS = re.compile(r"[\n,;،؛۔।॥།、，；|]+")


class TextLineField(forms.CharField):
    """One line of text in any script, with automatic text direction."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}))
        super().__init__(**({"required": False, "max_length": 200} | options))


class AgeRangeForm(RecordForm):
    """Two fields for an age range; a single value means exactly that age."""

    age_low = DigitsField(max_length=3, required=False, label=_("Age, from"))
    age_high = DigitsField(
        max_length=3, required=False, label=_("to"), help_text=_("Leave empty if it is one age.")
    )

    def clean(self) -> dict[str, Any]:
        """The range in order, with both ends filled or both empty."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("age_low"), cleaned.get("age_high")
        low = high if low is None else low
        high = low if high is None else high
        if reason := reason_against_ages(low, high):
            is_first = self.cleaned_data.get("age_high") is None
            self.add_error("age_low" if is_first else "age_high", gettext(reason.text))
        return cleaned | {"age_low": low, "age_high": high}


class AgeForm(AgeRangeForm):
    """Form for one piece of age evidence, as an age or a birth date; earlier evidence is kept."""

    shows_words = True  # the evidence already on record, shown beside the form

    born = DateInPartsField(
        any_calendar=True,
        required=False,
        label=_("Date of birth, as far as it is known"),
        label_suffix="",
        help_text=_("The year alone is enough. Leave empty what is not known; do not guess a day."),
    )
    born_calendar = forms.ChoiceField(
        choices=[(calendar.value, calendar.label) for calendar in READABLE_CALENDARS],
        initial=Calendar.GREGORIAN,
        required=False,
        label=_("In which calendar"),
    )
    basis = forms.ChoiceField(choices=AgeBasis, required=False, label=_("Where the age comes from"))
    as_of = FullDateField(
        required=False,
        label=_("The day on which this age was true"),
        help_text=_("Leave empty for today."),
    )
    method = forms.ChoiceField(choices=AgeMethod, required=False, label=_("By which method"))
    confidence = forms.ChoiceField(choices=AgeConfidence, required=False, label=_("How sure it is"))
    age_note = TextLineField(label=_("Who said it, or which document"))

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
            self.add_error("basis", _("Choose where the age comes from."))
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
        is_told = born is None or {"age_low", "age_high"} & {*self.changed_data}
        if data["age_low"] is not None and is_told:
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


class ChildForm(RecordForm):
    """Form for a child as far as known. One name is enough, or the note that none is known yet."""

    names_unknown = forms.BooleanField(required=False, label=_("The name is not known yet"))
    gender = forms.ChoiceField(choices=Gender, required=False, label=_("Girl, boy or other"))
    languages = forms.MultipleChoiceField(
        choices=Language.choices,
        required=False,
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
    )
    nationality_state = forms.ChoiceField(
        choices=NationalityState, required=False, label=_("Nationality")
    )
    nationalities = forms.MultipleChoiceField(
        choices=COUNTRY_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Which, if it is known or disputed"),
        label_suffix="",
    )
    home_country = forms.ChoiceField(
        choices=district_list.country_choices,
        required=False,
        label=_("Country where the child usually lives"),
    )
    home_district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District of home")
    )
    address = LongTextField(
        required=False, label=_("Where home is, and where she or he is now"), max_length=2000
    )
    phones = LongTextField(
        required=False,
        max_length=500,
        label=_("Telephone"),
        help_text=_("Write several on a line each, or with a comma between them."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "autocomplete": "off"}),
    )
    marks = TextLineField(label=_("What she or he can be recognised by"), max_length=500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for row in range(NAME_ROWS):
            self.fields[f"name_{row}"] = TextLineField(label=_("Name, as written or said"))
            self.fields[f"kind_{row}"] = forms.ChoiceField(
                choices=NameKind, initial=NameKind.GIVEN, label=_("What name it is")
            )
            self.fields[f"language_{row}"] = forms.ChoiceField(
                choices=LANGUAGE_CHOICES, required=False, label=_("Language it is written in")
            )

    def name_rows(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """The name fields, row by row."""
        return [
            (self[f"name_{row}"], self[f"kind_{row}"], self[f"language_{row}"])
            for row in range(NAME_ROWS)
        ]

    @property
    def has_more_names(self) -> bool:
        """Whether a collapsed row holds a name."""
        return any(self[f"name_{row}"].value() for row in range(VISIBLE_NAME_ROWS, NAME_ROWS))

    def clean(self) -> dict[str, Any]:
        """Requires at least one name, or the note that there is none yet."""
        cleaned = super().clean() or self.cleaned_data
        if not self._names(cleaned) and not cleaned.get("names_unknown"):
            text = _("Write one name, or say that the name is not known yet.")
            self.add_error("name_0", ValidationError(text, code="no_name"))
        return cleaned

    def to_new_child(self, ages: tuple[AgeEvidence, ...] = (), note: str = "") -> NewChild:
        """The valid form as input for a new child."""
        data = self.cleaned_data
        phones = [
            phone.strip() for phone in PHONE_SEPARATORS.split(data["phones"]) if phone.strip()
        ]
        return NewChild(
            names=self._names(data),
            ages=ages,
            age_note=note,
            gender=data["gender"],
            nationality_state=data["nationality_state"],
            nationalities=data["nationalities"],
            home_country=data["home_country"]
            or district_list.country_of_district(data["home_district"]),
            home_district=data["home_district"],
            languages=data["languages"],
            private={"address": data["address"], "phones": phones, "marks": data["marks"]},
        )

    def _names(self, data: dict[str, Any]) -> list[Name]:
        return [
            Name(data.get(f"kind_{row}", NameKind.GIVEN), text, data.get(f"language_{row}", ""))
            for row in range(NAME_ROWS)
            if (text := data.get(f"name_{row}", ""))
        ]


def initial_name_fields(names: list[dict[str, str]]) -> dict[str, str]:
    """The names of an envelope as initial values of the form."""
    initial: dict[str, str] = {}
    for row, name in enumerate(names[:NAME_ROWS]):
        initial |= {
            f"name_{row}": name["text"],
            f"kind_{row}": name["kind"],
            f"language_{row}": name.get("language", ""),
        }
    return initial
