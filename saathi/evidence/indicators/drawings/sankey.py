"""The ways as bands from origins to where they lead: pure geometry, drawn from the reading side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saathi.evidence.indicators.drawings.child_flows import ChildFlow, drawable_flows, sort_ends
from saathi.evidence.indicators.drawings.world_map import describe_flow

WIDTH = 360  # as wide as a phone; a larger screen draws it larger
TALL = 220  # of all bands together; of few ways less, so that one is not a wall
TALL_EACH = 45
NODE = 6
GAP = 5
LEAST_SLOT = 17  # a name needs so much, however thin its band
LEAST_BAND = 1.2
HEAD = 4


@dataclass(frozen=True, slots=True)
class SankeyBand:
    """A way as an area."""

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
    """All that is drawn."""

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
        """Where the first band of each place begins."""
        return {code: top for code, (top, _bottom) in zip(self.codes, self.slots, strict=True)}

    @property
    def foot(self) -> float:
        """Where the last place ends."""
        return self.slots[-1][1]


def build_sankey(flows: Sequence[ChildFlow], *, is_right_to_left: bool) -> SankeyDiagram | None:
    """The bands of these ways; None where none has a number. Mirrored where one reads from the right."""
    found = drawable_flows(flows)
    if not found:
        return None
    per_one = min(TALL, TALL_EACH * len(found)) / sum(way.number or 0 for way in found)
    thick = {way: max((way.number or 0) * per_one, LEAST_BAND) for way in found}
    names = {way.leads_to: way.end_name for way in found}
    origins = {way.origin: way.origin_name for way in found}
    ends = sort_ends(list(names), names)
    starts = sorted(
        origins, key=lambda code: -sum(thick[one] for one in found if one.origin == code)
    )
    here = _side(starts, origins, [[thick[w] for w in found if w.origin == one] for one in starts])
    there = _side(ends, names, [[thick[w] for w in found if w.leads_to == one] for one in ends])
    return SankeyDiagram(
        WIDTH,
        round(max(here.foot, there.foot) + HEAD),
        _bands(thick, here, there, from_the_right=is_right_to_left),
        [
            *_nodes(here, is_right=is_right_to_left),
            *_nodes(there, is_right=not is_right_to_left),
        ],
    )


def _side(codes: Sequence[str], names: Mapping[str, str], parts: Sequence[list[float]]) -> _Side:
    heights = [sum(one) for one in parts]
    return _Side(codes, names, heights, _slots(heights))


def _bands(
    thick: Mapping[ChildFlow, float], here: _Side, there: _Side, *, from_the_right: bool
) -> list[SankeyBand]:
    """Each way below the one before it, on both of its sides."""
    left, right = here.tops, there.tops
    order = sorted(
        thick, key=lambda way: (here.codes.index(way.origin), there.codes.index(way.leads_to))
    )
    bands = []
    for way in order:
        top, end = left[way.origin], right[way.leads_to]
        path = _band(top, end, thick[way], from_the_right=from_the_right)
        bands.append(SankeyBand(path, way.kind.value, describe_flow(way)))
        left[way.origin] += thick[way]
        right[way.leads_to] += thick[way]
    return bands


def _slots(heights: Sequence[float]) -> list[tuple[float, float]]:
    """Top and bottom of each node, one below the other, none too low for its name."""
    found, top = [], float(HEAD)
    for height in heights:
        bottom = top + max(height, LEAST_SLOT - GAP)
        found.append((top, bottom))
        top = bottom + GAP
    return found


def _band(left: float, right: float, thick: float, *, from_the_right: bool) -> str:
    """An area from one side to the other, in two soft curves."""
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
