"""Flows on a map of the region, by country: pure geometry, from numbers that may be shown.

Countries beyond the window are placed at its edge. A flow inside a country is a ring around the
country's point, as wide as the arrows that leave it. The map contains no point of a district.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from saathi.evidence.indicators.dimension_codes import Region
from saathi.evidence.indicators.drawings.child_flows import ChildFlow, FlowKind, drawable_flows
from saathi.infra import map_outlines
from saathi.infra.map_outlines import MapWindow, Point

# South Asia in the middle, the Gulf on one side and South-East Asia on the other.
WINDOW = MapWindow(40.0, -4.0, 108.0, 43.0)
WIDTH, HEIGHT = 640, 470
RIM = 16  # distance from the edge for destinations beyond the window
BEND = 0.16
RING = 15  # radius of the ring of flows inside a country
THIN, BROAD = 1.5, 9.0  # widths for the smallest and the largest number
LETTER, LINE = 7, 15  # about the size of a letter, for names that must not overlap

# Moved away from its neighbours, so that short arrows stay visible.
_POINTS: dict[str, Point] = {"IND": (78.0, 20.5)}
# Points for destinations released only by region, and for those beyond the map.
_ANCHORS: dict[str, Point] = {
    Region.SOUTH_ASIA: (80.0, 7.0),
    Region.GULF: (48.0, 23.0),
    Region.WEST_ASIA: (40.0, 33.0),
    Region.EAST_ASIA: (108.0, 36.0),
    Region.SOUTH_EAST_ASIA: (104.0, 10.0),
    Region.CENTRAL_ASIA: (64.0, 43.0),
    Region.EUROPE: (40.0, 43.0),
    Region.NORTH_AMERICA: (108.0, 43.0),
    Region.ELSEWHERE: (58.0, -4.0),
}


@dataclass(frozen=True, slots=True)
class MapArrow:
    """A flow between countries; `words` is its tooltip."""

    line: str
    width: float
    kind: str
    words: str
    number: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class MapRing:
    """The flows inside one country."""

    x: int
    y: int
    radius: int
    width: float
    words: str
    number: str

    @property
    def baseline(self) -> int:
        """The baseline of its number."""
        return self.y + 5


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A country's point, and its name where it overlaps no other name."""

    x: int
    y: int
    name: str
    name_x: int
    name_y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class WorldMap:
    """The complete drawing; `without_place` names places whose flows the map does not show."""

    width: int
    height: int
    land: str
    arrows: Sequence[MapArrow]
    rings: Sequence[MapRing]
    places: Sequence[MapPlace]
    without_place: Sequence[str]


def build_world_map(flows: Sequence[ChildFlow]) -> WorldMap | None:
    """The map of these flows; None where none has a number to draw."""
    drawn = drawable_flows(flows)
    if not drawn:
        return None
    onto = _projection()
    most = max(flow.number or 0 for flow in drawn)
    arrows, rings, lost = [], [], []
    names: dict[tuple[int, int], str] = {}
    for flow in sorted(drawn, key=lambda drawn_flow: -(drawn_flow.number or 0)):
        start = _point(flow.origin)
        end = (
            start
            if flow.kind in {FlowKind.INTERNAL, FlowKind.RETURN}
            else place_point(flow.leads_to)
        )
        if start is None or end is None or flow.kind == FlowKind.RETURN:
            lost.append(flow.end_name if start else flow.origin_name)
            continue
        width = _width(flow.number or 0, most)
        origin_xy, destination_xy = onto(start), onto(end)
        names.setdefault(origin_xy, flow.origin_name)
        if flow.kind == FlowKind.INTERNAL:
            rings.append(MapRing(*origin_xy, RING, width, describe_flow(flow), flow.cell.text))
        else:
            names.setdefault(destination_xy, flow.end_name)
            arrows.append(_arrow(flow, origin_xy, destination_xy, width))
    return WorldMap(
        WIDTH, HEIGHT, map_outlines.land_path(WINDOW, WIDTH, HEIGHT), arrows, rings,
        _places(names, {(ring.x, ring.y) for ring in rings}), tuple(dict.fromkeys(lost)),
    )  # fmt: skip


def describe_flow(flow: ChildFlow) -> str:
    """A flow in one line, for its tooltip."""
    spoken = f" ({flow.cell.spoken_text})" if flow.cell.spoken_text else ""
    return f"{flow.origin_name} → {flow.end_name}: {flow.cell.text}{spoken}"


