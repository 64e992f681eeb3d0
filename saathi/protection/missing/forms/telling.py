"""Forms in which a disappearance is taken down. Nothing in them is required."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sending import RecordForm
from saathi.infra import places
from saathi.people import names as hers
from saathi.people.forms import COUNTRIES, LANGUAGE_CHOICES, AgeRangeForm, Line
from saathi.people.languages import Language
from saathi.people.names import Name
from saathi.people.vocabulary import AgeBasis, Gender, NameKind
from saathi.protection.intake.vocabulary import Channel, ContactBack, Seeker, Urgency
from saathi.protection.missing import rules
from saathi.protection.missing.actions.registering import Disappearance, Known
from saathi.protection.missing.models import MissingChild, MissingReport
from saathi.protection.missing.vocabulary import Circumstance, Clue, MayTell
from saathi.web.fields import DateInPartsField, LongText, PartialDate

NAME_ROWS, CLUE_ROWS, PLACE_ROWS = 6, 5, 4
SEALED = ("told", "where", "teller_name", "teller_contact", "tell_note")
BETWEEN = re.compile(r"[\n,;،؛।、，；|/]+")


class DisappearanceForm(RecordForm):
    """What is told of a disappearance, and by whom."""

    told = LongText(
        required=False,
        label=_("What was told"),
        help_text=_("In the words of the person who tells it."),
    )
    missing_from = DateInPartsField(
        required=False,
        label=_("Missing since, or the first day on which it may have been"),
        help_text=_("As far as it is known: the year alone is enough."),
    )
    missing_to = DateInPartsField(
        required=False,
        label=_("Last day on which it may have been"),
        help_text=_("Leave empty if the day is known."),
    )
    country = forms.ChoiceField(
        choices=places.country_choices, required=False, label=_("Country where last seen")
    )
    district = forms.ChoiceField(
        choices=places.district_choices, required=False, label=_("District where last seen")
    )
    where = Line(max_length=500, label=_("Where last seen, and with whom"))
    circumstances = forms.MultipleChoiceField(
        choices=Circumstance,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("How it may have come about"),
        help_text=_("Several may be true. None is presumed, and none takes help away."),
    )
    urgency = forms.ChoiceField(
        choices=Urgency, initial=Urgency.NOT_KNOWN, label=_("How soon somebody must look")
    )
    channel = forms.ChoiceField(
        choices=Channel, initial=Channel.IN_PERSON, label=_("How the report came")
    )
    relation = forms.ChoiceField(
        choices=Seeker, initial=Seeker.NOT_SAID, label=_("What the person is to the child")
    )
    teller_name = Line(label=_("Name of the person who tells it"))
    teller_contact = Line(label=_("How to reach the person who tells it"))
    contact_back = forms.ChoiceField(
        choices=ContactBack,
        initial=ContactBack.NOT_ASKED,
        label=_("May the person be called or visited again?"),
    )
    may_tell = forms.MultipleChoiceField(
        choices=MayTell,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who may be told that the child is missing"),
        help_text=_("Ask it. Who is not chosen is not told."),
    )
    tell_note = Line(max_length=500, label=_("What may be told, and what must not be"))

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """The days in order, none of them still to come."""
        cleaned = super().clean() or self.cleaned_data
        first, last = _first(cleaned.get("missing_from")), _last(cleaned.get("missing_to"))
        if first and last is None:
            last = _last(cleaned.get("missing_from"))
        first = first or last
        last = min(last, self.today) if last and first and first <= self.today else last
        for reason in rules.reasons_against_days(first, last, self.today):
            self.add_error(reason.code, gettext(reason.text))
        return cleaned | {"first_day": first, "last_day": last}

    def disappearance(self) -> Disappearance:
        """What the form says."""
        data = self.cleaned_data
        return Disappearance(
            channel=data["channel"],
            relation=data["relation"],
            contact_back=data["contact_back"],
            may_tell=data["may_tell"],
            urgency=data["urgency"],
            circumstances=data["circumstances"],
            missing_from=data["first_day"],
            missing_to=data["last_day"],
            country=data["country"] or places.country_of(data["district"]),
            district=data["district"],
            words={name: data[name] for name in SEALED},
        )


def _first(told: PartialDate | None) -> dt.date | None:
    return dt.date(told.year, told.month or 1, told.day or 1) if told else None


def _last(told: PartialDate | None) -> dt.date | None:
    if told is None:
        return None
    if told.exact:
        return told.exact
    after = (told.year + 1, 1) if told.month in {None, 12} else (told.year, (told.month or 0) + 1)
    return dt.date(*after, 1) - dt.timedelta(days=1)


class KnownForm(AgeRangeForm):
    """The child as those who miss her know her: names in any script, places in any spelling, clues."""

    gender = forms.ChoiceField(
        choices=Gender, initial=Gender.NOT_SAID, label=_("Girl, boy or other")
    )
    age_basis = forms.ChoiceField(
        choices=AgeBasis, initial=AgeBasis.STATED, label=_("Where the age comes from")
    )
    age_note = Line(label=_("Who said it, or which document"))
    languages = forms.MultipleChoiceField(
        choices=Language.choices,
        required=False,
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
    )
    nationality = forms.ChoiceField(
        choices=[("", "—"), *COUNTRIES],
        required=False,
        label=_("Nationality, if it is known"),
        label_suffix="",
    )
    home_country = forms.ChoiceField(
        choices=places.country_choices, required=False, label=_("Country of home")
    )
    home_district = forms.ChoiceField(
        choices=places.district_choices, required=False, label=_("District of home")
    )
    siblings = Line(
        max_length=500,
        label=_("Names of brothers and sisters"),
        help_text=_("With a comma between them."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = (NameKind.GIVEN, NameKind.GIVEN, NameKind.FAMILY, NameKind.FATHER, NameKind.MOTHER)
        for row in range(NAME_ROWS):
            kind = kinds[row] if row < len(kinds) else NameKind.PET
            self.fields[f"name_{row}"] = Line(label=_("Name, as written or said"))
            self.fields[f"kind_{row}"] = forms.ChoiceField(
                choices=NameKind, initial=kind, label=_("Whose or what name it is")
            )
            self.fields[f"language_{row}"] = forms.ChoiceField(
                choices=LANGUAGE_CHOICES, required=False, label=_("Language it is written in")
            )
        for row in range(CLUE_ROWS):
            self.fields[f"clue_{row}"] = forms.ChoiceField(
                choices=[("", "—"), *Clue.choices], required=False, label=_("Recognised by")
            )
            self.fields[f"words_{row}"] = Line(label=_("How it looks, and where"))
        for row in range(PLACE_ROWS):
            self.fields[f"place_{row}"] = Line(label=_("Place the child knows or may name"))
            self.fields[f"also_{row}"] = Line(
                label=_("Old name, other spellings or scripts, with commas")
            )

    def name_rows(self) -> list[tuple[BoundField, ...]]:
        """The boxes for names."""
        return self._rows(NAME_ROWS, "name", "kind", "language")

    def clue_rows(self) -> list[tuple[BoundField, ...]]:
        """The boxes for what she can be recognised by."""
        return self._rows(CLUE_ROWS, "clue", "words")

    def place_rows(self) -> list[tuple[BoundField, ...]]:
        """The boxes for places."""
        return self._rows(PLACE_ROWS, "place", "also")

    def _rows(self, number: int, *fields: str) -> list[tuple[BoundField, ...]]:
        return [tuple(self[f"{name}_{row}"] for name in fields) for row in range(number)]

    def known(self) -> Known:
        """What the form says of the child."""
        data = self.cleaned_data
        district = data["home_district"]
        return Known(
            names=[
                Name(data[f"kind_{row}"], text, data[f"language_{row}"])
                for row in range(NAME_ROWS)
                if (text := data[f"name_{row}"])
            ],
            siblings=_several(data["siblings"]),
            gender=data["gender"],
            age_low=data["age_low"],
            age_high=data["age_high"],
            age_basis=data["age_basis"],
            age_note=data["age_note"],
            nationality=data["nationality"],
            home_country=data["home_country"] or places.country_of(district),
            home_district=district,
            languages=data["languages"],
            clues=[
                {"kind": data[f"clue_{row}"] or Clue.OTHER, "words": data[f"words_{row}"]}
                for row in range(CLUE_ROWS)
                if data[f"clue_{row}"] or data[f"words_{row}"]
            ],
            places=[
                {"text": text, "also": _several(data[f"also_{row}"])}
                for row in range(PLACE_ROWS)
                if (text := data[f"place_{row}"])
            ],
        )


def _several(text: str) -> list[str]:
    return [part.strip() for part in BETWEEN.split(text) if part.strip()]


def known_initial(child: MissingChild, known: Mapping[str, Any]) -> dict[str, Any]:
    """What is on record of the child as the first values of the form."""
    found: dict[str, Any] = {
        name: getattr(child, name)
        for name in ("gender", "age_low", "age_high", "age_basis", "nationality", "home_country",
                     "home_district", "languages")
    }  # fmt: skip
    found |= {"age_note": known.get("age_note", ""), "version": child.version}
    found["siblings"] = ", ".join(known.get("siblings", ()))
    for row, name in enumerate(hers.in_envelope(known)[:NAME_ROWS]):
        found |= {f"name_{row}": name.text, f"kind_{row}": name.kind}
        found[f"language_{row}"] = name.language
    for row, clue in enumerate(_first_rows(known, "clues", CLUE_ROWS)):
        found |= {f"clue_{row}": clue["kind"], f"words_{row}": clue.get("words", "")}
    for row, place in enumerate(_first_rows(known, "places", PLACE_ROWS)):
        found |= {f"place_{row}": place["text"], f"also_{row}": ", ".join(place.get("also", ()))}
    return found


def _first_rows(known: Mapping[str, Any], name: str, most: int) -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = known.get(name, [])
    return rows[:most]


def told_initial(report: MissingReport, told: Mapping[str, str]) -> dict[str, Any]:
    """What is on record of the disappearance as the first values of the form."""
    coded = ("channel", "relation", "contact_back", "may_tell", "urgency", "circumstances",
             "country", "district", "missing_from", "missing_to")  # fmt: skip
    found = {name: getattr(report, name) for name in coded}
    return found | {name: told.get(name, "") for name in SEALED} | {"version": report.version}
