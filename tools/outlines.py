"""Makes the outlines of countries behind a drawn route from Natural Earth, as TopoJSON of `world-atlas`.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/outlines.py package/countries-50m.json

Writes saathi/infra/data/outlines.json, which is in the repository: run by hand when the source changes.
"""

import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "saathi" / "infra" / "data" / "outlines.json"
UNIT = 10  # tenths of a degree: about eleven kilometres
WEST, SOUTH, EAST, NORTH = -12.0, -13.0, 126.0, 61.0  # what routes from the region may lead through
TOLERANCE = 0.12  # degrees: what a line may leave its place by
LEAST = 0.06  # square degrees: a smaller island is left out, unless it is all there is of a country
NUMBERS = {
    "004": "AFG", "050": "BGD", "064": "BTN", "356": "IND", "462": "MDV", "524": "NPL", "586": "PAK",
    "144": "LKA", "048": "BHR", "156": "CHN", "364": "IRN", "368": "IRQ", "400": "JOR", "414": "KWT",
    "422": "LBN", "458": "MYS", "104": "MMR", "512": "OMN", "634": "QAT", "682": "SAU", "702": "SGP",
    "764": "THA", "792": "TUR", "784": "ARE", "826": "GBR",
}  # fmt: skip

type Point = tuple[float, float]


def main() -> None:
    topology = json.loads(Path(sys.argv[1]).read_text())
    whole = [unpacked(arc, topology["transform"]) for arc in topology["arcs"]]
    arcs = [simplified(arc) for arc in whole]
    lands = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [ring(polygon[0], arcs) for polygon in polygons]
        rings = [result for result in rings if len(result) > 3 and touches(result)]
        kept = [entry for entry in rings if area(entry) >= LEAST]
        code = NUMBERS.get(str(geometry.get("id", "")).zfill(3), "")
        if not kept and code:  # a small island state: as it is
            kept = sorted((ring(polygon[0], whole) for polygon in polygons), key=area)[-1:]
        if kept:
            largest = max(kept, key=area)
            point = [round(sum(p[axis] for p in largest) / len(largest) * UNIT) for axis in (0, 1)]
            lands.append({"code": code, "point": point, "rings": [packed(item) for item in kept]})
    TARGET.write_text(json.dumps({"unit": UNIT, "lands": lands}, separators=(",", ":")) + "\n")
    print(f"{TARGET}: {len(lands)} lands, {TARGET.stat().st_size} bytes")


def unpacked(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * kx + dx, y * ky + dy))
    return points


def simplified(points: list[Point]) -> list[Point]:
    """Douglas and Peucker: ends stay, so that neighbours still share their border."""
    if len(points) < 3:
        return points
    first, last = points[0], points[-1]
    far, where = max((away(point, first, last), at) for at, point in enumerate(points[1:-1], 1))
    if far <= TOLERANCE:
        return [first, last]
    return simplified(points[: where + 1])[:-1] + simplified(points[where:])


def away(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = 0.0 if not length else ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length
    along = min(1.0, max(0.0, along))
    return ((x - x1 - along * (x2 - x1)) ** 2 + (y - y1 - along * (y2 - y1)) ** 2) ** 0.5


def ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def touches(points: list[Point]) -> bool:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs) < EAST and max(xs) > WEST and min(ys) < NORTH and max(ys) > SOUTH


def area(points: list[Point]) -> float:
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def packed(points: list[Point]) -> list[int]:
    """x, y, x, y in units, without points that fall together."""
    results: list[int] = []
    for x, y in points:
        pair = [round(x * UNIT), round(y * UNIT)]
        if results[-2:] != pair:
            results += pair
    return results


if __name__ == "__main__":
    main()
