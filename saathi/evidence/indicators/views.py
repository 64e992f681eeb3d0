"""The list of indicators and the page of each. For staff by right, in numbers rounded to fives."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.evidence.indicators import catalogue, flows, queries
from saathi.evidence.indicators.forms import FlowForm, IndicatorForm


@staff_screen(Permission.SEE_NUMBERS)
def list_indicators(request: StaffRequest) -> HttpResponse:
    """Every indicator by theme, or those that hold the words asked for."""
    asked = request.GET.get("asked", "").strip()[:100]
    groups = queries.groups(asked)
    return render(request, "evidence/list_indicators.html", {"groups": groups, "asked": asked})


@staff_screen(Permission.SEE_NUMBERS)
def show_indicator(request: StaffRequest, indicator: str) -> HttpResponse:
    """One indicator: its numbers, its chart, what it counts and what it does not say."""
    found = catalogue.named(indicator)
    if found is None:
        raise Http404
    form = IndicatorForm(request.GET, indicator=found, countries=queries.countries(found))
    page = queries.page(found, form.asked())
    return render(request, "evidence/show_indicator.html", {"page": page, "form": form})


@staff_screen(Permission.SEE_NUMBERS)
def show_flows(request: StaffRequest) -> HttpResponse:
    """Where ways of children lead: bands, a map by country, and the table behind both."""
    form = FlowForm(request.GET, years=flows.years(), countries=flows.countries())
    page = flows.page(form.asked())
    return render(request, "evidence/show_flows.html", {"form": form, "page": page})
