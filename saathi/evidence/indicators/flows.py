"""Ways of children for staff: from the numbers of indicators that are rounded to fives, one year a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from saathi.evidence.indicators import catalogue, wording
from saathi.evidence.indicators.dimensions import DISTRICT_PAIR, LEADS_TO, district
from saathi.evidence.indicators.drawings.pages import FlowView, flow_view
from saathi.evidence.indicators.drawings.ways import Kind, Way, kind_of
from saathi.evidence.models import IndicatorCell
from saathi.evidence.wording import country as country_name
from saathi.infra.countries import Country

WAYS, INSIDE = "ways_of_children", "flows_inside_a_country"
NOT_NAMED = ("", "XXX")


@dataclass(frozen=True, slots=True)
class FlowAsked:
    """The year, and the country whose districts are shown; none of it: the newest, no districts."""

    year: int | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class FlowPage:
    """The ways of a year, between countries and inside one; None where nothing was counted."""

    year: int
    across: FlowView | None
    inside: FlowView | None
    country: str
    caveats: Sequence[str]
    counted_at: str


def years() -> list[int]:
    """The years of which ways are on record, the newest first."""
    found = IndicatorCell.objects.filter(indicator=WAYS, dimension=LEADS_TO.name, year__gt=0)
    return list(found.values_list("year", flat=True).distinct().order_by("-year"))


def countries() -> list[tuple[str, str]]:
    """The countries inside which ways are on record, with their names."""
    found = IndicatorCell.objects.filter(indicator=INSIDE, dimension=DISTRICT_PAIR.name)
    codes = found.exclude(country__in=NOT_NAMED).values_list("country", flat=True)
    return [(code, country_name(code)) for code in codes.distinct().order_by("country")]


def page(asked: FlowAsked) -> FlowPage:
    """The page of ways for what the reader asked. Two queries."""
    year = asked.year or 0
    rows = list(_cells(WAYS, LEADS_TO.name, year))
    inside = list(_cells(INSIDE, DISTRICT_PAIR.name, year).filter(country=asked.country))
    first = next(iter(rows or inside), None)
    none = wording.cell(0, None, is_share=False)  # the year was counted, and no way found
    indicator = catalogue.named(WAYS)
    return FlowPage(
        year=year,
        across=flow_view(_across(rows), "across", none=none) if rows else None,
        inside=flow_view(_inside(inside), "inside", with_map=False, none=none) if inside else None,
        country=country_name(asked.country) if asked.country else "",
        caveats=[str(one) for one in indicator.caveats] if indicator else (),
        counted_at=date_format(timezone.localtime(first.counted_at), "DATETIME_FORMAT")
        if first
        else "",
    )


def _cells(indicator: str, dimension: str, year: int) -> QuerySet[IndicatorCell]:
    found = IndicatorCell.objects.filter(indicator=indicator, dimension=dimension, year=year)
    return found.exclude(country__in=NOT_NAMED).order_by("country", "category")


def _across(rows: Sequence[IndicatorCell]) -> list[Way]:
    order = [one.value for one in Country]
    by_country = sorted(
        rows, key=lambda row: order.index(row.country) if row.country in order else 99
    )
    return [
        Way(
            row.country, row.category, country_name(row.country), LEADS_TO.label(row.category),
            wording.cell(row.among, None, is_share=False), row.among, kind_of(row.category),
        )
        for row in by_country
    ]  # fmt: skip


def _inside(rows: Sequence[IndicatorCell]) -> list[Way]:
    """From district to district. Never on a map, and only for staff in numbers rounded to fives."""
    found = []
    for row in rows:
        start, _sign, end = row.category.partition(">")
        found.append(
            Way(
                f"from {start}",
                f"to {end}",
                district(start),
                district(end),
                wording.cell(row.among, None, is_share=False),
                row.among,
                Kind.INTERNAL,
            )
        )
    return found
