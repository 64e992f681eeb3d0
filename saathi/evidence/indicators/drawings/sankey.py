"""Flows as bands from origins to destinations: pure geometry in the reading direction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saathi.evidence.indicators.drawings.child_flows import (
    ChildFlow,
    drawable_flows,
    sort_destinations,
)
from saathi.evidence.indicators.drawings.world_map import describe_flow

WIDTH = 360  # the width of a phone; it is enlarged on a larger screen
TALL = 220  # the height of all bands together; less for few flows, so that one band does not fill the page
TALL_EACH = 45
NODE = 6
GAP = 5
LEAST_SLOT = 17  # the minimum height for a name, however thin its band
LEAST_BAND = 1.2
HEAD = 4


@dataclass(frozen=True, slots=True)
class SankeyBand:
    """A flow as an area."""

    path: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class SankeyNode:
    """A place on one side with its name."""

    x: int
    y: float
    height: float
    name: str
    name_x: int
    name_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class SankeyDiagram:
    """The complete drawing."""

    width: int
    height: int
    bands: Sequence[SankeyBand]
    nodes: Sequence[SankeyNode]


@dataclass(frozen=True)
class _Side:
    """The places of one side from top to bottom, with their names, heights and slots."""

    codes: Sequence[str]
    names: Mapping[str, str]
    heights: Sequence[float]
    slots: Sequence[tuple[float, float]]

    @property
    def tops(self) -> dict[str, float]:
        """The top of the first band of each place."""
        return {code: top for code, (top, _bottom) in zip(self.codes, self.slots, strict=True)}

    @property
    def foot(self) -> float:
        """The bottom of the last place."""
        return self.slots[-1][1]


def build_sankey(flows: Sequence[ChildFlow], *, is_right_to_left: bool) -> SankeyDiagram | None:
    """The diagram of these flows, mirrored for right-to-left languages; None without numbers."""
    drawn = drawable_flows(flows)
    if not drawn:
        return None
    per_one = min(TALL, TALL_EACH * len(drawn)) / sum(flow.number or 0 for flow in drawn)
    thick = {flow: max((flow.number or 0) * per_one, LEAST_BAND) for flow in drawn}
    names = {flow.leads_to: flow.end_name for flow in drawn}
    origins = {flow.origin: flow.origin_name for flow in drawn}
    ends = sort_destinations(list(names), names)
    starts = sorted(
        origins,
        key=lambda code: -sum(thick[flow] for flow in drawn if flow.origin == code),
    )
    origin_side = _side(
        starts,
        origins,
        [[thick[flow] for flow in drawn if flow.origin == code] for code in starts],
    )
    destination_side = _side(
        ends, names, [[thick[flow] for flow in drawn if flow.leads_to == code] for code in ends]
    )
    return SankeyDiagram(
        WIDTH,
        round(max(origin_side.foot, destination_side.foot) + HEAD),
        _bands(thick, origin_side, destination_side, from_the_right=is_right_to_left),
        [
            *_nodes(origin_side, is_right=is_right_to_left),
            *_nodes(destination_side, is_right=not is_right_to_left),
        ],
    )


def _side(codes: Sequence[str], names: Mapping[str, str], parts: Sequence[list[float]]) -> _Side:
    heights = [sum(part_heights) for part_heights in parts]
    return _Side(codes, names, heights, _slots(heights))


def _bands(
    thick: Mapping[ChildFlow, float],
    origin_side: _Side,
    destination_side: _Side,
    *,
    from_the_right: bool,
) -> list[SankeyBand]:
    """The band of each flow, below the previous one on both sides."""
    left, right = origin_side.tops, destination_side.tops
    order = sorted(
        thick,
        key=lambda flow: (
            origin_side.codes.index(flow.origin),
            destination_side.codes.index(flow.leads_to),
        ),
    )
    bands = []
    for flow in order:
        top, end = left[flow.origin], right[flow.leads_to]
        path = _band(top, end, thick[flow], from_the_right=from_the_right)
        bands.append(SankeyBand(path, flow.kind.value, describe_flow(flow)))
        left[flow.origin] += thick[flow]
        right[flow.leads_to] += thick[flow]
    return bands


def _slots(heights: Sequence[float]) -> list[tuple[float, float]]:
    """Top and bottom of each node in order, with a minimum height for its name."""
    slots, top = [], float(HEAD)
    for height in heights:
        bottom = top + max(height, LEAST_SLOT - GAP)
        slots.append((top, bottom))
        top = bottom + GAP
    return slots


def _band(left: float, right: float, thick: float, *, from_the_right: bool) -> str:
    """The path of an area from side to side with two curves."""
    start, end, middle = NODE, WIDTH - NODE, WIDTH / 2
    if from_the_right:
        start, end = end, start
    return (
        f"M{start} {left:.1f}C{middle:.0f} {left:.1f} {middle:.0f} {right:.1f} {end} {right:.1f}"
        f"V{right + thick:.1f}C{middle:.0f} {right + thick:.1f} {middle:.0f} {left + thick:.1f} "
        f"{start} {left + thick:.1f}z"
    )


def _nodes(side: _Side, *, is_right: bool) -> list[SankeyNode]:
    return [
        SankeyNode(
            x=WIDTH - NODE if is_right else 0,
            y=round(top, 1),
            height=round(height, 1),
            name=side.names[code],
            name_x=WIDTH - NODE - 4 if is_right else NODE + 4,
            name_y=round(top + max(height, LEAST_SLOT - GAP) / 2 + 4, 1),
            anchor="end" if is_right else "start",
        )
        for code, height, (top, _bottom) in zip(side.codes, side.heights, side.slots, strict=True)
    ]
