"""The list of indicators and the page of each. For staff by right, in numbers rounded to fives."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.evidence.external import queries as external
from saathi.evidence.indicators import catalogue, equity, exports, flows, queries
from saathi.evidence.indicators.definition import IndicatorTheme
from saathi.evidence.indicators.forms import EquityFilterForm, FlowFilterForm, IndicatorFilterForm
from saathi.web import downloads
from saathi.web.paging import requested_search_text

# Beside these stand series of other bodies, which count something near and never the same.
THEMES_WITH_EXTERNAL_SERIES = frozenset({IndicatorTheme.TRAFFICKING, IndicatorTheme.FLOWS})


@staff_screen(Permission.SEE_NUMBERS)
def list_indicators(request: StaffRequest) -> HttpResponse:
    """Every indicator by theme, or those that hold the words asked for."""
    asked = requested_search_text(request)
    groups = queries.search_indicators(asked)
    return render(request, "evidence/list_indicators.html", {"groups": groups, "asked": asked})


@staff_screen(Permission.SEE_NUMBERS)
def show_indicator(request: StaffRequest, indicator: str) -> HttpResponse:
    """One indicator: its numbers, its chart, what it counts and what it does not say."""
    found = catalogue.find_indicator(indicator)
    if found is None:
        raise Http404
    form = IndicatorFilterForm(
        request.GET, indicator=found, countries=queries.list_countries(found)
    )
    asked = form.to_filter()
    context = {
        "page": queries.build_indicator_page(found, asked),
        "form": form,
        "has_ways": found.name == flows.WAYS,
        "series": external.list_shown_series()
        if found.theme in THEMES_WITH_EXTERNAL_SERIES
        else (),
        "query": urlencode({"country": asked.country, "by": asked.by}),
    }
    return render(request, "evidence/show_indicator.html", context)


@require_safe
@staff_screen(Permission.SEE_NUMBERS)
def download_indicator(request: StaffRequest, indicator: str) -> HttpResponse:
    """The numbers of the page as CSV, in fives as the page has them, with what they mean above."""
    found = catalogue.find_indicator(indicator)
    if found is None:
        raise Http404
    form = IndicatorFilterForm(
        request.GET, indicator=found, countries=queries.list_countries(found)
    )
    return downloads.attachment_response(
        exports.numbers_csv(found, form.to_filter()), f"{found.name}.csv", downloads.CSV
    )


@staff_screen(Permission.SEE_NUMBERS)
def show_flows(request: StaffRequest) -> HttpResponse:
    """Where ways of children lead: bands, a map by country, and the table behind both."""
    form = FlowFilterForm(
        request.GET, years=flows.list_flow_years(), countries=flows.list_flow_countries()
    )
    page = flows.build_flow_page(form.to_filter())
    return render(request, "evidence/show_flows.html", {"form": form, "page": page})


@staff_screen(Permission.SEE_NUMBERS)
def show_equity(request: StaffRequest) -> HttpResponse:
    """Shares of help side by side, by sex, nationality, papers or disability."""
    years = equity.list_equity_years()
    form = EquityFilterForm(request.GET, years=years, countries=equity.list_equity_countries())
    context = {
        "form": form,
        "table": equity.build_equity_table(form.to_filter()),
        "has_numbers": bool(years),
    }
    return render(request, "evidence/show_equity.html", context)
