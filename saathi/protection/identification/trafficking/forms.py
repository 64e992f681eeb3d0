"""Forms for episodes and legs.

No field is required: they record what is known and do not prompt questions.
"""

import datetime as dt
import re
from calendar import monthrange
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.infra import district_list as districts
from saathi.people.rules import reason_against_ages
from saathi.protection.identification.trafficking.actions import (
    EpisodeInput,
    EpisodeTexts,
    LegInput,
)
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.protection.identification.trafficking.route_countries import country_choices
from saathi.protection.identification.trafficking.vocabulary import (
    EpisodeEnd,
    EpisodeYesNo,
    ExploitationOccurred,
    ExploitationPurpose,
    KnowledgeStatus,
    LegTransport,
    SourceReliability,
    StatementSource,
    TraffickingAct,
    TraffickingMeans,
)
from saathi.web.choice_search import searched_boxes
from saathi.web.fields import (
    DateInPartsField,
    DigitsField,
    LinesField,
    LongTextField,
    PartialDateValue,
    ShortTextField,
)
from saathi.web.form_steps import FormStep
from saathi.web.unanswered import UNKNOWN_CODES

LEG_PREFIX = re.compile(r"leg(\d{1,2})-")  # names the fields of a leg in the form of an episode


class _Several(forms.MultipleChoiceField):
    """Several answers, or none."""

    def __init__(self, choices: Any, **options: Any) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=choices, required=False, **options)


