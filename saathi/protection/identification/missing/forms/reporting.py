"""Forms for reporting a disappearance. No field is required."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.infra import district_list
from saathi.people import names as child_names
from saathi.people.forms import COUNTRY_CHOICES, LANGUAGE_CHOICES, AgeRangeForm, TextLineField
from saathi.people.languages import Language
from saathi.people.names import Name
from saathi.people.vocabulary import AGE_BASIS_CHOICES, Gender, NameKind
from saathi.protection.identification.intake.queue.colleague_questions import NoAccusationForm
from saathi.protection.identification.intake.vocabulary import (
    ContactBackPreference,
    ReportChannel,
    Seeker,
    Urgency,
)
from saathi.protection.identification.missing import rules
from saathi.protection.identification.missing.actions.registering import (
    DisappearanceInput,
    MissingChildInput,
)
from saathi.protection.identification.missing.models import MissingChild, MissingReport
from saathi.protection.identification.missing.vocabulary import (
    Circumstance,
    DistinguishingFeature,
    MayBeInformed,
)
from saathi.web.fields import DateInPartsField, LongTextField, PartialDateValue

NAME_ROWS, CLUE_ROWS, PLACE_ROWS = 6, 5, 4
SEALED_FIELDS = ("told", "where", "teller_name", "teller_contact", "tell_note")
SEPARATORS = re.compile(r"[\n,;،؛।、，；|/]+")


class DisappearanceForm(NoAccusationForm):
    """The facts of a disappearance, and the reporting person.

    Colleagues read the file of a missing child, so that a text about one of them is not saved here.
    """

    refusal = _(
        "Your colleagues can read this registration, also the person concerned. Record a report of "
        "the concern first: it is hidden from them, and you can register the missing child from it. "
        "Then leave what it says of a colleague out of this text."
    )

    told = LongTextField(
        required=False,
        label=_("Details of the report"),
        help_text=_("In the words of the reporting person."),
    )
    missing_from = DateInPartsField(
        required=False,
        label=_("Missing since, or earliest possible date"),
        help_text=_("The year alone is enough."),
    )
    missing_to = DateInPartsField(
        required=False,
        label=_("Latest possible date of the disappearance"),
        help_text=_("Leave blank if the exact date is known."),
    )
    country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("Country where last seen")
    )
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District where last seen")
    )
    where = TextLineField(max_length=500, label=_("Place last seen and companions"))
    circumstances = forms.MultipleChoiceField(
        choices=Circumstance,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Possible circumstances"),
        help_text=_("Select all that may apply. The answer never reduces help for the child."),
    )
    urgency = forms.ChoiceField(choices=Urgency, label=_("Urgency of the search"))
    channel = forms.ChoiceField(choices=ReportChannel, label=_("Channel"))
    relation = forms.ChoiceField(
        choices=Seeker, required=False, label=_("Relationship to the child")
    )
    teller_name = TextLineField(label=_("Name of the reporting person"))
    teller_contact = TextLineField(label=_("Contact details of the reporting person"))
    contact_back = forms.ChoiceField(
        choices=ContactBackPreference,
        required=False,
        label=_("Permission to call or visit the person again"),
    )
    may_tell = forms.MultipleChoiceField(
        choices=MayBeInformed,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("People who may be informed that the child is missing"),
        help_text=_("Ask the reporting person. Only those selected are informed."),
    )
    tell_note = TextLineField(max_length=500, label=_("Information that may and may not be shared"))

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Checks that the days are in order and not in the future."""
        cleaned = super().clean() or self.cleaned_data
        first, last = (
            _first_possible_day(cleaned.get("missing_from")),
            _last_possible_day(cleaned.get("missing_to")),
        )
        if first and last is None:
            last = _last_possible_day(cleaned.get("missing_from"))
        first = first or last
        last = min(last, self.today) if last and first and first <= self.today else last
        for reason in rules.reasons_against_missing_days(first, last, self.today):
            self.add_error(reason.code, gettext(reason.text))
        texts = self.typed([name for name in SEALED_FIELDS if name != "teller_name"])
        self.refuse_accusations(texts, self.typed(("teller_name",)))
        return cleaned | {"first_day": first, "last_day": last}

    def to_input(self) -> DisappearanceInput:
        """The input of the action."""
        data = self.cleaned_data
        return DisappearanceInput(
            channel=data["channel"],
            relation=data["relation"],
            contact_back=data["contact_back"],
            may_tell=data["may_tell"],
            urgency=data["urgency"],
            circumstances=data["circumstances"],
            missing_from=data["first_day"],
            missing_to=data["last_day"],
            country=data["country"] or district_list.country_of_district(data["district"]),
            district=data["district"],
            texts={name: data[name] for name in SEALED_FIELDS},
        )


def _first_possible_day(date: PartialDateValue | None) -> dt.date | None:
    return dt.date(date.year, date.month or 1, date.day or 1) if date else None


def _last_possible_day(date: PartialDateValue | None) -> dt.date | None:
    if date is None:
        return None
    if date.full_date:
        return date.full_date
    after = (date.year + 1, 1) if date.month in {None, 12} else (date.year, (date.month or 0) + 1)
    return dt.date(*after, 1) - dt.timedelta(days=1)


