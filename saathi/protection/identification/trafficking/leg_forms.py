"""Forms for the legs of a route. No field is required: they record what is known."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.infra import district_list as districts
from saathi.infra.route_countries import country_choices
from saathi.protection.identification.trafficking import rules
from saathi.protection.identification.trafficking.actions import LegInput
from saathi.protection.identification.trafficking.form_fields import (
    FreeLineField,
    SeveralCodesField,
    began_in_parts,
    country_of_place,
    day_span,
    refuse_future_start,
)
from saathi.protection.identification.trafficking.models import Leg
from saathi.protection.identification.trafficking.vocabulary import (
    EpisodeYesNo,
    HarmForm,
    LegHarm,
    LegTransport,
    TraffickingAct,
)
from saathi.web.fields import DateInPartsField, LongTextField, ShortTextField
from saathi.web.unanswered_choices import UNKNOWN_CODES

LEG_PREFIX = re.compile(r"leg(\d{1,2})-")  # prefix of a leg's fields in the form of an episode
PLACES = (
    *("from_country", "from_district", "from_place"),
    *("to_country", "to_district", "to_place"),
)


class LegForm(RecordForm):
    """Form for one leg of a route; a row without a place is ignored."""

    from_country = forms.ChoiceField(
        choices=country_choices, required=False, label=_("Country of departure")
    )
    from_district = forms.ChoiceField(
        choices=districts.district_choices, required=False, label=_("District of departure")
    )
    from_place = FreeLineField(label=_("Place of departure"))
    to_country = forms.ChoiceField(
        choices=country_choices, required=False, label=_("Country of destination")
    )
    to_district = forms.ChoiceField(
        choices=districts.district_choices, required=False, label=_("District of destination")
    )
    to_place = FreeLineField(label=_("Place of destination"))
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
    acts = SeveralCodesField(TraffickingAct, label=_("Acts on this leg"))
    harm = forms.ChoiceField(
        choices=LegHarm,
        required=False,
        label=_("Was the child exploited or abused on this leg?"),
        help_text=_("Harm on the way does not make a country of transit a destination."),
    )
    harms = SeveralCodesField(HarmForm, label=_("Forms of harm"))
    harm_account = LongTextField(required=False, label=_("Account of the harm"), max_length=8000)
    began = DateInPartsField(required=False, label=_("Date"))
    persons = FreeLineField(label=_("People involved and their roles"))

    today: dt.date | None = None  # set by the page: today at the office

    @property
    def is_filled(self) -> bool:
        """Whether the valid row contains a place."""
        return any(self.cleaned_data.get(name) for name in PLACES)

    def clean(self) -> dict[str, Any]:
        """Checks that districts are in their countries and that entered details have a place."""
        data = super().clean() or self.cleaned_data
        ends = {f"{end}_country": country_of_place(self, end) for end in ("from", "to")}
        data |= ends
        if not data.get("is_intended"):
            refuse_future_start(self, self.today)
        self._refuse_contradicted_harm(data)
        if not any(data.get(name) for name in PLACES) and self._has_facts(data):
            self.add_error("from_place", _("Enter at least one place of this leg."))
        return data

    def _refuse_contradicted_harm(self, data: dict[str, Any]) -> None:
        if "harm" not in data:
            return
        for reason in rules.reasons_against_harm(
            LegHarm(data["harm"]),
            is_intended=bool(data.get("is_intended")),
            has_details=bool(data.get("harms") or data.get("harm_account")),
        ):
            self.add_error(reason.code, gettext(reason.text))

    @staticmethod
    def _has_facts(data: dict[str, Any]) -> bool:
        """Whether anything besides the places is entered for the leg."""
        codes = (data.get("for_exploitation"), data.get("transport"), data.get("harm"))
        names = ("acts", "began", "persons", "is_intended", "harms", "harm_account")
        facts = [data.get(name) for name in names]
        return any(facts) or any(code and code not in UNKNOWN_CODES for code in codes)

    def to_input(self) -> LegInput:
        """The valid row as input of the actions."""
        data = self.cleaned_data
        began = day_span(data["began"])
        return LegInput(
            **{name: data[name] for name in PLACES},
            for_exploitation=EpisodeYesNo(data["for_exploitation"]),
            is_intended=data["is_intended"],
            transport=LegTransport(data["transport"]),
            acts=data["acts"],
            began_low=began[0],
            began_high=began[1],
            persons=data["persons"],
            harm=LegHarm(data["harm"]),
            harms=data["harms"],
            harm_account=data["harm_account"],
        )

    @staticmethod
    def initial_data(leg: Leg, places: dict[str, str]) -> dict[str, Any]:
        """The form data of a recorded leg."""
        names = [name for name in LegForm.base_fields if hasattr(leg, name)]
        return (
            {name: getattr(leg, name) for name in names} | places | {"began": began_in_parts(leg)}
        )


class ChangeLegForm(LegForm):
    """Form for changing a recorded leg; an empty leg must be removed instead."""

    def clean(self) -> dict[str, Any]:
        """Requires at least one place; otherwise says to remove the leg."""
        data = super().clean()
        if not any(data.get(name) for name in PLACES) and not self.errors:
            self.add_error(None, _("A leg needs at least one place. Remove the leg instead."))
        return data


class RemoveLegForm(RecordForm):
    """Form for the reason to remove a leg."""

    shows_stored_texts = True  # the leg is shown above it

    why = ShortTextField(
        required=False,
        label=_("Reason for removal"),
        label_suffix="",
        max_length=1000,
    )
