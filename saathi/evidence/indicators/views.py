"""The list of indicators and the page of each. For staff by right, in numbers rounded to fives."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.evidence.external import queries as external
from saathi.evidence.indicators import catalogue, equity, exports, flows, queries
from saathi.evidence.indicators.definition import Theme
from saathi.evidence.indicators.forms import EquityForm, FlowForm, IndicatorForm
from saathi.web import downloads
from saathi.web.paging import words_asked

# Beside these stand series of other bodies, which count something near and never the same.
BESIDE = frozenset({Theme.TRAFFICKING, Theme.FLOWS})


@staff_screen(Permission.SEE_NUMBERS)
def list_indicators(request: StaffRequest) -> HttpResponse:
    """Every indicator by theme, or those that hold the words asked for."""
    asked = words_asked(request)
    groups = queries.groups(asked)
    return render(request, "evidence/list_indicators.html", {"groups": groups, "asked": asked})


@staff_screen(Permission.SEE_NUMBERS)
def show_indicator(request: StaffRequest, indicator: str) -> HttpResponse:
    """One indicator: its numbers, its chart, what it counts and what it does not say."""
    found = catalogue.named(indicator)
    if found is None:
        raise Http404
    form = IndicatorForm(request.GET, indicator=found, countries=queries.countries(found))
    asked = form.asked()
    context = {
        "page": queries.page(found, asked),
        "form": form,
        "has_ways": found.name == flows.WAYS,
        "series": external.beside() if found.theme in BESIDE else (),
        "query": urlencode({"country": asked.country, "by": asked.by}),
    }
    return render(request, "evidence/show_indicator.html", context)


@require_safe
@staff_screen(Permission.SEE_NUMBERS)
def download_indicator(request: StaffRequest, indicator: str) -> HttpResponse:
    """The numbers of the page as CSV, in fives as the page has them, with what they mean above."""
    found = catalogue.named(indicator)
    if found is None:
        raise Http404
    form = IndicatorForm(request.GET, indicator=found, countries=queries.countries(found))
    return downloads.to_save(
        exports.numbers_csv(found, form.asked()), f"{found.name}.csv", downloads.CSV
    )


@staff_screen(Permission.SEE_NUMBERS)
def show_flows(request: StaffRequest) -> HttpResponse:
    """Where ways of children lead: bands, a map by country, and the table behind both."""
    form = FlowForm(request.GET, years=flows.years(), countries=flows.countries())
    page = flows.page(form.asked())
    return render(request, "evidence/show_flows.html", {"form": form, "page": page})


@staff_screen(Permission.SEE_NUMBERS)
def show_equity(request: StaffRequest) -> HttpResponse:
    """Shares of help side by side, by sex, nationality, papers or disability."""
    years = equity.years()
    form = EquityForm(request.GET, years=years, countries=equity.possible_countries())
    context = {"form": form, "table": equity.table(form.asked()), "has_numbers": bool(years)}
    return render(request, "evidence/show_equity.html", context)
