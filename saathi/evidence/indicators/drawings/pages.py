"""The data of flow pages: the map, the Sankey diagram and the table behind both. Built without queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from saathi.evidence.indicators.drawings.child_flows import (
    ChildFlow,
    FlowKind,
    drawable_flows,
    sort_destinations,
)
from saathi.evidence.indicators.drawings.sankey import SankeyDiagram, build_sankey
from saathi.evidence.indicators.drawings.world_map import WorldMap, build_world_map
from saathi.evidence.pages import CountCell
from saathi.evidence.vocabulary import CellKind
from saathi.infra.join_words import join_words


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A row of the table: a destination, and a cell for each origin."""

    label: str
    cells: Sequence[CountCell]


@dataclass(frozen=True, slots=True)
class FlowView:
    """The drawings and the table of flows. `place` is an identifier that is unique on the page."""

    place: str
    map: WorldMap | None
    bands: SankeyDiagram | None
    kinds: Sequence[FlowKind]
    map_description: str
    band_description: str
    columns: Sequence[str]
    lines: Sequence[FlowRow]


def build_flow_view(
    ways: Sequence[ChildFlow], place: str, *, with_map: bool = True, none: CountCell | None = None
) -> FlowView:
    """The drawings of these flows, and a table of all of them, drawn or not.

    `none` is the cell to show where there is no flow; by default such a cell says that there are no
    data.
    """
    names = {flow.leads_to: flow.end_name for flow in ways}
    origins = {flow.origin: flow.origin_name for flow in ways}
    by_code = {(flow.origin, flow.leads_to): flow.cell for flow in ways}
    none = none or CountCell(CellKind.NO_DATA, str(CellKind.NO_DATA.label))
    drawn = drawable_flows(ways)
    on_map = build_world_map(ways) if with_map else None
    return FlowView(
        place=place,
        map=on_map,
        bands=build_sankey(ways, is_right_to_left=get_language_bidi()),
        kinds=[kind for kind in FlowKind if any(flow.kind == kind for flow in drawn)],
        map_description=_map_words(on_map) if on_map else "",
        band_description=_band_words(drawn),
        columns=list(origins.values()),
        lines=[
            FlowRow(names[end], [by_code.get((origin, end), none) for origin in origins])
            for end in sort_destinations(list(names), names)
        ],
    )


def _map_words(on_map: WorldMap) -> str:
    words = [
        _(
            "Map: arrows between countries (%(arrows)s), rings for routes within a country "
            "(%(rings)s); wider means more children. Each point is a country or a region "
            "beyond the map; no smaller area is shown."
        )
        % {"arrows": len(on_map.arrows), "rings": len(on_map.rings)}
    ]
    if on_map.without_place:
        words.append(_("Not shown: %(names)s.") % {"names": join_words(list(on_map.without_place))})
    words.append(
        _(
            "Outlines: Natural Earth. Borders shown do not imply an opinion on the legal "
            "status of any territory."
        )
    )
    return " ".join(words)


def _band_words(drawn: Sequence[ChildFlow]) -> str:
    return _(
        "Bands from place of recruitment to destination, %(number)s in all; wider means "
        "more children. All values are in the table."
    ) % {"number": len(drawn)}
