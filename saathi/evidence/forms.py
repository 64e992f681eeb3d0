"""The filters of the table. A plain GET form: the address contains the selection."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.evidence.pages import DetectedFilter
from saathi.evidence.vocabulary import GlotipAgeGroup, GlotipExploitationType, Sex
from saathi.infra.countries import Country

EVERY_COUNTRY = "all"
DEFAULT_FILTER = DetectedFilter()


class DetectedForm(forms.Form):
    """Country, form, sex and age. A value missing from the URL means all children, everywhere."""

    country = forms.ChoiceField(
        label=_("Country"),
        choices=[(EVERY_COUNTRY, _("All eight countries")), *Country.choices],
    )
    form = forms.ChoiceField(
        label=_("Form of exploitation"), choices=GlotipExploitationType.choices
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    age = forms.ChoiceField(label=_("Age at detection"), choices=GlotipAgeGroup.choices)

    def __init__(self, address: Mapping[str, str]) -> None:
        """Takes the values from the URL, and the initial values for the rest."""
        first = {
            "country": EVERY_COUNTRY,
            "form": DEFAULT_FILTER.form.value,
            "sex": DEFAULT_FILTER.sex.value,
            "age": DEFAULT_FILTER.age.value,
        }
        super().__init__({name: address.get(name, value) for name, value in first.items()})

    def to_filter(self) -> DetectedFilter:
        """The selected filter; an unknown value counts as missing, with a message."""
        self.is_valid()
        chosen = self.cleaned_data
        country = chosen.get("country", EVERY_COUNTRY)
        return DetectedFilter(
            country=None if country == EVERY_COUNTRY else Country(country),
            form=GlotipExploitationType(chosen.get("form", DEFAULT_FILTER.form)),
            sex=Sex(chosen.get("sex", DEFAULT_FILTER.sex)),
            age=GlotipAgeGroup(chosen.get("age", DEFAULT_FILTER.age)),
        )
