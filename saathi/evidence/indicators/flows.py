"""Ways of children for staff: from the numbers of indicators that are rounded to fives, one year a time."""

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
    """The year, and the country whose districts are shown; none of it: the newest, no districts."""

    year: int | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class StaffFlowPage:
    """The ways of a year, between countries and inside one; None where nothing was counted."""

    year: int
    across: FlowView | None
    inside: FlowView | None
    country: str
    caveats: Sequence[str]
    counted_at: str


def list_flow_years() -> list[int]:
    """The years of which ways are on record, the newest first."""
    found = IndicatorCell.objects.filter(indicator=WAYS, dimension=LEADS_TO.name, year__gt=0)
    return list(found.values_list("year", flat=True).distinct().order_by("-year"))


def list_flow_countries() -> list[tuple[str, str]]:
    """The countries inside which ways are on record, with their names."""
    found = IndicatorCell.objects.filter(indicator=INSIDE, dimension=DISTRICT_PAIR.name)
    codes = found.exclude(country__in=NOT_NAMED).values_list("country", flat=True)
    return [(code, country_name(code)) for code in codes.distinct().order_by("country")]


def build_flow_page(flow_filter: FlowFilter) -> StaffFlowPage:
    """The page of ways for what the reader asked. Two queries."""
    year = flow_filter.year or 0
    rows = list(_cells(WAYS, LEADS_TO.name, year))
    inside = list(_cells(INSIDE, DISTRICT_PAIR.name, year).filter(country=flow_filter.country))
    first = next(iter(rows or inside), None)
    none = wording.indicator_cell(0, None, is_share=False)  # the year was counted, and no way found
    indicator = catalogue.find_indicator(WAYS)
    return StaffFlowPage(
        year=year,
        across=build_flow_view(_across(rows), "across", none=none) if rows else None,
        inside=build_flow_view(_inside(inside), "inside", with_map=False, none=none)
        if inside
        else None,
        country=country_name(flow_filter.country) if flow_filter.country else "",
        caveats=[str(one) for one in indicator.caveats] if indicator else (),
        counted_at=date_format(timezone.localtime(first.counted_at), "DATETIME_FORMAT")
        if first
        else "",
    )


def _cells(indicator: str, dimension: str, year: int) -> QuerySet[IndicatorCell]:
    found = IndicatorCell.objects.filter(indicator=indicator, dimension=dimension, year=year)
    return found.exclude(country__in=NOT_NAMED).order_by("country", "category")


def _across(rows: Sequence[IndicatorCell]) -> list[ChildFlow]:
    order = [one.value for one in Country]
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


def _inside(rows: Sequence[IndicatorCell]) -> list[ChildFlow]:
    """From district to district. Never on a map, and only for staff in numbers rounded to fives."""
    found = []
    for row in rows:
        start, _sign, end = row.category.partition(">")
        found.append(
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
    return found
