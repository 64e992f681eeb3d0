"""What pages of ways show: the map, the bands and the table behind both. Made of ways, asks nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from saathi.evidence.indicators.drawings.sankey import Sankey, sankey
from saathi.evidence.indicators.drawings.ways import Kind, Way, drawn, in_order
from saathi.evidence.indicators.drawings.world_map import WorldMap, world_map
from saathi.evidence.pages import Cell
from saathi.evidence.vocabulary import CellKind
from saathi.infra.listing import listed


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A row of the table: where ways lead, and a cell for each origin."""

    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class FlowView:
    """Drawings and table of some ways. `place` is a word that no other drawing of the page has."""

    place: str
    map: WorldMap | None
    bands: Sankey | None
    kinds: Sequence[Kind]
    map_words: str
    band_words: str
    columns: Sequence[str]
    lines: Sequence[FlowLine]


def flow_view(
    ways: Sequence[Way], place: str, *, with_map: bool = True, none: Cell | None = None
) -> FlowView:
    """The drawings of these ways, and the table that has every one of them, drawn or not.

    `none` is what a cell says of which there is no way at all; without it, that there is no data.
    """
    names = {way.leads_to: way.end_name for way in ways}
    origins = {way.origin: way.origin_name for way in ways}
    by_code = {(way.origin, way.leads_to): way.cell for way in ways}
    none = none or Cell(CellKind.NO_DATA, str(CellKind.NO_DATA.label))
    seen = drawn(ways)
    on_map = world_map(ways) if with_map else None
    return FlowView(
        place=place,
        map=on_map,
        bands=sankey(ways, from_the_right=get_language_bidi()),
        kinds=[kind for kind in Kind if any(way.kind == kind for way in seen)],
        map_words=_map_words(on_map) if on_map else "",
        band_words=_band_words(seen),
        columns=list(origins.values()),
        lines=[
            FlowLine(names[end], [by_code.get((origin, end), none) for origin in origins])
            for end in in_order(list(names), names)
        ],
    )


def _map_words(on_map: WorldMap) -> str:
    words = [
        _(
            "Map: arrows from country to country (%(arrows)s), rings for ways inside a country "
            "(%(rings)s); the broader, the more. A point is a country, or a region that lies beyond the "
            "map, and nothing finer."
        )
        % {"arrows": len(on_map.arrows), "rings": len(on_map.rings)}
    ]
    if on_map.without_place:
        words.append(_("Not drawn: %(names)s.") % {"names": listed(list(on_map.without_place))})
    words.append(
        _("Outlines: Natural Earth. A border drawn here says nothing about whose land it is.")
    )
    return " ".join(words)


def _band_words(seen: Sequence[Way]) -> str:
    return _(
        "Bands from where children were recruited to where their ways lead, %(number)s in all; the "
        "broader, the more. The table holds every number."
    ) % {"number": len(seen)}
