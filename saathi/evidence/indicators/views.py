"""The home of statistics and the page of each indicator, for staff, in numbers rounded to fives."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saathi.agencies import domains
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.evidence.external import queries as external
from saathi.evidence.indicators import catalogue, equity, exports, flows, queries
from saathi.evidence.indicators.definition import IndicatorTheme
from saathi.evidence.indicators.forms import EquityFilterForm, FlowFilterForm, IndicatorFilterForm
from saathi.web import downloads
from saathi.web.paging import requested_search_text

HOME = "evidence:show_statistics"
# Series of other organisations are shown beside these; they count something similar, never the
# same.
THEMES_WITH_EXTERNAL_SERIES = frozenset({IndicatorTheme.TRAFFICKING, IndicatorTheme.FLOWS})


@staff_screen(Permission.SEE_NUMBERS)
def show_statistics(request: StaffRequest) -> HttpResponse:
    """The reader's own figures and all indicators by theme; or the results of a search."""
    search_text = requested_search_text(request)
    context = {
        "parts": [] if search_text else domains.page_parts(HOME, request, None),
        "groups": queries.list_latest(search_text),
        "asked": search_text,
        "counted_at": queries.last_counted_at(),
    }
    return render(request, "evidence/show_statistics.html", context)


@staff_screen(Permission.SEE_NUMBERS)
def show_indicator(request: StaffRequest, indicator: str) -> HttpResponse:
    """An indicator: its numbers, its chart, its definition and its limitations."""
    definition = catalogue.find_indicator(indicator)
    if definition is None:
        raise Http404
    form = IndicatorFilterForm(
        request.GET, indicator=definition, countries=queries.list_countries(definition)
    )
    indicator_filter = form.to_filter()
    context = {
        "page": queries.build_indicator_page(definition, indicator_filter),
        "form": form,
        "has_ways": definition.name == flows.WAYS,
        "series": external.list_shown_series()
        if definition.theme in THEMES_WITH_EXTERNAL_SERIES
        else (),
        "query": urlencode({"country": indicator_filter.country, "by": indicator_filter.by}),
    }
    return render(request, "evidence/show_indicator.html", context)


@require_safe
@staff_screen(Permission.SEE_NUMBERS)
def download_indicator(request: StaffRequest, indicator: str) -> HttpResponse:
    """The numbers of the page as CSV, rounded to fives as on the page, with their meaning above."""
    definition = catalogue.find_indicator(indicator)
    if definition is None:
        raise Http404
    form = IndicatorFilterForm(
        request.GET, indicator=definition, countries=queries.list_countries(definition)
    )
    return downloads.attachment_response(
        exports.numbers_csv(definition, form.to_filter()), f"{definition.name}.csv", downloads.CSV
    )


@staff_screen(Permission.SEE_NUMBERS)
def show_flows(request: StaffRequest) -> HttpResponse:
    """Trafficking routes: a Sankey diagram, a map by country, and the table behind both."""
    form = FlowFilterForm(
        request.GET, years=flows.list_flow_years(), countries=flows.list_flow_countries()
    )
    page = flows.build_flow_page(form.to_filter())
    return render(request, "evidence/show_flows.html", {"form": form, "page": page})


@staff_screen(Permission.SEE_NUMBERS)
def show_equity(request: StaffRequest) -> HttpResponse:
    """Shares of support side by side, by sex, age, nationality, documentation or disability."""
    years = equity.list_equity_years()
    form = EquityFilterForm(request.GET, years=years, countries=equity.list_equity_countries())
    context = {
        "form": form,
        "table": equity.build_equity_table(form.to_filter()),
        "has_numbers": bool(years),
    }
    return render(request, "evidence/show_equity.html", context)
