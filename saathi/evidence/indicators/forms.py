"""The filters of indicator pages. Plain GET forms: the address contains the selection."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.indicators.equity import EQUITY_DIMENSIONS, EquityFilter
from saathi.evidence.indicators.flows import FlowFilter
from saathi.evidence.indicators.queries import IndicatorFilter
from saathi.web.dynamic_choices import set_choices


class IndicatorFilterForm(forms.Form):
    """Country and dimension; values missing from the address mean the total."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    by = forms.ChoiceField(label=_("Disaggregate by"), required=False)

    def __init__(
        self, address: Mapping[str, str], *, indicator: Indicator, countries: list[tuple[str, str]]
    ) -> None:
        """Offers the countries with numbers and the indicator's dimensions."""
        super().__init__({"country": address.get("country", ""), "by": address.get("by", "")})
        set_choices(self, "country", [("", _("All recorded countries")), *countries])
        dimensions = [(dimension.name, dimension.title) for dimension in indicator.by]
        set_choices(self, "by", [("", _("Total")), *dimensions])

    def to_filter(self) -> IndicatorFilter:
        """The selected filter; an unknown value counts as missing, with a message."""
        self.is_valid()
        return IndicatorFilter(
            self.cleaned_data.get("country", ""), self.cleaned_data.get("by", "")
        )


class FlowFilterForm(forms.Form):
    """The year of the routes, and the country whose districts are shown."""

    year = forms.TypedChoiceField(label=_("Year of recruitment"), required=False, coerce=int)
    country = forms.ChoiceField(label=_("Routes between districts of"), required=False)

    def __init__(
        self, address: Mapping[str, str], *, years: list[int], countries: list[tuple[str, str]]
    ) -> None:
        """Offers the years and countries with numbers; initially the newest and the first."""
        self.first = FlowFilter(years[0] if years else None, countries[0][0] if countries else "")
        first = {
            "year": str(years[0]) if years else "",
            "country": countries[0][0] if countries else "",
        }
        super().__init__({name: address.get(name) or value for name, value in first.items()})
        set_choices(self, "year", [(str(year), str(year)) for year in years])
        set_choices(self, "country", countries)

    def to_filter(self) -> FlowFilter:
        """The selected filter; an unknown value counts as missing and adds an error message."""
        self.is_valid()
        data = self.cleaned_data
        return FlowFilter(
            data.get("year") or self.first.year, data.get("country") or self.first.country
        )


class EquityFilterForm(forms.Form):
    """The characteristic, year and country of the equity table."""

    by = forms.ChoiceField(
        label=_("Disaggregate by"),
        choices=[
            (equity_dimension.name, equity_dimension.title)
            for equity_dimension in EQUITY_DIMENSIONS
        ],
    )
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(
        self, address: Mapping[str, str], *, years: list[int], countries: list[tuple[str, str]]
    ) -> None:
        """Offers the years and countries with numbers; initially the newest year, all countries."""
        self.first = EquityFilter(year=years[0] if years else None)
        initial_values = {"by": self.first.by, "year": str(self.first.year or ""), "country": ""}
        super().__init__(
            {name: address.get(name) or value for name, value in initial_values.items()}
        )
        set_choices(self, "year", [(str(year), str(year)) for year in years])
        set_choices(self, "country", [("", _("All recorded countries")), *countries])

    def to_filter(self) -> EquityFilter:
        """The selected filter; an unknown value counts as missing and adds an error message."""
        self.is_valid()
        data = self.cleaned_data
        return EquityFilter(
            data.get("by") or self.first.by,
            data.get("year") or self.first.year,
            data.get("country", ""),
        )