class MissingChildDescriptionForm(AgeRangeForm):
    """The description of the child: names in any script, places in any spelling, features."""

    gender = forms.ChoiceField(choices=Gender, required=False, label=_("Gender"))
    age_basis = forms.ChoiceField(
        choices=AGE_BASIS_CHOICES, required=False, label=_("Source of the age")
    )
    age_note = TextLineField(label=_("Source: person or document"))
    languages = forms.MultipleChoiceField(
        choices=Language.choices,
        required=False,
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
    )
    nationality = forms.ChoiceField(
        choices=[("", "—"), *COUNTRY_CHOICES],
        required=False,
        label=_("Nationality"),
        label_suffix="",
    )
    home_country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("Home country")
    )
    home_district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("Home district")
    )
    siblings = TextLineField(
        max_length=500,
        label=_("Names of brothers and sisters"),
        help_text=_("Separate names with commas."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = (NameKind.GIVEN, NameKind.GIVEN, NameKind.FAMILY, NameKind.FATHER, NameKind.MOTHER)
        for row in range(NAME_ROWS):
            kind = kinds[row] if row < len(kinds) else NameKind.PET
            self.fields[f"name_{row}"] = TextLineField(label=_("Name (as written or spoken)"))
            self.fields[f"kind_{row}"] = forms.ChoiceField(
                choices=NameKind, initial=kind, label=_("Type of name")
            )
            self.fields[f"language_{row}"] = forms.ChoiceField(
                choices=LANGUAGE_CHOICES, required=False, label=_("Language it is written in")
            )
        for row in range(CLUE_ROWS):
            self.fields[f"clue_{row}"] = forms.ChoiceField(
                choices=[("", "—"), *DistinguishingFeature.choices],
                required=False,
                label=_("Distinguishing features"),
            )
            self.fields[f"words_{row}"] = TextLineField(label=_("Description and location"))
        for row in range(PLACE_ROWS):
            self.fields[f"place_{row}"] = TextLineField(
                label=_("Place the child knows or may mention")
            )
            self.fields[f"also_{row}"] = TextLineField(
                label=_("Former name, other spellings or scripts (separate with commas)")
            )

    def name_rows(self) -> list[tuple[BoundField, ...]]:
        """The fields for names."""
        return self._rows(NAME_ROWS, "name", "kind", "language")

    def clue_rows(self) -> list[tuple[BoundField, ...]]:
        """The fields for distinguishing features."""
        return self._rows(CLUE_ROWS, "clue", "words")

    def place_rows(self) -> list[tuple[BoundField, ...]]:
        """The fields for places."""
        return self._rows(PLACE_ROWS, "place", "also")

    def _rows(self, number: int, *fields: str) -> list[tuple[BoundField, ...]]:
        return [tuple(self[f"{name}_{row}"] for name in fields) for row in range(number)]

    def to_input(self) -> MissingChildInput:
        """The description of the child as input of the action."""
        data = self.cleaned_data
        district = data["home_district"]
        return MissingChildInput(
            names=[
                Name(data[f"kind_{row}"], text, data[f"language_{row}"])
                for row in range(NAME_ROWS)
                if (text := data[f"name_{row}"])
            ],
            siblings=_split_names(data["siblings"]),
            gender=data["gender"],
            age_low=data["age_low"],
            age_high=data["age_high"],
            age_basis=data["age_basis"],
            age_note=data["age_note"],
            nationality=data["nationality"],
            home_country=data["home_country"] or district_list.country_of_district(district),
            home_district=district,
            languages=data["languages"],
            clues=[
                {
                    "kind": data[f"clue_{row}"] or DistinguishingFeature.OTHER,
                    "words": data[f"words_{row}"],
                }
                for row in range(CLUE_ROWS)
                if data[f"clue_{row}"] or data[f"words_{row}"]
            ],
            places=[
                {"text": text, "also": _split_names(data[f"also_{row}"])}
                for row in range(PLACE_ROWS)
                if (text := data[f"place_{row}"])
            ],
        )


def _split_names(text: str) -> list[str]:
    return [part.strip() for part in SEPARATORS.split(text) if part.strip()]


def missing_child_initial(child: MissingChild, texts: Mapping[str, Any]) -> dict[str, Any]:
    """The recorded description of the child as initial values of the form."""
    initial: dict[str, Any] = {
        name: getattr(child, name)
        for name in ("gender", "age_low", "age_high", "age_basis", "nationality", "home_country",
                     "home_district", "languages")
    }  # fmt: skip
    initial |= {"age_note": texts.get("age_note", ""), "version": child.version}
    initial["siblings"] = ", ".join(texts.get("siblings", ()))
    for row, name in enumerate(child_names.names_in_payload(texts)[:NAME_ROWS]):
        initial |= {f"name_{row}": name.text, f"kind_{row}": name.kind}
        initial[f"language_{row}"] = name.language
    for row, clue in enumerate(_first_rows(texts, "clues", CLUE_ROWS)):
        initial |= {f"clue_{row}": clue["kind"], f"words_{row}": clue.get("words", "")}
    for row, place in enumerate(_first_rows(texts, "places", PLACE_ROWS)):
        initial |= {f"place_{row}": place["text"], f"also_{row}": ", ".join(place.get("also", ()))}
    return initial


def _first_rows(texts: Mapping[str, Any], name: str, most: int) -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = texts.get(name, [])
    return rows[:most]


def disappearance_initial(report: MissingReport, texts: Mapping[str, str]) -> dict[str, Any]:
    """The recorded facts of the disappearance as initial values of the form."""
    columns = ("channel", "relation", "contact_back", "may_tell", "urgency", "circumstances",
             "country", "district", "missing_from", "missing_to")  # fmt: skip
    initial = {name: getattr(report, name) for name in columns}
    return (
        initial
        | {name: texts.get(name, "") for name in SEALED_FIELDS}
        | {"version": report.version}
    )
