"""The chart of detected persons: a bar for a number, a bracket for "<5", words for missing data.

It only builds the specification; `saathi.web.charts` turns it into SVG.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from saathi.evidence.printed_counts import BELOW_FIVE, Count

ChartMarks = Sequence[dict[str, Any]]

MAX_LABELLED = (
    16  # most years whose bars are all labelled; with more, only the highest and the last bar are
)
MAX_SHORT_LABEL = 10
WIDE, NARROW = 900, 420


def chart_marks(series: str, year: int, counts: Sequence[Count]) -> ChartMarks:
    """The marks of one country and year: one for each number in the source."""
    place = {"series": series, "year": str(year)}
    if not counts:
        return [{**place, "kind": "no_data", "lower": 0, "upper": 0, "label": _("no data")}]
    return [{**place, **_mark(count, several=len(counts) > 1)} for count in counts]


def _mark(count: Count, *, several: bool) -> dict[str, Any]:
    if count.is_below_five:
        return {"kind": "below", "lower": 0, "upper": 4, "label": BELOW_FIVE}
    return {
        "kind": "several" if several else "number",
        "lower": count.lower,
        "upper": count.upper,
        "label": number_format(count.upper, force_grouping=True),
    }


def chart_specification(marks: ChartMarks, *, columns: int) -> dict[str, Any]:
    """The Vega-Lite specification: one panel for each country, at most `columns` side by side."""
    wide = columns == 1
    layer = {
        "width": WIDE if wide else NARROW,
        "height": 260 if wide else 130,
        "layer": _layers(marks),
    }
    return {
        "data": {"values": _with_direct_labels(marks, all_fit=wide)},
        "facet": {
            "field": "series",
            "type": "nominal",
            "title": None,
            "sort": list(dict.fromkeys(mark["series"] for mark in marks)),
            "header": {"labelFontWeight": "bold", "labelAnchor": "start"},
        },
        "columns": columns,
        "spec": layer,
        "resolve": {"scale": {"y": "independent"}},
    }


def _with_direct_labels(marks: ChartMarks, *, all_fit: bool) -> list[dict[str, Any]]:
    """The marks with `above`: the number that is written above a bar, where there is room for it."""
    several = defaultdict(list)
    for mark in marks:
        if mark["kind"] == "number":
            several[mark["series"]].append(mark)
    shown = set()
    for bars in several.values():
        fits = all_fit and len(bars) <= MAX_LABELLED
        highest = max(bars, key=lambda bar: bar["upper"])
        shown |= {id(bar) for bar in (bars if fits else [highest, bars[-1]])}
    return [{**mark, "above": mark["label"] if id(mark) in shown else ""} for mark in marks]


def _layers(marks: ChartMarks) -> list[dict[str, Any]]:
    are_short = all(len(mark["year"]) <= MAX_SHORT_LABEL for mark in marks)
    year = {
        "field": "year",
        "type": "ordinal",
        "title": None,
        # Years are upright, and some are left out if there are many; group names are all kept.
        "axis": {"labelAngle": 0, "labelOverlap": True} if are_short else {},
    }
    top = {
        "field": "upper",
        "type": "quantitative",
        "title": None,
        "axis": {"tickMinStep": 1, "tickCount": 4},
        "scale": {"domain": {"unionWith": [0, 10]}, "nice": True},
    }
    span = {"x": year, "y": {**top, "field": "lower"}, "y2": {"field": "upper"}}
    upright = {"type": "text", "angle": 270, "align": "left", "fontSize": 10}
    return [
        _layer("number", "bar", {"x": year, "y": top}),
        _layer("number", _text_above(-4, 11), {"x": year, "y": top, "text": _words("above")}),
        _layer("several", {"type": "tick", "thickness": 2}, {"x": year, "y": top}),
        _layer("below", {"type": "errorbar", "ticks": True}, span),
        _layer("below", _text_above(-6, 10), {"x": year, "y": top, "text": _words("label")}),
        _layer(
            "no_data",
            {**upright, "dx": 2, "opacity": 0.75},
            {"x": year, "y": {"datum": 0}, "text": _words("label")},
        ),
    ]


def _layer(kind: str, mark: object, encoding: dict[str, Any]) -> dict[str, Any]:
    only = [{"filter": f"datum.kind === '{kind}'"}]
    return {"transform": only, "mark": mark, "encoding": encoding}


def _text_above(distance: int, size: int) -> dict[str, Any]:
    return {"type": "text", "dy": distance, "fontSize": size, "baseline": "bottom"}


def _words(field: str) -> dict[str, str]:
    return {"field": field, "type": "nominal"}