class _Line(forms.CharField):
    """One line of text in any script."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
        super().__init__(required=False, max_length=200, widget=widget, **options)


class EpisodeForm(RecordForm):
    """Form for one episode, as far as known."""

    known = forms.ChoiceField(
        choices=KnowledgeStatus,
        required=False,
        label=_("Basis of the information"),
        help_text=_("“Not known” and “do not ask the child” are complete answers."),
    )
    account = LongTextField(required=False, label=_("Account of what happened"), label_suffix="")
    acts = _Several(
        TraffickingAct,
        label=_("What was done"),
        help_text=_(
            "Recruitment: the child was persuaded, promised something or taken. Transportation: brought to "
            "another place. Transfer: handed from one person to another. Harbouring: housed or hidden. "
            "Receipt: taken in by the person for whom the child was meant."
        ),
    )
    purposes = _Several(
        ExploitationPurpose,
        label=_("Purpose"),
        widget=searched_boxes(0),
    )
    exploitation_occurred = forms.ChoiceField(
        choices=ExploitationOccurred,
        required=False,
        label=_("Did exploitation occur?"),
    )
    means = _Several(
        TraffickingMeans,
        label=_("Means"),
        help_text=_("For a child, no means is required. Record only what is known."),
    )
    recruited_country = forms.ChoiceField(
        choices=country_choices,
        required=False,
        label=_("Country where the child was first recruited or taken"),
        help_text=_("Do not enter the nationality or the home country."),
    )
    recruited_district = forms.ChoiceField(
        choices=districts.district_choices, required=False, label=_("District")
    )
    began = DateInPartsField(required=False, label=_("Start of the incident"))
    age_low = DigitsField(max_length=3, required=False, label=_("Age at the time, from"))
    age_high = DigitsField(max_length=3, required=False, label=_("Age at the time, to"))
    ended = forms.ChoiceField(choices=EpisodeEnd, required=False, label=_("How it ended"))
    smuggled = forms.ChoiceField(
        choices=EpisodeYesNo,
        required=False,
        label=_("Was the child smuggled across a border?"),
        help_text=_(
            "Smuggling and trafficking are separate questions. Either can apply without the other."
        ),
    )
    migrant = forms.ChoiceField(
        choices=EpisodeYesNo, required=False, label=_("Had the child migrated?")
    )
    source = forms.ChoiceField(choices=StatementSource, required=False, label=_("Source"))
    confidence = forms.ChoiceField(
        choices=SourceReliability,
        required=False,
        label=_("Reliability"),
    )
    persons = LinesField(
        required=False,
        label=_("Persons involved"),
        help_text=_("Name or description, and role."),
        add_label=_("Add a person"),
    )
    when_told = _Line(label=_("Date, in the original words"))

    # Set by the page: the day at the office, and the age that the child has at most.
    today: dt.date | None = None
    most_years: int | None = None

    def clean(self) -> dict[str, Any]:
        """Checks that dates and ages are possible and the district is in its country; nothing else."""
        data = super().clean() or self.cleaned_data
        _refuse_future_start(self, self.today)
        low, high = data.get("age_low"), data.get("age_high")
        self._refuse_age_above_age_now()
        low = high if low is None else low
        high = low if high is None else high
        if reason := reason_against_ages(low, high):
            is_first = self.cleaned_data.get("age_high") is None
            self.add_error("age_low" if is_first else "age_high", gettext(reason.text))
        country = _country_of(self, "recruited")
        return data | {"age_low": low, "age_high": high, "recruited_country": country}

    def _refuse_age_above_age_now(self) -> None:
        """An age at the time cannot be above the present age of the child, where that is on record."""
        if self.most_years is None:
            return
        for name in ("age_low", "age_high"):
            if (self.cleaned_data.get(name) or 0) > self.most_years:
                text = gettext(
                    "By the age on record the child is at most %(age)d years old now. Correct this"
                    " age, or the child’s age first."
                )
                self.add_error(name, text % {"age": self.most_years})

    def to_input(self) -> EpisodeInput:
        """The valid form as input of the actions."""
        data = self.cleaned_data
        began = _span(data["began"])
        return EpisodeInput(
            known=KnowledgeStatus(data["known"]),
            acts=data["acts"],
            purposes=data["purposes"],
            means=data["means"],
            exploitation_occurred=ExploitationOccurred(data["exploitation_occurred"]),
            smuggled=EpisodeYesNo(data["smuggled"]),
            migrant=EpisodeYesNo(data["migrant"]),
            recruited_country=data["recruited_country"],
            recruited_district=data["recruited_district"],
            began_low=began[0],
            began_high=began[1],
            age_low=data["age_low"],
            age_high=data["age_high"],
            ended=EpisodeEnd(data["ended"]),
            source=StatementSource(data["source"]),
            confidence=SourceReliability(data["confidence"]),
        )

    def to_texts(self) -> EpisodeTexts:
        """The sealed texts of the valid form."""
        data = self.cleaned_data
        return EpisodeTexts(data["account"], data["persons"], data["when_told"])

    @staticmethod
    def initial_data(episode: Episode, account: dict[str, str]) -> dict[str, Any]:
        """The form data of a recorded episode."""
        names = [name for name in EpisodeForm.base_fields if hasattr(episode, name)]
        return (
            {name: getattr(episode, name) for name in names} | account | {"began": _began(episode)}
        )


STEPS = (
    FormStep("what", _("What happened"), ("account", "acts", "known", "source", "confidence")),
    FormStep(
        "purpose",
        _("Purpose and exploitation"),
        ("purposes", "exploitation_occurred", "means", "ended"),
    ),
    FormStep(
        "route",
        _("Route and places"),
        ("recruited_country", "recruited_district", "smuggled", "migrant"),
    ),
    FormStep(
        "persons",
        _("Persons and dates"),
        ("persons", "began", "age_low", "age_high", "when_told"),
    ),
)
LEGS_STEP = "route"  # the step with the legs


class LegForm(RecordForm):
    """Form for one leg of a route; a row without a place is ignored."""

    from_country = forms.ChoiceField(
        choices=country_choices, required=False, label=_("Country of departure")
    )
    from_district = forms.ChoiceField(
        choices=districts.district_choices, required=False, label=_("District of departure")
    )
    from_place = _Line(label=_("Place of departure"))
    to_country = forms.ChoiceField(
        choices=country_choices, required=False, label=_("Country of destination")
    )
    to_district = forms.ChoiceField(
        choices=districts.district_choices, required=False, label=_("District of destination")
    )
    to_place = _Line(label=_("Place of destination"))
    for_exploitation = forms.ChoiceField(
        choices=EpisodeYesNo,
        required=False,
        label=_("Was the child brought there to be exploited?"),
    )
    is_intended = forms.BooleanField(
        required=False, label=_("Planned; the child never arrived there")
    )
    transport = forms.ChoiceField(
        choices=LegTransport, required=False, label=_("Means of transport")
    )
    acts = _Several(TraffickingAct, label=_("Acts on this leg"))
    began = DateInPartsField(required=False, label=_("Date"))
    persons = _Line(label=_("Persons involved and their role"))

    today: dt.date | None = None  # set by the page: the day at the office

    @property
    def is_filled(self) -> bool:
        """Whether the valid row contains a place."""
        return any(self.cleaned_data.get(name) for name in PLACES)

    def clean(self) -> dict[str, Any]:
        """Checks that each district is in its country, and that what is entered has a place."""
        data = super().clean() or self.cleaned_data
        ends = {f"{end}_country": _country_of(self, end) for end in ("from", "to")}
        data |= ends
        if not data.get("is_intended"):
            _refuse_future_start(self, self.today)
        if not any(data.get(name) for name in PLACES) and self._has_facts(data):
            self.add_error("from_place", _("Enter at least one place of this leg."))
        return data

    @staticmethod
    def _has_facts(data: dict[str, Any]) -> bool:
        """Whether something is said of the leg other than its places."""
        codes = (data.get("for_exploitation"), data.get("transport"))
        facts = [data.get(name) for name in ("acts", "began", "persons", "is_intended")]
        return any(facts) or any(code and code not in UNKNOWN_CODES for code in codes)

    def to_input(self) -> LegInput:
        """The valid row as input of the actions."""
        data = self.cleaned_data
        began = _span(data["began"])
        return LegInput(
            **{name: data[name] for name in PLACES},
            for_exploitation=EpisodeYesNo(data["for_exploitation"]),
            is_intended=data["is_intended"],
            transport=LegTransport(data["transport"]),
            acts=data["acts"],
            began_low=began[0],
            began_high=began[1],
            persons=data["persons"],
        )

    @staticmethod
    def initial_data(leg: Leg, places: dict[str, str]) -> dict[str, Any]:
        """The form data of a recorded leg."""
        names = [name for name in LegForm.base_fields if hasattr(leg, name)]
        return {name: getattr(leg, name) for name in names} | places | {"began": _began(leg)}


class ChangeLegForm(LegForm):
    """Form for a recorded leg; an empty leg must be removed instead."""

    def clean(self) -> dict[str, Any]:
        """Requires at least one place; otherwise points to removing the leg."""
        data = super().clean()
        if not any(data.get(name) for name in PLACES) and not self.errors:
            self.add_error(None, _("A leg needs at least one place. Remove the leg instead."))
        return data


class RemoveLegForm(RecordForm):
    """Form for the reason to remove a leg."""

    shows_words = True  # the leg is shown above it

    why = ShortTextField(
        required=False,
        label=_("Reason for removal"),
        label_suffix="",
        max_length=1000,
    )


PLACES = (
    *("from_country", "from_district", "from_place"),
    *("to_country", "to_district", "to_place"),
)


def _country_of(form: forms.Form, place: str) -> str:
    """The country of a place, as chosen or from its district; an error if the two disagree."""
    data = form.cleaned_data
    district, country = data.get(f"{place}_district"), data.get(f"{place}_country")
    lies_in = districts.country_of_district(district) if district else ""
    if country and lies_in and lies_in != country:
        form.add_error(
            f"{place}_district",
            _("This district is in another country. Choose a different district."),
        )
    return country or lies_in


def _refuse_future_start(form: forms.Form, today: dt.date | None) -> None:
    """An error at the date where even its first possible day is in the future."""
    first_day = _span(form.cleaned_data.get("began"))[0]
    if first_day is not None and today is not None and first_day > today:
        form.add_error("began", _("Enter today’s date or an earlier date."))


def _span(partial_date: PartialDateValue | None) -> tuple[dt.date | None, dt.date | None]:
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


def _began(record: Episode | Leg) -> PartialDateValue | None:
    """The beginning as parts of a date, only as exact as it is known."""
    low, high = record.began_low, record.began_high
    if low is None or high is None or low.year != high.year:
        return None
    if low == high:
        return PartialDateValue(low.year, low.month, low.day)
    return PartialDateValue(low.year, low.month if low.month == high.month else None)
