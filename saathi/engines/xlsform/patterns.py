"""The subset of regular expressions allowed in `regex()`, which Python always matches quickly.

Python tries one way of matching after another. The pattern alone bounds their number: no group is
repeated, so each repetition and each alternative is decided at most once in each way.
"""

import math
import re
from functools import lru_cache
from typing import Final

from saathi.engines.xlsform import limits
from saathi.infra.reasons import mark as _

_REPEATED_GROUP: Final = re.compile(r"\)\s*(?:[*+]|\{)")
_SPECIAL_GROUP: Final = re.compile(r"\(\?(?!:)|\\[1-9]|\\[gkpP]")
_BIG_COUNT: Final = re.compile(r"\{[^}]*\d{3,}[^}]*\}")
# A repetition, with any sign that makes it lazy or possessive, or part of a group.
_PART: Final = re.compile(
    r"(?P<open>[*+]|\{\d*,\})[?+]?|\{(?P<least>\d*)(?:,(?P<most>\d+))?\}[?+]?"
    r"|(?P<maybe>\?)[?+]?|(?P<group>\((?:\?:)?)|(?P<end>\))|(?P<other>\|)"
)


def pattern_problem(pattern: str) -> str:
    """Why a pattern is refused, as a message id; empty if it is accepted."""
    if len(pattern) > limits.PATTERN_LETTERS:
        return _("The pattern of regex() is too long.")
    bare = _without_classes(pattern)
    if _REPEATED_GROUP.search(bare) or _SPECIAL_GROUP.search(bare) or _BIG_COUNT.search(bare):
        return _("The pattern of regex() repeats a group or uses lookaround: simplify it.")
    if count_ways(pattern) > limits.PATTERN_WAYS:
        return _("The pattern of regex() has too many repetitions and alternatives: simplify it.")
    try:
        _compiled(pattern)
    except (re.error, OverflowError, RecursionError):
        return _("The pattern of regex() is not supported.")
    return ""


def count_ways(pattern: str) -> int:
    """The most ways in which a pattern without repeated groups tries to match one text."""
    open_repetitions, ways, alternatives = 0, 1, [1]
    for part in _PART.finditer(_without_classes(pattern)):
        if part["open"]:
            open_repetitions += 1
        elif part["maybe"]:
            ways *= 2
        elif part["most"]:
            ways *= max(int(part["most"]) - int(part["least"] or 0), 0) + 1
        elif part["group"]:
            alternatives.append(1)
        elif part["other"]:
            alternatives[-1] += 1
        elif part["end"] and len(alternatives) > 1:
            ways *= alternatives.pop()
    # The positions where open repetitions end are in ascending order.
    places = math.comb(limits.PATTERN_TEXT_LETTERS + open_repetitions, open_repetitions)
    return ways * math.prod(alternatives) * places


def matches_pattern(pattern: str, text: str) -> bool:
    """Whether the whole text matches the pattern; False for a text that is too long to try."""
    if len(text) > limits.PATTERN_TEXT_LETTERS or pattern_problem(pattern):
        return False
    return _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _without_classes(pattern: str) -> str:
    """The pattern with escaped characters and bracketed classes replaced."""
    plain = re.sub(r"\\([^1-9gkpP])", "x", pattern, flags=re.DOTALL)
    return re.sub(r"\[[^\]]*\]", "x", plain)
