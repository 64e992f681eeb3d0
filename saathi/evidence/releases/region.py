"""The pages of a country and of the region, made of published releases and of the law table alone.

Nothing is added up over countries: a child who crossed a border is in several of their counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from saathi.disclosure.hierarchies import TOTAL
from saathi.evidence.indicators import wording
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.indicators.pages import DefinitionEntry
from saathi.evidence.releases import public
from saathi.evidence.releases.counting import COUNTRY, YEAR
from saathi.evidence.releases.models import Edition, EditionPart
from saathi.evidence.releases.table_cuts import ReleaseTableFilter, ReleaseTableSource, cut_table
from saathi.evidence.releases.view_models import ReleaseTableCut
from saathi.evidence.releases.vocabulary import ReleasePartKind
from saathi.infra.countries import Country
from saathi.policy.law import queries as law
from saathi.policy.law.pages import CountryLawPage as Law

ROLE = "role"
MAX_BLOCKS = 12


@dataclass(frozen=True)
class CountryTableBlock:
    """One released table cut for a country: its title, its numbers, what follows, and its release."""

    place: str  # by which its heading is found in the page
    title: str
    what: str
    url: str
    cut: ReleaseTableCut
    caveats: Sequence[str]
    responsibilities: Sequence[DefinitionEntry]


@dataclass(frozen=True)
class PublishedCountryPage:
    """What was published of a country, beside its law."""

    country: Country
    blocks: Sequence[CountryTableBlock]
    law: Law


@dataclass(frozen=True)
class RegionCountryRow:
    """One country in the table of an indicator: its numbers by year, or that none was published."""

    name: str
    url: str
    cells: Sequence[object]


@dataclass(frozen=True)
class RegionIndicatorBlock:
    """One indicator across the countries that published it; nothing is added up."""

    title: str
    question: str
    years: Sequence[str]
    rows: Sequence[RegionCountryRow]
    number: int


def build_country_page(country: Country) -> PublishedCountryPage:
    """The page of a country: each released table that holds it, and the law table beside it."""
    blocks: list[CountryTableBlock] = []
    for row, part in _tables():
        source = public.edition_table_source(row, part)
        if not _holds(row, source, country):
            continue
        asked = _asked(source, country)
        blocks.append(
            CountryTableBlock(
                place=f"block-{len(blocks) + 1}",
                title=row.title,
                what=public.edition_subtitle(row),
                url=reverse("published:show_table", args=[row.slug, row.number, part.name]),
                cut=cut_table(source, asked),
                caveats=public.edition_caveats(row, public.current_indicator(row)),
                responsibilities=wording.responsibility_entries(source.indicator),
            )
        )
    return PublishedCountryPage(country, blocks[:MAX_BLOCKS], law.build_country_page(country))


def build_region_page() -> list[RegionIndicatorBlock]:
    """Every released indicator with a row a country and no row for all of them."""
    found: dict[str, dict[str, tuple[Edition, ReleaseTableSource]]] = {}
    for row, part in _tables():
        source = public.edition_table_source(row, part)
        for country in Country:
            if _holds(row, source, country):
                found.setdefault(row.indicator, {}).setdefault(country.value, (row, source))
    return [
        _block(number, next(iter(held.values()))[1].indicator, held)
        for number, held in enumerate(found.values(), 1)
    ]


def _block(
    number: int, indicator: Indicator, held: dict[str, tuple[Edition, ReleaseTableSource]]
) -> RegionIndicatorBlock:
    first = min(source.years[0] for _row, source in held.values())
    last = max(source.years[1] for _row, source in held.values())
    years = [str(year) for year in range(first, last + 1)]
    rows = []
    for country in Country:
        cells: Sequence[object] = ()
        if country.value in held:
            _row, source = held[country.value]
            asked = ReleaseTableFilter(
                "", YEAR, {COUNTRY: country.value} if _has_country(source) else {}
            )
            shown = cut_table(source, asked)
            by_year = dict(zip(source.codes(YEAR), shown.lines[0].cells, strict=False))
            cells = [by_year.get(year) for year in years]
        url = reverse("published:show_country", args=[country.value])
        rows.append(RegionCountryRow(str(country.label), url, cells))
    return RegionIndicatorBlock(str(indicator.title), str(indicator.question), years, rows, number)


def _tables() -> list[tuple[Edition, EditionPart]]:
    """The tables of the newest releases that are not withdrawn. Three queries."""
    rows = [one for one in public.list_newest_editions() if not public.is_withdrawn(one)]
    parts = EditionPart.objects.filter(edition__in=rows, kind=ReleasePartKind.TABLE).order_by("id")
    by_id = {row.pk: row for row in rows}
    return [(by_id[part.edition_id], part) for part in parts]


def _has_country(source: ReleaseTableSource) -> bool:
    return COUNTRY in source.dimensions


def _holds(row: Edition, source: ReleaseTableSource, country: Country) -> bool:
    """Whether a table has numbers of this country by itself."""
    if row.country:
        return row.country == country.value
    return _has_country(source) and country.value in source.printed.codes(COUNTRY)


def _asked(source: ReleaseTableSource, country: Country) -> ReleaseTableFilter:
    """The cut for a country: roles where there are roles, else the first dimension, by year."""
    others = [name for name in source.dimensions if name not in {YEAR, COUNTRY}]
    rows = ROLE if ROLE in others else next(iter(others), "")
    fixed = {COUNTRY: country.value} if _has_country(source) else {}
    fixed |= {name: TOTAL for name in others if name != rows}
    return ReleaseTableFilter(rows, YEAR, fixed)
