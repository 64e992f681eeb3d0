"""Draws charts on the server: a Vega-Lite specification in, SVG for the page out.

No browser, no script, no network. Colours come from the page, so one drawing serves light, dark
and print. What a chart says also has to stand in words beside it: the drawing is for the eye only.
"""

import json
import re
from functools import lru_cache
from typing import Any

import vl_convert

# The page decides: its ink in both themes, its font in every script.
_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": "inherit",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "domainColor": "currentColor",
        "tickColor": "currentColor",
        "gridColor": "currentColor",
        "gridOpacity": 0.12,
        "labelFontSize": 11,
    },
    "header": {"labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": 12},
    "bar": {"color": "var(--care, currentColor)"},
    "rule": {"color": "currentColor"},
    "tick": {"color": "currentColor"},
    "point": {"color": "currentColor"},
    "text": {"color": "currentColor"},
}


# Vega names every layer an image of its own; the words beside the chart say it better.
_FOR_READERS = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


class Svg(str):
    """A drawing that our own server made; a template shows it as the drawing that it is.

    Vega has escaped every text in it, and nothing but `draw` makes one.
    """

    __slots__ = ()

    def __html__(self) -> str:
        """The markup itself."""
        return str(self)


def draw(spec: dict[str, Any]) -> Svg:
    """The drawing of a specification. The first takes half a second, others 50 ms, known ones 0."""
    return _draw(json.dumps(spec, sort_keys=True))


@lru_cache(maxsize=512)
def _draw(spec: str) -> Svg:
    drawn = vl_convert.vegalite_to_svg(spec, config=_CONFIG, allowed_base_urls=[])
    return Svg(_FOR_READERS.sub("", drawn))
