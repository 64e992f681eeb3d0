"""Small drawings of a number over time: bars in a tile or in a table row. No script."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

from saathi.web.components import Text

BAR_WIDTH, STEP = 8, 10  # in the drawing's own units
HEIGHT = 32


@dataclass(frozen=True, slots=True)
class TrendBar:
    """A bar with its place and its meaning."""

    words: str
    x: int
    y: int
    height: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """A drawing; `words` gives all its values, `first` and `last` are labels below its ends."""

    bars: Sequence[TrendBar]
    words: str
    first: str
    last: str
    width: int
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class TrendTile:
    """A number with its trend and the URL of the underlying data."""

    label: Text
    value: str
    url: str
    note: str
    trend: Trend
    tone: str = ""


def trend_of(points: Sequence[tuple[str, int | None]]) -> Trend:
    """The drawing of labelled values, oldest first; missing values have no bar."""
    highest = max((value or 0 for _label, value in points), default=0) or 1
    bars = []
    for place, (label, value) in enumerate(points):
        if value is None:
            continue
        # A zero keeps a small bar, so that it differs from a missing value.
        height = max(round(HEIGHT * value / highest), 1)
        words = f"{label}: {number_format(value, force_grouping=True)}"
        bars.append(
            TrendBar(words, place * STEP, HEIGHT - height, height, place == len(points) - 1)
        )
    ends = (points[0][0], points[-1][0]) if points else ("", "")
    width = max(len(points) * STEP - (STEP - BAR_WIDTH), BAR_WIDTH)
    return Trend(bars, ", ".join(bar.words for bar in bars), *ends, width)


def draw_trend(
    label: Text, points: Sequence[tuple[str, int]], *, url: str, note: str, tone: str = ""
) -> TrendTile:
    """The tile of the newest value."""
    newest = number_format(points[-1][1], force_grouping=True)
    return TrendTile(label, newest, url, note, trend_of(points), tone)
