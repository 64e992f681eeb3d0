"""Trafficking routes for staff, one year at a time, from indicator numbers rounded to fives."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from saathi.evidence.indicators import catalogue, wording
from saathi.evidence.indicators.dimensions import DISTRICT_PAIR, LEADS_TO, district_name
from saathi.evidence.indicators.drawings.child_flows import ChildFlow, FlowKind, flow_kind
from saathi.evidence.indicators.drawings.pages import FlowView, build_flow_view
from saathi.evidence.models import IndicatorCell
from saathi.evidence.wording import country_name
from saathi.infra.countries import Country

WAYS, INSIDE = "ways_of_children", "flows_inside_a_country"
NOT_NAMED = ("", "XXX")


@dataclass(frozen=True, slots=True)
class FlowFilter:
    """The year, and the country whose districts are shown; without one, no districts are shown."""

    year: int | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class StaffFlowPage:
    """A year's routes, between countries and within one; None if nothing was counted."""

    year: int
    across: FlowView | None
    inside: FlowView | None
    country: str
    caveats: Sequence[str]
    counted_at: str


def list_flow_years() -> list[int]:
    """The years with routes on record, newest first."""
    cells = IndicatorCell.objects.filter(indicator=WAYS, dimension=LEADS_TO.name, year__gt=0)
    return list(cells.values_list("year", flat=True).distinct().order_by("-year"))


def list_flow_countries() -> list[tuple[str, str]]:
    """The countries with internal routes on record, with their names."""
    cells = IndicatorCell.objects.filter(indicator=INSIDE, dimension=DISTRICT_PAIR.name)
    codes = cells.exclude(country__in=NOT_NAMED).values_list("country", flat=True)
    return [(code, country_name(code)) for code in codes.distinct().order_by("country")]


def build_flow_page(flow_filter: FlowFilter) -> StaffFlowPage:
    """The page of routes for a filter. Two queries."""
    year = flow_filter.year or 0
    rows = list(_cells(WAYS, LEADS_TO.name, year))
    inside = list(_cells(INSIDE, DISTRICT_PAIR.name, year).filter(country=flow_filter.country))
    first = next(iter(rows or inside), None)
    none = wording.indicator_cell(
        0, None, is_share=False
    )  # the year was counted, and no route found
    indicator = catalogue.find_indicator(WAYS)
    return StaffFlowPage(
        year=year,
        across=build_flow_view(_cross_border_flows(rows), "across", none=none) if rows else None,
        inside=build_flow_view(_district_flows(inside), "inside", with_map=False, none=none)
        if inside
        else None,
        country=country_name(flow_filter.country) if flow_filter.country else "",
        caveats=[str(caveat) for caveat in indicator.caveats] if indicator else (),
        counted_at=date_format(timezone.localtime(first.counted_at), "DATETIME_FORMAT")
        if first
        else "",
    )


def _cells(indicator: str, dimension: str, year: int) -> QuerySet[IndicatorCell]:
    cells = IndicatorCell.objects.filter(indicator=indicator, dimension=dimension, year=year)
    return cells.exclude(country__in=NOT_NAMED).order_by("country", "category")


def _cross_border_flows(rows: Sequence[IndicatorCell]) -> list[ChildFlow]:
    order = [country.value for country in Country]
    by_country = sorted(
        rows, key=lambda row: order.index(row.country) if row.country in order else 99
    )
    return [
        ChildFlow(
            row.country, row.category, country_name(row.country), LEADS_TO.label(row.category),
            wording.indicator_cell(row.among, None, is_share=False), row.among, flow_kind(row.category),
        )
        for row in by_country
    ]  # fmt: skip


def _district_flows(rows: Sequence[IndicatorCell]) -> list[ChildFlow]:
    """Flows between districts. Never on a map, and only for staff in numbers rounded to fives."""
    flows = []
    for row in rows:
        start, _sign, end = row.category.partition(">")
        flows.append(
            ChildFlow(
                f"from {start}",
                f"to {end}",
                district_name(start),
                district_name(end),
                wording.indicator_cell(row.among, None, is_share=False),
                row.among,
                FlowKind.INTERNAL,
            )
        )
    return flows
