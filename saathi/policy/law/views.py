"""The three pages about law: the matrix, a country, an instrument."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra.countries import Country
from saathi.policy.law import queries
from saathi.policy.law.vocabulary import TABLE_2_1, Instrument


@staff_screen(Permission.SEE_LAW)
def show_law(request: StaffRequest) -> HttpResponse:
    """Eight countries by eleven instruments, the law matrix, and conflicting claims."""
    return render(request, "policy/show_law.html", {"page": queries.build_law_page()})


@staff_screen(Permission.SEE_LAW)
def show_country(request: StaffRequest, iso3: str) -> HttpResponse:
    """All recorded facts about the law of one country."""
    if iso3 not in Country.values:
        raise Http404
    return render(
        request, "policy/show_country.html", {"page": queries.build_country_page(Country(iso3))}
    )


@staff_screen(Permission.SEE_LAW)
def show_instrument(request: StaffRequest, code: str) -> HttpResponse:
    """The acts of the eight countries about one instrument of the table."""
    if code not in [instrument.value for instrument in TABLE_2_1]:
        raise Http404
    return render(
        request,
        "policy/show_instrument.html",
        {"page": queries.build_instrument_page(Instrument(code))},
    )
