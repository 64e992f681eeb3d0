"""Draws charts on the server: a Vega-Lite specification in, SVG for the page out.

It needs no browser, script or network. Colours come from the page, so one drawing serves light,
dark and print. The page must also give the chart's content in words: the drawing is only visual.
"""

import json
import re
from functools import lru_cache
from typing import Any

import vl_convert

# The page sets the ink colour for both themes and the font for every script.
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


# Vega labels every layer as an image; the words next to the chart describe it better.
_FOR_READERS = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


class Svg(str):
    """A drawing made by our own server, which a template includes as markup.

    Vega has escaped every text in it, and only `draw` makes one.
    """

    __slots__ = ()

    def __html__(self) -> str:
        """The drawing as markup."""
        return str(self)


def draw(spec: dict[str, Any]) -> Svg:
    """The drawing of a specification. The first takes half a second, others 50 ms, cached ones 0."""
    return _draw(json.dumps(spec, sort_keys=True))


@lru_cache(maxsize=512)
def _draw(spec: str) -> Svg:
    drawn = vl_convert.vegalite_to_svg(spec, config=_CONFIG, allowed_base_urls=[])
    return Svg(_FOR_READERS.sub("", drawn))
