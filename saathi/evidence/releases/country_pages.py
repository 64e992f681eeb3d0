"""The pages of a country and of the region, built from published releases and the law table alone.

Nothing is added up over countries: a child who crossed a border is in several of their counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.evidence.indicators import wording
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.indicators.pages import DefinitionEntry
from saathi.evidence.releases import published_queries
from saathi.evidence.releases.cube_counting import COUNTRY, YEAR
from saathi.evidence.releases.models import Edition, EditionPart
from saathi.evidence.releases.table_cuts import (
    ReleaseTableFilter,
    ReleaseTableSource,
    select_table_cut,
)
from saathi.evidence.releases.view_models import ReleaseTableCut
from saathi.evidence.releases.vocabulary import ReleasePartKind
from saathi.infra.countries import Country
from saathi.policy.law import queries as law
from saathi.policy.law.pages import CountryLawPage as Law

ROLE = "role"
MAX_BLOCKS = 12


@dataclass(frozen=True)
class CountryTableBlock:
    """A released table filtered by country: its title, numbers, responsibilities and release."""

    place: str  # the id of its heading on the page
    title: str
    what: str
    url: str
    cut: ReleaseTableCut
    caveats: Sequence[str]
    responsibilities: Sequence[DefinitionEntry]


@dataclass(frozen=True)
class PublishedCountryPage:
    """The publications about a country, beside its law."""

    country: Country
    blocks: Sequence[CountryTableBlock]
    law: Law


@dataclass(frozen=True)
class RegionCountryRow:
    """A country in the table of an indicator: its numbers by year, or that none was published."""

    name: str
    url: str
    cells: Sequence[object]


@dataclass(frozen=True)
class RegionIndicatorBlock:
    """An indicator across the countries that published it; nothing is added up."""

    title: str
    question: str
    years: Sequence[str]
    rows: Sequence[RegionCountryRow]
    number: int


def build_country_page(country: Country) -> PublishedCountryPage:
    """The page of a country: each released table that includes it, and the law table beside it."""
    blocks: list[CountryTableBlock] = []
    for row, part in list_published_tables():
        source = published_queries.edition_table_source(row, part)
        if not _includes_country(row, source, country):
            continue
        table_filter = _country_filter(source, country)
        blocks.append(
            CountryTableBlock(
                place=f"block-{len(blocks) + 1}",
                title=row.title,
                what=published_queries.edition_subtitle(row),
                url=reverse("published:show_table", args=[row.slug, row.number, part.name]),
                cut=select_table_cut(source, table_filter),
                caveats=published_queries.edition_caveats(
                    row, published_queries.current_indicator(row)
                ),
                responsibilities=wording.responsibility_entries(source.indicator),
            )
        )
    return PublishedCountryPage(country, blocks[:MAX_BLOCKS], law.build_country_page(country))


def build_region_page() -> list[RegionIndicatorBlock]:
    """Every released indicator with one row for each country and no total row."""
    editions_by_indicator: dict[str, dict[str, tuple[Edition, ReleaseTableSource]]] = {}
    for row, part in list_published_tables():
        source = published_queries.edition_table_source(row, part)
        for country in Country:
            if _includes_country(row, source, country):
                editions_by_indicator.setdefault(row.indicator, {}).setdefault(
                    country.value, (row, source)
                )
    return [
        _block(number, next(iter(editions.values()))[1].indicator, editions)
        for number, editions in enumerate(editions_by_indicator.values(), 1)
    ]


def _block(
    number: int, indicator: Indicator, editions: dict[str, tuple[Edition, ReleaseTableSource]]
) -> RegionIndicatorBlock:
    first = min(source.years[0] for _row, source in editions.values())
    last = max(source.years[1] for _row, source in editions.values())
    years = [str(year) for year in range(first, last + 1)]
    rows = []
    for country in Country:
        cells: Sequence[object] = ()
        if country.value in editions:
            _row, source = editions[country.value]
            table_filter = ReleaseTableFilter(
                "", YEAR, {COUNTRY: country.value} if _has_country(source) else {}
            )
            shown = select_table_cut(source, table_filter)
            by_year = dict(zip(source.codes(YEAR), shown.lines[0].cells, strict=False))
            cells = [by_year.get(year) for year in years]
        url = reverse("published:show_country", args=[country.value])
        rows.append(RegionCountryRow(str(country.label), url, cells))
    return RegionIndicatorBlock(str(indicator.title), str(indicator.question), years, rows, number)


def list_published_tables() -> list[tuple[Edition, EditionPart]]:
    """The tables of the newest releases that are not withdrawn. Three queries."""
    rows = [
        edition
        for edition in published_queries.list_newest_editions()
        if not published_queries.is_withdrawn(edition)
    ]
    parts = EditionPart.objects.filter(edition__in=rows, kind=ReleasePartKind.TABLE).order_by("id")
    by_id = {row.pk: row for row in rows}
    return [(by_id[part.edition_id], part) for part in parts]


def _has_country(source: ReleaseTableSource) -> bool:
    return COUNTRY in source.dimensions


def _includes_country(row: Edition, source: ReleaseTableSource, country: Country) -> bool:
    """Whether a table has separate numbers for this country."""
    if row.country:
        return row.country == country.value
    return _has_country(source) and country.value in source.printed.codes(COUNTRY)


def _country_filter(source: ReleaseTableSource, country: Country) -> ReleaseTableFilter:
    """The filter for a country: its roles, or else the first dimension, by year."""
    other_dimensions = [name for name in source.dimensions if name not in {YEAR, COUNTRY}]
    rows = ROLE if ROLE in other_dimensions else next(iter(other_dimensions), "")
    fixed = {COUNTRY: country.value} if _has_country(source) else {}
    fixed |= {name: TOTAL for name in other_dimensions if name != rows}
    return ReleaseTableFilter(rows, YEAR, fixed)
