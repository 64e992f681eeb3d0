"""Flows as a map and as a Sankey diagram: what is drawn, what is not, and that no drawing has districts."""

import itertools
import re

import pytest

from saathi.evidence.indicators.dimension_codes import Region
from saathi.evidence.indicators.dimensions import LEADS_TO
from saathi.evidence.indicators.drawings.child_flows import (
    ChildFlow,
    FlowKind,
    flow_kind,
    sort_destinations,
)
from saathi.evidence.indicators.drawings.pages import build_flow_view
from saathi.evidence.indicators.drawings.sankey import WIDTH, build_sankey
from saathi.evidence.indicators.drawings.world_map import HEIGHT, build_world_map, place_point
from saathi.evidence.indicators.drawings.world_map import WIDTH as MAP_WIDTH
from saathi.evidence.pages import CountCell
from saathi.evidence.vocabulary import CellKind
from saathi.infra import district_list, map_outlines

HIDDEN = CountCell(CellKind.BELOW, "×", "suppressed")


def way(origin: str, leads_to: str, number: int | None) -> ChildFlow:
    cell = HIDDEN if number is None else CountCell(CellKind.NUMBER, str(number))
    return ChildFlow(
        origin, leads_to, f"<{origin}>", LEADS_TO.label(leads_to), cell, number, flow_kind(leads_to)
    )


WAYS = [
    way("NPL", "internal", 70), way("NPL", "IND", 45), way("NPL", "gulf", 20), way("NPL", "GBR", 5),
    way("BGD", "internal", 15), way("BGD", "IND", None), way("BGD", "east_asia", 10),
    way("IND", "ARE", 10), way("IND", "return", 5),
]  # fmt: skip


@pytest.mark.parametrize(
    ("leads_to", "kind"),
    [("internal", "internal"), ("return", "return"), ("IND", "region"), ("south_asia", "region"),
     ("ARE", "beyond"), ("gulf", "beyond"), ("europe", "beyond"), ("GBR", "beyond"),
     ("__others__", "beyond")],
)  # fmt: skip
def test_flow_kind_is_internal_regional_or_beyond(leads_to: str, kind: str) -> None:
    assert flow_kind(leads_to) == kind


@pytest.mark.requirement("FLW-003")
def test_ways_in_the_region_and_into_east_asia_europe_and_the_gulf_are_drawn_and_named() -> None:
    drawn = build_world_map(WAYS)
    bands = build_sankey(WAYS, is_right_to_left=False)
    assert drawn is not None
    assert bands is not None
    for region in (Region.EAST_ASIA, Region.GULF):
        assert str(region.label) in {place.name for place in drawn.places}
        assert str(region.label) in {node.name for node in bands.nodes}
    names = {node.name for node in bands.nodes}
    assert {"India", "United Kingdom", "United Arab Emirates"} <= names
    assert {arrow.kind for arrow in drawn.arrows} == {FlowKind.REGION, FlowKind.BEYOND}
    for place in drawn.places:  # destinations beyond the map are placed on its edge
        assert 0 <= place.x <= MAP_WIDTH
        assert 0 <= place.y <= HEIGHT


@pytest.mark.requirement("FLW-005")
def test_ways_inside_a_country_come_first_and_are_drawn_in_the_same_measure() -> None:
    """A band of 70 inside is as thick as one of 70 across, and the ring as wide as the arrow."""
    equal_flows = [way("NPL", "internal", 70), way("NPL", "IND", 70)]
    bands = build_sankey(equal_flows, is_right_to_left=False)
    drawn = build_world_map(equal_flows)
    assert bands is not None
    assert drawn is not None
    inside, across = [node for node in bands.nodes if node.anchor == "end"]
    assert inside.name == "Within the same country"
    assert inside.y < across.y
    assert inside.height == across.height
    assert drawn.rings[0].width == drawn.arrows[0].width
    assert build_flow_view(equal_flows, "x").lines[0].label == "Within the same country"


@pytest.mark.requirement("PRV-020")
def test_map_has_no_point_for_a_district() -> None:
    """For any input, a district ends at the point for unknown places, never at its own."""
    seats = {map_outlines.point_of_district(code) for code in district_list.load_districts()} - {
        None
    }
    ends = {place_point(code) for code in district_list.load_districts()}
    assert len(ends) == 1
    assert not ends & seats
    only = build_world_map([way("NP-KTM", "NP-PAR", 50)])
    assert only is not None
    assert not only.places
    assert list(only.without_place) == ["<NP-KTM>"]


def test_hidden_flow_is_in_the_table_and_not_drawn() -> None:
    view = build_flow_view(WAYS, "x")
    assert view.bands is not None
    assert not any("<BGD> → India" in band.words for band in view.bands.bands)
    india = next(line for line in view.lines if line.label == "India")
    assert india.cells[list(view.columns).index("<BGD>")] == HIDDEN
    assert build_flow_view([way("NPL", "IND", None), way("NPL", "internal", 0)], "x").bands is None


def test_every_drawn_flow_number_is_in_the_table() -> None:
    view = build_flow_view(WAYS, "x")
    printed = sorted(cell.text for line in view.lines for cell in line.cells)
    assert view.bands is not None
    drawn = [band.words.rpartition(": ")[2] for band in view.bands.bands]
    assert len(drawn) == 8
    assert all(number in printed for number in drawn)


def test_sankey_is_mirrored_for_right_to_left_languages() -> None:
    left_to_right = build_sankey(WAYS, is_right_to_left=False)
    right_to_left = build_sankey(WAYS, is_right_to_left=True)
    assert left_to_right is not None
    assert right_to_left is not None
    assert {node.name: node.x for node in left_to_right.nodes}["<NPL>"] == 0
    assert {node.name: node.x for node in right_to_left.nodes}["<NPL>"] == WIDTH - 6
    assert [band.words for band in left_to_right.bands] == [
        band.words for band in right_to_left.bands
    ]


def test_a_band_is_as_thick_as_its_number_and_no_name_lies_on_another() -> None:
    bands = build_sankey(WAYS, is_right_to_left=False)
    assert bands is not None

    def thick(words: str) -> float:
        path = next(band.path for band in bands.bands if band.words.startswith(words))
        top, bottom = re.search(r"^M\d+ ([\d.]+)C.* \d+ ([\d.]+)z$", path).groups()  # type: ignore[union-attr]
        return float(bottom) - float(top)

    assert thick("<NPL> → India") == pytest.approx(9 * thick("<NPL> → United Kingdom"), rel=0.05)
    for side in ("start", "end"):
        lines = sorted(node.name_y for node in bands.nodes if node.anchor == side)
        assert all(next_line - line >= 12 for line, next_line in itertools.pairwise(lines))


def test_ends_are_listed_inside_first_then_by_region() -> None:
    names = {
        code: LEADS_TO.label(code) for code in ("GBR", "ARE", "IND", "internal", "return", "BGD")
    }
    assert sort_destinations(list(names), names) == [
        "internal",
        "return",
        "BGD",
        "IND",
        "ARE",
        "GBR",
    ]
