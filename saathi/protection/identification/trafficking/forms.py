"""Forms for episodes and legs.

No field is required: they record what is known and do not prompt questions.
"""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.infra import district_list as districts
from saathi.infra.route_countries import country_choices
from saathi.people.rules import reason_against_ages
from saathi.protection.identification.trafficking import rules
from saathi.protection.identification.trafficking.actions import (
    EpisodeInput,
    EpisodeTexts,
)
from saathi.protection.identification.trafficking.form_fields import (
    FreeLineField,
    SeveralCodesField,
    began_in_parts,
    country_of_place,
    day_span,
    refuse_future_start,
)
from saathi.protection.identification.trafficking.models import Episode
from saathi.protection.identification.trafficking.vocabulary import (
    EpisodeEnd,
    EpisodeYesNo,
    ExploitationOccurred,
    ExploitationPurpose,
    FactCertainty,
    SourceReliability,
    StatementSource,
    TraffickingAct,
    TraffickingMeans,
)
from saathi.web.choice_search import searchable_checkboxes
from saathi.web.fields import (
    DateInPartsField,
    DigitsField,
    LinesField,
    LongTextField,
)
from saathi.web.form_steps import FormStep


class EpisodeForm(RecordForm):
    """Form for one episode, as far as known."""

    known = forms.ChoiceField(
        choices=FactCertainty,
        required=False,
        label=_("Basis of the information"),
        help_text=_("“Not known” and “do not ask the child” are complete answers."),
    )
    account = LongTextField(required=False, label=_("Account of what happened"), label_suffix="")
    acts = SeveralCodesField(
        TraffickingAct,
        label=_("What was done"),
        help_text=_(
            "Recruitment: the child was persuaded, promised something or taken. Transportation: brought to "
            "another place. Transfer: handed from one person to another. Harbouring: housed or hidden. "
            "Receipt: taken in by the person who was to receive the child."
        ),
    )
    sold = forms.ChoiceField(
        choices=EpisodeYesNo,
        required=False,
        label=_("Was the child sold?"),
        help_text=_(
            "Handed over to someone for money or another benefit. The purpose does not have to be"
            " known."
        ),
    )
    sale_account = LongTextField(required=False, label=_("Account of the sale"), max_length=8000)
    sale_source = forms.ChoiceField(
        choices=StatementSource, required=False, label=_("Source of the information about the sale")
    )
    purposes = SeveralCodesField(
        ExploitationPurpose,
        label=_("Purpose"),
        widget=searchable_checkboxes(0),
    )
    exploitation_occurred = forms.ChoiceField(
        choices=ExploitationOccurred,
        required=False,
        label=_("Did exploitation occur?"),
    )
    means = SeveralCodesField(
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
        label=_("People involved"),
        help_text=_("Name or description, and role."),
        add_label=_("Add a person"),
    )
    when_told = FreeLineField(label=_("Date, in the original words"))

    # Set by the page: today at the office, and the highest possible age of the child.
    today: dt.date | None = None
    most_years: int | None = None

    def clean(self) -> dict[str, Any]:
        """Checks that dates and ages are possible and the district is in its country; nothing else."""
        data = super().clean() or self.cleaned_data
        refuse_future_start(self, self.today)
        low, high = data.get("age_low"), data.get("age_high")
        self._refuse_age_above_age_now()
        self._refuse_sale_without_answer(data)
        low = high if low is None else low
        high = low if high is None else high
        if reason := reason_against_ages(low, high):
            is_first = self.cleaned_data.get("age_high") is None
            self.add_error("age_low" if is_first else "age_high", gettext(reason.text))
        country = country_of_place(self, "recruited")
        return data | {"age_low": low, "age_high": high, "recruited_country": country}

    def _refuse_sale_without_answer(self, data: dict[str, Any]) -> None:
        if "sold" not in data:
            return
        has_details = bool(data.get("sale_account") or data.get("sale_source"))
        for reason in rules.reasons_against_sale(
            EpisodeYesNo(data["sold"]), has_details=has_details
        ):
            self.add_error(reason.code, gettext(reason.text))

    def _refuse_age_above_age_now(self) -> None:
        """Adds an error if the age at the time exceeds the child's present age, if on record."""
        if self.most_years is None:
            return
        for name in ("age_low", "age_high"):
            if (self.cleaned_data.get(name) or 0) > self.most_years:
                text = gettext(
                    "According to the age on record, the child is at most %(age)d years "
                    "old now. Correct this age, or correct the child’s age first."
                )
                self.add_error(name, text % {"age": self.most_years})

    def to_input(self) -> EpisodeInput:
        """The valid form as input of the actions."""
        data = self.cleaned_data
        began = day_span(data["began"])
        return EpisodeInput(
            known=FactCertainty(data["known"]),
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
            sold=EpisodeYesNo(data["sold"]),
            sale_source=StatementSource(data["sale_source"]),
            confidence=SourceReliability(data["confidence"]),
        )

    def to_texts(self) -> EpisodeTexts:
        """The sealed texts of the valid form."""
        data = self.cleaned_data
        return EpisodeTexts(
            data["account"], data["persons"], data["when_told"], data["sale_account"]
        )

    @staticmethod
    def initial_data(episode: Episode, account: dict[str, str]) -> dict[str, Any]:
        """The form data of a recorded episode."""
        names = [name for name in EpisodeForm.base_fields if hasattr(episode, name)]
        return (
            {name: getattr(episode, name) for name in names}
            | account
            | {"began": began_in_parts(episode)}
        )


STEPS = (
    FormStep(
        "what",
        _("What happened"),
        (
            *("account", "acts", "known", "source", "confidence"),
            *("sold", "sale_account", "sale_source"),
        ),
    ),
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
        _("People and dates"),
        ("persons", "began", "age_low", "age_high", "when_told"),
    ),
)
LEGS_STEP = "route"  # the step with the legs
