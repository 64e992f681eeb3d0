"""Draws the route of an episode on a map: pure geometry from district and country codes.

The adjacent list of legs gives the same information in words. Unknown places are neither drawn nor
guessed.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from saathi.infra import district_list, map_outlines
from saathi.infra.map_outlines import MapWindow, Point
from saathi.infra.route_countries import country_name
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.protection.identification.trafficking.vocabulary import (
    FactCertainty,
    SourceReliability,
)

WIDTH, HEIGHT = 320, 210
MIN_DEGREES = 5.0  # smallest extent of a map: half a country, never a town
MARGIN = 0.18  # margin on each side, as a share of the route's extent
BEND = 0.14  # curvature, so that outward and return legs are two lines
MIN_POINT_DISTANCE = 14  # labels closer than this would overlap


@dataclass(frozen=True)
class RouteMapPoint:
    """A place of the route; `is_rough` if only its country is known."""

    x: int
    y: int
    name: str
    is_rough: bool

    @property
    def label_y(self) -> int:
        """The vertical position of the label: above the point, or below it at the upper edge."""
        return self.y - 9 if self.y > 24 else self.y + 18


@dataclass(frozen=True)
class RouteMapLine:
    """A leg as a line, solid if `is_sure`. Its number is the one in the list."""

    number: int
    line: str
    number_x: int
    number_y: int
    is_sure: bool

    @property
    def baseline(self) -> int:
        """The baseline of the number in its circle."""
        return self.number_y + 4


@dataclass(frozen=True)
class RouteMap:
    """The map of one episode; `left_out` are the numbers of legs that could not be drawn."""

    width: int
    height: int
    land: str
    marks: Sequence[RouteMapPoint]
    ways: Sequence[RouteMapLine]
    left_out: Sequence[int]

    @property
    def has_dashed(self) -> bool:
        """Whether the page must explain the dashed lines."""
        return any(not line.is_sure for line in self.ways)


@dataclass(frozen=True)
class _RoutePlace:
    point: Point
    name: str
    is_rough: bool


def draw_route_map(episode: Episode, legs: Sequence[Leg]) -> RouteMap | None:
    """The map of an episode's legs, numbered as in the list; None if none can be drawn."""
    drawn: list[tuple[int, Leg, _RoutePlace, _RoutePlace]] = []
    left_out: list[int] = []
    for number, leg in enumerate(legs, start=1):
        start = _place(leg.from_district, leg.from_country)
        end = _place(leg.to_district, leg.to_country)
        if start is None or end is None or start.point == end.point:
            left_out.append(number)
        else:
            drawn.append((number, leg, start, end))
    if not drawn:
        return None
    places = [end for _number, _leg, *ends in drawn for end in ends]
    window = _window([place.point for place in places])
    project = map_outlines.projection(window, WIDTH, HEIGHT)
    return RouteMap(
        width=WIDTH,
        height=HEIGHT,
        land=map_outlines.land_path(window, WIDTH, HEIGHT),
        marks=_map_points(places, project),
        ways=[
            _way(
                number,
                project(start.point),
                project(end.point),
                is_sure=_is_sure(episode, leg, start, end),
            )
            for number, leg, start, end in drawn
        ],
        left_out=left_out,
    )


def _place(district: str, country: str) -> _RoutePlace | None:
    point = map_outlines.point_of_district(district)
    if point is not None:
        return _RoutePlace(point, district_list.short_district_name(district), is_rough=False)
    point = map_outlines.point_of_country(country or district_list.country_of_district(district))
    return None if point is None else _RoutePlace(point, country_name(country), is_rough=True)


def _is_sure(episode: Episode, leg: Leg, start: _RoutePlace, end: _RoutePlace) -> bool:
    """False (dashed) if planned, suspected or unreliable, or if an end is only a country."""
    is_weak = episode.known == FactCertainty.PRESUMED or episode.confidence == SourceReliability.LOW
    return not (leg.is_intended or is_weak or start.is_rough or end.is_rough)


def _window(points: Sequence[Point]) -> MapWindow:
    """The section of the world that shows all points, in the proportions of the drawing."""
    (west, east), (south, north) = (
        (min(p[axis] for p in points), max(p[axis] for p in points)) for axis in (0, 1)
    )
    middle = (west + east) / 2, (south + north) / 2
    narrow = math.cos(math.radians(middle[1]))
    tall = max(north - south, MIN_DEGREES) * (1 + 2 * MARGIN)
    wide = max(east - west, MIN_DEGREES) * (1 + 2 * MARGIN) * narrow
    tall = max(tall, wide * HEIGHT / WIDTH)
    wide = tall * WIDTH / HEIGHT / narrow
    return MapWindow(
        middle[0] - wide / 2, middle[1] - tall / 2, middle[0] + wide / 2, middle[1] + tall / 2
    )


def _map_points(
    places: Sequence[_RoutePlace], project: Callable[[Point], tuple[int, int]]
) -> list[RouteMapPoint]:
    """Each place once; if two overlap, only the first is labelled."""
    marks: list[RouteMapPoint] = []
    for place in dict.fromkeys(places):
        x, y = project(place.point)
        is_free = all(
            abs(y - mark.y) > MIN_POINT_DISTANCE or abs(x - mark.x) > MIN_POINT_DISTANCE * 5
            for mark in marks
        )
        marks.append(RouteMapPoint(x, y, place.name if is_free else "", place.is_rough))
    return marks


def _way(
    number: int, start: tuple[int, int], end: tuple[int, int], *, is_sure: bool
) -> RouteMapLine:
    (x1, y1), (x2, y2) = start, end
    bend_x = round((x1 + x2) / 2 - (y2 - y1) * BEND)
    bend_y = round((y1 + y2) / 2 + (x2 - x1) * BEND)
    # The middle of a quadratic curve is halfway between its chord and the control point.
    middle_x, middle_y = round((x1 + x2 + 2 * bend_x) / 4), round((y1 + y2 + 2 * bend_y) / 4)
    return RouteMapLine(
        number, f"M{x1} {y1}Q{bend_x} {bend_y} {x2} {y2}", middle_x, middle_y, is_sure
    )
