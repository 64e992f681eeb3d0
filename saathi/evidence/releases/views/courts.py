"""The comparison of courts for staff who see statistics, from published releases alone."""

from collections.abc import Mapping

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.evidence.releases import court_comparison
from saathi.evidence.releases.court_comparison import CourtFilter, CourtTable
from saathi.web.dynamic_choices import set_choices


class CourtFilterForm(forms.Form):
    """The country and the year of the comparison."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    year = forms.ChoiceField(label=_("Year"))

    def __init__(self, address: Mapping[str, str], *, tables: list[CourtTable]) -> None:
        """Offers what is published; initially the first country, and all years of each release."""
        countries = court_comparison.list_court_countries(tables)
        self.first = CourtFilter(countries[0][0] if countries else "")
        super().__init__(
            {
                "country": address.get("country", self.first.country),
                "year": address.get("year") or self.first.year,
            }
        )
        set_choices(self, "country", countries)
        years = [(year, year) for year in court_comparison.list_court_years(tables)]
        set_choices(self, "year", [(TOTAL, _("All years of the release")), *years])

    def to_filter(self) -> CourtFilter:
        """The selected filter; an unknown value counts as missing and adds an error message."""
        self.is_valid()
        data = self.cleaned_data
        return CourtFilter(
            data.get("country", self.first.country), data.get("year") or self.first.year
        )


@require_safe
@staff_screen(Permission.SEE_NUMBERS)
def compare_courts(request: StaffRequest) -> HttpResponse:
    """Child-friendly, fast-track and ordinary courts side by side."""
    tables = court_comparison.list_court_tables()
    form = CourtFilterForm(request.GET, tables=tables)
    context = {
        "form": form,
        "page": court_comparison.build_court_comparison(tables, form.to_filter()),
        "has_numbers": bool(tables),
        "prepares": access.has_permission(request.staff, Permission.PREPARE_RELEASE),
    }
    return render(request, "releases/compare_courts.html", context)
