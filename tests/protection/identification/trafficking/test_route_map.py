"""The map of a route: solid, dashed and omitted legs, never finer than a district."""

import re
from itertools import pairwise

import pytest

from saathi.agencies.models import Staff
from saathi.infra import district_list, map_outlines
from saathi.infra.countries import Country
from saathi.infra.map_outlines import MapWindow
from saathi.infra.route_countries import OTHER_COUNTRIES
from saathi.people.models import Child
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.protection.identification.trafficking.route_map import (
    HEIGHT,
    MIN_DEGREES,
    WIDTH,
    RouteMap,
    draw_route_map,
)
from tests.protection.identification.trafficking.screens import address, page_after
from tests.signing import signed_in

HERE = {"from_district": "NP-DHA", "from_country": "NPL"}
KOLKATA = {"to_district": "IN-WB-KOL", "to_country": "IND"}
# Facts of the episode and the leg, and whether the line is solid.
LINES = [
    ("both ends are districts", {}, HERE | KOLKATA, True),
    ("it was planned only", {}, HERE | KOLKATA | {"is_intended": True}, False),
    ("it is presumed", {"known": "presumed"}, HERE | KOLKATA, False),
    ("it is relied on little", {"confidence": "low"}, HERE | KOLKATA, False),
    ("one end is a country", {}, HERE | {"to_country": "SAU"}, False),
]
NOT_DRAWN = [
    ("no place is known", {}),
    ("one end is not known", HERE),
    ("it ends at sea", HERE | {"to_country": "XZZ"}),
    ("it stays in one district", HERE | {"to_district": "NP-DHA", "to_country": "NPL"}),
    ("it stays in a country, no more is known", {"from_country": "IND", "to_country": "IND"}),
]


def drawn(*legs: dict[str, object], **episode: object) -> RouteMap | None:
    return draw_route_map(Episode(**episode), [Leg(**leg) for leg in legs])


@pytest.mark.parametrize(("why", "episode", "leg", "is_sure"), LINES)
def test_a_line_is_drawn_through_or_dashed(
    why: str, episode: dict[str, object], leg: dict[str, object], is_sure: bool
) -> None:
    route_map = drawn(leg, **episode)
    assert route_map is not None
    assert [way.is_sure for way in route_map.ways] == [is_sure], why
    assert route_map.has_dashed is not is_sure


@pytest.mark.parametrize(("why", "leg"), NOT_DRAWN)
def test_route_map_draws_no_unknown_place(why: str, leg: dict[str, object]) -> None:
    assert drawn(leg) is None, why
    route_map = drawn(leg, HERE | KOLKATA)
    assert route_map is not None
    assert list(route_map.left_out) == [1], why
    assert [way.number for way in route_map.ways] == [2], "numbered as the list numbers them"


def test_route_map_positions_of_places() -> None:
    route_map = drawn(HERE | KOLKATA, {"from_district": "IN-WB-KOL", "to_district": "IN-MH-MUM"})
    assert route_map is not None
    at = {mark.name: mark for mark in route_map.marks}
    assert set(at) == {"Dhanusha", "Kolkata", "Mumbai"}
    assert at["Mumbai"].x < at["Dhanusha"].x < at["Kolkata"].x  # from west to east
    assert at["Dhanusha"].y < at["Kolkata"].y < at["Mumbai"].y  # from north to south
    assert all(0 < mark.x < WIDTH and 0 < mark.y < HEIGHT for mark in route_map.marks)


def test_outward_and_return_leg_are_two_lines_on_the_map() -> None:
    back = {"from_district": "IN-WB-KOL", "to_district": "NP-DHA"}
    route_map = drawn(HERE | KOLKATA, back)
    assert route_map is not None
    outward, again = route_map.ways
    assert (outward.number_x, outward.number_y) != (again.number_x, again.number_y)
    assert len(route_map.marks) == 2