def place_point(code: str) -> Point | None:
    """The point of a country or region; that of "elsewhere" for any other place."""
    return _point(code) or _ANCHORS.get(code) or _ANCHORS[Region.ELSEWHERE]


def _point(code: str) -> Point | None:
    return _POINTS.get(code) or map_outlines.point_of_country(code)


def _projection() -> Callable[[Point], tuple[int, int]]:
    """A function from degrees to drawing points; those beyond the window move to its edge."""
    inside = map_outlines.projection(WINDOW, WIDTH, HEIGHT)

    def onto(point: Point) -> tuple[int, int]:
        x, y = inside(point)
        return min(max(x, RIM), WIDTH - RIM), min(max(y, RIM), HEIGHT - RIM)

    return onto


def _width(number: int, most: int) -> float:
    """The width of a line, in proportion to its printed number."""
    return round(THIN + (BROAD - THIN) * number / most, 1)


def _arrow(
    flow: ChildFlow, origin_xy: tuple[int, int], destination_xy: tuple[int, int], width: float
) -> MapArrow:
    (x1, y1), (x2, y2) = origin_xy, destination_xy
    length = math.hypot(x2 - x1, y2 - y1) or 1
    bend_x = (x1 + x2) / 2 - (y2 - y1) * BEND
    bend_y = (y1 + y2) / 2 + (x2 - x1) * BEND
    # The line ends before the point, so that the arrowhead and the name are visible.
    back = min(10 + width, length / 3)
    along = math.hypot(x2 - bend_x, y2 - bend_y) or 1
    end_x, end_y = x2 - (x2 - bend_x) * back / along, y2 - (y2 - bend_y) * back / along
    start = min(RING + 3, length / 3)
    away = math.hypot(bend_x - x1, bend_y - y1) or 1
    from_x, from_y = x1 + (bend_x - x1) * start / away, y1 + (bend_y - y1) * start / away
    line = f"M{from_x:.0f} {from_y:.0f}Q{bend_x:.0f} {bend_y:.0f} {end_x:.0f} {end_y:.0f}"
    # Its number is beside the middle of the curve, on the outer side.
    out_x, out_y = (y1 - y2) / length * (9 + width / 2), (x2 - x1) / length * (9 + width / 2)
    middle = (
        round((x1 + x2 + 2 * bend_x) / 4 + out_x),
        round((y1 + y2 + 2 * bend_y) / 4 + out_y) + 4,
    )
    return MapArrow(line, width, flow.kind.value, describe_flow(flow), flow.cell.text, *middle)


def _places(names: dict[tuple[int, int], str], ringed: set[tuple[int, int]]) -> list[MapPlace]:
    """Each place with its name below, above or beside it, where it overlaps least."""
    occupied: list[tuple[float, float, float, float]] = [
        (x - RING, y - RING, x + RING, y + RING) for x, y in names
    ]
    places = []
    for (x, y), name in sorted(names.items(), key=lambda point_and_name: -point_and_name[0][1]):
        away = RING + 4 if (x, y) in ringed else 9
        half = len(name) * LETTER / 2
        sides = (
            (x, y + away + LINE - 4, "middle", x - half),
            (x, y - away, "middle", x - half),
            (x + away, y + 5, "start", x + away),
            (x - away, y + 5, "end", x - away - 2 * half),
        )
        best = min(sides, key=lambda side: _overlap(side, half, occupied))
        occupied.append(_box(best, half))
        places.append(MapPlace(x, y, name, round(best[0]), round(best[1]), best[2]))
    return places


type _Side = tuple[float, float, str, float]


def _box(side: _Side, half: float) -> tuple[float, float, float, float]:
    return side[3], side[1] - LINE, side[3] + 2 * half, side[1]


def _overlap(
    side: _Side, half: float, occupied: Sequence[tuple[float, float, float, float]]
) -> float:
    """The area of a name that would overlap others or leave the drawing."""
    west, north, east, south = _box(side, half)
    outside = max(0, -west) + max(0, east - WIDTH) + max(0, -north) + max(0, south - HEIGHT)
    covered = sum(
        max(0, min(east, box[2]) - max(west, box[0]))
        * max(0, min(south, box[3]) - max(north, box[1]))
        for box in occupied
    )
    return covered + outside * 100
