"""Trafficking routes for the public: drawn from released tables alone, each release by itself.

A map shows countries and whole regions, nothing smaller (PRV-020); released tables between
districts are listed, and never drawn on a map.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.evidence.indicators import sql
from saathi.evidence.indicators.dimensions import LEADS_TO, NOT_KNOWN
from saathi.evidence.indicators.drawings.child_flows import ChildFlow, flow_kind
from saathi.evidence.indicators.drawings.pages import FlowView, build_flow_view
from saathi.evidence.indicators.flows import INSIDE, WAYS
from saathi.evidence.releases import labels, published_queries
from saathi.evidence.releases.cube_counting import COUNTED, COUNTRY, YEAR
from saathi.evidence.releases.models import Edition, EditionPart
from saathi.evidence.releases.table_cuts import ReleaseTableSource, value_cell, value_legend
from saathi.evidence.releases.view_models import EditionTableLink
from saathi.evidence.releases.vocabulary import ReleasePartKind
from saathi.evidence.wording import country_name
from saathi.infra.countries import Country
from saathi.web.components import LabelledValue

NO_PLACE = frozenset({TOTAL, sql.NO_COUNTRY})


@dataclass(frozen=True)
class PublishedFlowBlock:
    """The routes of one release: its title, its drawings and table, and its address."""

    place: str
    title: str
    what: str
    url: str
    view: FlowView
    legend: Sequence[LabelledValue]
    caveats: Sequence[str]


@dataclass(frozen=True)
class PublishedFlowsPage:
    """Every release of routes, each separately; tables between districts are linked."""

    blocks: Sequence[PublishedFlowBlock]
    inside: Sequence[EditionTableLink]
    periods: Sequence[tuple[str, str]]


def build_flows_page(period: str) -> PublishedFlowsPage:
    """The page of routes in one year, or in all years together. Two queries."""
    rows = [
        edition
        for edition in published_queries.list_newest_editions()
        if edition.indicator in {WAYS, INSIDE} and not published_queries.is_withdrawn(edition)
    ]
    parts: dict[object, list[EditionPart]] = {}
    tables = EditionPart.objects.filter(edition__in=rows, kind=ReleasePartKind.TABLE)
    for table in tables.order_by("id"):
        parts.setdefault(table.edition_id, []).append(table)
    opened = [
        (row, part, published_queries.edition_table_source(row, part))
        for row in rows
        if row.indicator == WAYS and (part := _destination_part(parts.get(row.pk, ())))
    ]
    periods = sorted({code for _row, _part, source in opened for code in _years(source)})
    selected_period = period if period in periods else TOTAL
    return PublishedFlowsPage(
        blocks=[
            _block(number, row, part, source, selected_period)
            for number, (row, part, source) in enumerate(opened, 1)
        ],
        inside=[
            EditionTableLink(
                part.name,
                f"{row.title}: {published_queries.table_title(row, part)}",
                reverse("published:show_table", args=[row.slug, row.number, part.name]),
            )
            for row in rows
            if row.indicator == INSIDE
            for part in parts.get(row.pk, ())
        ],
        periods=[(TOTAL, _("All years")), *((year, year) for year in periods)],
    )


def _destination_part(parts: Sequence[EditionPart]) -> EditionPart | None:
    """The table with destinations that has the fewest other dimensions."""
    having = [part for part in parts if LEADS_TO.name in part.about["by"]]
    return min(having, key=lambda part: len(part.about["by"]), default=None)


def _years(source: ReleaseTableSource) -> list[str]:
    return [code for code in source.printed.codes(YEAR) if code.isdigit()]


def _block(
    number: int, row: Edition, part: EditionPart, source: ReleaseTableSource, period: str
) -> PublishedFlowBlock:
    place = f"flows-{number}"
    return PublishedFlowBlock(
        place=place,
        title=row.title,
        what=published_queries.edition_subtitle(row),
        url=reverse("published:show_table", args=[row.slug, row.number, part.name]),
        view=build_flow_view(table_flows(source, row.country, {YEAR: period}), place),
        legend=value_legend(source),
        caveats=published_queries.edition_caveats(row, published_queries.current_indicator(row)),
    )


def table_flows(
    source: ReleaseTableSource, of_country: str, at: Mapping[str, str]
) -> list[ChildFlow]:
    """The flows in a released table, cell by cell as published, without sums."""
    origins = [of_country] if of_country else _origins(source)
    flows = []
    for origin in origins:
        codes = dict(at) if of_country else {**at, COUNTRY: origin}
        for end in _destinations(source):
            value = source.printed.value({**codes, LEADS_TO.name: end})
            flows.append(
                ChildFlow(
                    origin,
                    end,
                    country_name(origin),
                    labels.code_label(source.indicator, LEADS_TO.name, end),
                    value_cell(value, source.k),
                    value.number,
                    flow_kind(end),
                )
            )
    return flows


def _origins(source: ReleaseTableSource) -> list[str]:
    if COUNTRY not in source.dimensions:
        return []
    order = [country.value for country in Country]
    origins = [code for code in source.printed.codes(COUNTRY) if code not in NO_PLACE]
    return sorted(
        origins,
        key=lambda origin: (order.index(origin) if origin in order else len(order), origin),
    )


def _destinations(source: ReleaseTableSource) -> list[str]:
    """The table's finest known destinations; sums are drawn through their parts."""
    sums = set(source.parents.get(LEADS_TO.name, {}).values())
    destinations = source.codes(LEADS_TO.name)
    finest = [code for code in destinations if code not in sums and code != TOTAL]
    return [code for code in finest if code != NOT_KNOWN]


def build_table_flow_view(
    row: Edition, source: ReleaseTableSource, filters: Mapping[str, str]
) -> FlowView | None:
    """The drawings of a released table for a filter; None if it may not be drawn on a map."""
    if not has_map(source.printed.dimensions):
        return None
    at = {name: code for name, code in filters.items() if name not in {COUNTRY, LEADS_TO.name}}
    return build_flow_view(table_flows(source, row.country, at), "ways")


def has_map(dimensions: Sequence[str]) -> bool:
    """Whether a released table may be drawn on a map: by country or region, and nothing smaller."""
    fine = [name for name in dimensions if "district" in name]
    return LEADS_TO.name in dimensions and not fine and COUNTED not in dimensions


__all__ = [
    "PublishedFlowBlock",
    "PublishedFlowsPage",
    "build_flows_page",
    "build_table_flow_view",
    "has_map",
    "table_flows",
]