def test_no_map_is_closer_than_a_part_of_a_country_and_no_point_finer_than_a_district() -> None:
    near = drawn({"from_district": "IN-WB-KOL", "to_district": "IN-WB-N24"})
    assert near is not None
    points = [map_outlines.point_of_district(code) for code in ("IN-WB-KOL", "IN-WB-N24")]
    degrees = abs(points[0][1] - points[1][1])
    first, second = near.marks
    assert abs(first.y - second.y) <= HEIGHT * degrees / MIN_DEGREES
    for code in district_list.load_districts():
        point = map_outlines.point_of_district(code)
        assert point is not None, f"{code} has no point"
        assert point == (round(point[0], 1), round(point[1], 1)), "a tenth of a degree, no nearer"


def test_every_country_that_a_route_may_name_is_on_the_map() -> None:
    codes = [*Country.values, *(code for code, _name in OTHER_COUNTRIES)]
    assert [code for code in codes if map_outlines.point_of_country(code) is None] == []


@pytest.mark.parametrize("code", sorted(district_list.load_districts()))
def test_each_district_lies_in_its_country(code: str) -> None:
    point = map_outlines.point_of_district(code)
    assert point is not None
    country = district_list.country_of_district(code)
    if country == Country.MALDIVES:  # islands smaller than a line of this map
        assert 72 < point[0] < 74
        assert -1 < point[1] < 8
        return
    rings = [
        ring
        for land in map_outlines.load_land_outlines()
        if land.code == country
        for ring in land.rings
    ]
    assert any(_is_near(point, ring) for ring in rings)


def _is_near(point: map_outlines.Point, ring: tuple[map_outlines.Point, ...]) -> bool:
    """In the ring, or as near as simplified outlines and rounded points allow."""
    closed = [*ring, ring[0]]
    crossings = sum(
        (y1 > point[1]) != (y2 > point[1])
        and point[0] < (x2 - x1) * (point[1] - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in pairwise(closed)
    )
    if crossings % 2:
        return True
    return min(_away(point, start, two) for start, two in pairwise(closed)) < 0.3


def _away(point: map_outlines.Point, start: map_outlines.Point, two: map_outlines.Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, two
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = 0 if not length else ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length
    along = min(1, max(0, along))
    return ((x - x1 - along * (x2 - x1)) ** 2 + (y - y1 - along * (y2 - y1)) ** 2) ** 0.5


def test_land_is_cut_at_the_edges_of_the_window() -> None:
    window = MapWindow(80, 20, 90, 28)
    rings = map_outlines.clip_land(window)
    assert rings
    for x, y in (point for ring in rings for point in ring):
        assert 80 <= x <= 90
        assert 20 <= y <= 28
    assert map_outlines.clip_land(MapWindow(-5, -8, -4, -7)) == [], "the open sea"


@pytest.mark.django_db
@pytest.mark.requirement("FLW-004")
def test_the_page_shows_the_map_beside_the_list(worker: Staff, child: Child) -> None:
    page_after(
        worker, child,
        **{"leg1-from_district": "NP-DHA", "leg1-to_district": "IN-WB-KOL",
           "leg1-to_place": "Sonagachi", "leg2-from_district": "IN-WB-KOL", "leg2-to_country": "SAU"},
    )  # fmt: skip
    page = signed_in(worker).get(address("show_account_of_events", child)).content.decode()
    svg = re.search(r"<svg\s[^>]*role=\"img\".*?</svg>", page, re.DOTALL)
    assert svg
    assert ">Dhanusha</text>" in svg[0]
    assert ">Saudi Arabia</text>" in svg[0]
    assert svg[0].count('class="way dashed"') == 1
    assert "Sonagachi" not in svg[0], "never finer than a district"
    assert "Sonagachi" in page, "the list says it to who may read it"
    assert "style=" not in svg[0], "the content policy allows no style in a page"
    assert "Natural Earth" in page
    assert len(svg[0]) < 16_000
