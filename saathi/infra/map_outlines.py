"""Positions of districts and countries, and outlines of land, for maps.

Never finer than a district.

Outlines: Natural Earth (public domain). Points: seats of districts, GeoNames (CC BY 4.0). A drawn
border makes no statement about territory.
"""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

type Point = tuple[float, float]  # longitude and latitude, in degrees


@dataclass(frozen=True)
class MapWindow:
    """A part of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def touches(self, ring: Sequence[Point]) -> bool:
        """Whether the box around a ring overlaps the window."""
        xs, ys = [x for x, _y in ring], [y for _x, y in ring]
        return (
            min(xs) < self.east
            and max(xs) > self.west
            and min(ys) < self.north
            and max(ys) > self.south
        )


@dataclass(frozen=True)
class LandOutline:
    """A country as far as it is drawn; its code is empty if no route through it is recorded."""

    code: str
    point: Point
    rings: tuple[tuple[Point, ...], ...]


@cache
def load_land_outlines() -> tuple[LandOutline, ...]:
    """Every outline on the map."""
    read = json.loads((DATA / "outlines.json").read_text(encoding="utf-8"))
    unit = read["unit"]

    def points(flat: Sequence[int]) -> tuple[Point, ...]:
        return tuple((x / unit, y / unit) for x, y in zip(flat[::2], flat[1::2], strict=True))

    return tuple(
        LandOutline(land["code"], points(land["point"])[0], tuple(map(points, land["rings"])))
        for land in read["lands"]
    )


@cache
def _districts() -> dict[str, Point]:
    with (DATA / "district_points.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: (float(row["longitude"]), float(row["latitude"])) for row in rows}


@cache
def _countries() -> dict[str, Point]:
    return {land.code: land.point for land in load_land_outlines() if land.code}


def point_of_district(code: str) -> Point | None:
    """The position of the district's seat; None for a district that the map does not know."""
    return _districts().get(code)


def point_of_country(code: str) -> Point | None:
    """A point inside a country, for events for which only the country is known."""
    return _countries().get(code)


def clip_land(window: MapWindow) -> list[list[Point]]:
    """The land inside a window: each ring cut at its edges."""
    rings = (ring for land in load_land_outlines() for ring in land.rings if window.touches(ring))
    return [cut for ring in rings if len(cut := _cut(list(ring), window)) > 2]


def projection(window: MapWindow, width: int, height: int) -> Callable[[Point], tuple[int, int]]:
    """A function from degrees to drawing units: linear, scaled as in the middle of the window."""
    across, down = width / (window.east - window.west), height / (window.north - window.south)

    def onto(point: Point) -> tuple[int, int]:
        return round((point[0] - window.west) * across), round((window.north - point[1]) * down)

    return onto


def land_path(window: MapWindow, width: int, height: int) -> str:
    """The land of a window as one path, with a margin beyond its edges, so that no border runs along them."""
    rim = (window.north - window.south) / 40
    wider = MapWindow(window.west - rim, window.south - rim, window.east + rim, window.north + rim)
    onto = projection(window, width, height)
    return "".join(closed_path([onto(point) for point in ring]) for ring in clip_land(wider))


def closed_path(points: Sequence[tuple[int, int]]) -> str:
    """A closed line as a short SVG path: a start, then steps."""
    (x, y), *rest = points
    steps = []
    for to_x, to_y in rest:
        if (to_x, to_y) != (x, y):
            steps.append(f"{to_x - x} {to_y - y}")
            x, y = to_x, to_y
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z" if len(steps) > 1 else ""


def _cut(ring: list[Point], window: MapWindow) -> list[Point]:
    """Clips by Sutherland and Hodgman: one edge of the window after the other."""
    edges = ((0, window.west, 1), (0, window.east, -1), (1, window.south, 1), (1, window.north, -1))
    for axis, edge, side in edges:
        kept: list[Point] = []
        for before, point in zip([ring[-1:][0], *ring[:-1]] if ring else [], ring, strict=True):
            is_in = (point[axis] - edge) * side >= 0
            if is_in != ((before[axis] - edge) * side >= 0):
                kept.append(_crossing(before, point, axis, edge))
            if is_in:
                kept.append(point)
        ring = kept
    return ring


def _crossing(before: Point, point: Point, axis: int, edge: float) -> Point:
    along = (edge - before[axis]) / (point[axis] - before[axis])
    other = before[1 - axis] + along * (point[1 - axis] - before[1 - axis])
    return (edge, other) if axis == 0 else (other, edge)
