"""Form for a measure under the law of a country."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.people import record_screens as kit
from saathi.protection.identification.trafficking.route_countries import country_choices
from saathi.protection.identification.trafficking.vocabulary import AT_SEA
from saathi.protection.returns.transfers import measure_rules
from saathi.protection.returns.transfers.models import LegalMeasure
from saathi.protection.returns.transfers.vocabulary import LegalMeasureKind, MeasureState


def _law_countries() -> list[tuple[str, str]]:
    return [choice for choice in country_choices() if choice[0] != AT_SEA]


class LegalMeasureForm(kit.DerivedForm[LegalMeasure]):
    """Form for a measure: the country, what its law gives, how far it has come."""

    model = LegalMeasure
    names = "country kind law responsible state as_of next_on amount account note"
    country = forms.ChoiceField(choices=_law_countries, label=_("Country"))

    def clean(self) -> dict[str, Any]:
        """Shows beside its field what a measure needs."""
        cleaned = super().clean() or self.cleaned_data
        if not {"kind", "state", "as_of"} <= {name for name, value in cleaned.items() if value}:
            return cleaned
        facts = measure_rules.MeasureFacts(
            kind=LegalMeasureKind(cleaned["kind"]),
            state=MeasureState(cleaned["state"]),
            as_of=cleaned["as_of"],
            next_on=cleaned.get("next_on"),
            amount=cleaned.get("amount", ""),
            account=cleaned.get("account", ""),
            note=cleaned.get("note", ""),
        )
        self.add_refusal_reasons(measure_rules.reasons_against_measure(facts))
        return cleaned


class LegalMeasureChangeForm(LegalMeasureForm):
    """Form for the progress of a measure, whose country and kind stay."""

    names = "law responsible state as_of next_on amount account note"
    country = None  # type: ignore[assignment]  # Django: the form is without this field

    def clean(self) -> dict[str, Any]:
        """Checks with the kind of the measure that is changed."""
        self.cleaned_data["kind"] = self.initial.get("kind", "")
        cleaned = super().clean()
        cleaned.pop("kind", None)
        return cleaned
