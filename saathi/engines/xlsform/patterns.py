"""The subset of regular expressions allowed in `regex()`, which Python always matches quickly.

Python tries one way of matching after another. The pattern alone bounds their number: no group is
repeated, so each repetition and each alternative is decided at most once in each way. On each way,
what follows a decision is compared again, as often as it is repeated.
"""

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from saathi.engines.xlsform import limits
from saathi.infra.reasons import mark_for_translation as _

_REPEATED_GROUP: Final = re.compile(r"\)\s*(?:[*+]|\{)")
_SPECIAL_GROUP: Final = re.compile(r"\(\?(?!:)|\\[1-9]|\\[gkpP]")
_BIG_COUNT: Final = re.compile(r"\{[^}]*\d{3,}[^}]*\}")
# A repetition, with any sign that makes it lazy or possessive, part of a group, or what is matched.
_PART: Final = re.compile(
    r"(?P<open>[*+]|\{\d*,\})[?+]?|\{(?P<least>\d*)(?:,(?P<most>\d+))?\}[?+]?"
    r"|(?P<maybe>\?)[?+]?|(?P<group>\((?:\?:)?)|(?P<end>\))|(?P<other>\|)|(?P<item>\[[^\]]*\]|.)",
    re.DOTALL,
)
# A repeated class before a character that is not repeated itself.
_BEFORE_SIGN: Final = re.compile(
    r"(?P<set>\[(?:\\.|[^\]\\])*\])[*+](?=(?P<sign>\\[^\w\s]|[^\w\s\\()\[\]{}|?*+.^$])(?![*+?{]))"
)


def pattern_problem(pattern: str) -> str:
    """Why a pattern is refused, as a message id; empty if it is accepted."""
    if len(pattern) > limits.PATTERN_LETTERS:
        return _("The pattern of regex() is too long.")
    bare = _without_classes(pattern)
    if _REPEATED_GROUP.search(bare) or _SPECIAL_GROUP.search(bare) or _BIG_COUNT.search(bare):
        return _("The pattern of regex() repeats a group or uses lookaround: simplify it.")
    count = _counted(pattern)
    if count.open > limits.PATTERN_OPEN or count.steps() > limits.PATTERN_STEPS:
        return _("The pattern of regex() has too many repetitions and alternatives: simplify it.")
    try:
        _compiled(pattern)
    except (re.error, OverflowError, RecursionError):
        return _("The pattern of regex() is not supported.")
    return ""


def count_ways(pattern: str) -> int:
    """The most ways in which a pattern without repeated groups tries to match one text."""
    return _counted(pattern).all_ways()


def count_steps(pattern: str) -> int:
    """The most characters and members of classes that are compared on all these ways."""
    return _counted(pattern).steps()


@dataclass
class _Count:
    """What was counted in a pattern so far."""

    open: int = 0  # repetitions without an upper limit
    ways: int = 1
    alternatives: list[int] = field(default_factory=lambda: [1])
    once: int = 0  # comparisons before there is more than one way
    often: int = 0  # comparisons after that, each made on every way
    size: int = 0  # of the last item

    def all_ways(self) -> int:
        # The positions where open repetitions end are in ascending order.
        places = math.comb(limits.PATTERN_TEXT_LETTERS + self.open, self.open)
        return self.ways * math.prod(self.alternatives) * places

    def steps(self) -> int:
        return self.once + self.all_ways() * max(self.often, 1)

    def compare(self, times: int) -> None:
        """The last item is compared so many times."""
        if self.open or self.ways > 1 or sum(self.alternatives) > len(self.alternatives):
            self.often += self.size * times
        else:
            self.once += self.size * times


@lru_cache(maxsize=512)
def _counted(pattern: str) -> _Count:
    count = _Count()
    for part in _PART.finditer(_without_escapes(_BEFORE_SIGN.sub(_bounded, pattern))):
        if part["item"]:
            count.size = max(len(part["item"]) - 2, 1)
            count.compare(1)
        elif part["open"]:
            count.open += 1
            count.compare(1)
        elif part["maybe"]:
            count.ways *= 2
        elif part["group"]:
            count.alternatives.append(1)
        elif part["other"]:
            count.alternatives[-1] += 1
        elif part["end"]:
            count.ways *= count.alternatives.pop() if len(count.alternatives) > 1 else 1
        else:
            most = int(part["most"] or part["least"] or 0)
            count.ways *= max(most - int(part["least"] or 0), 0) + 1
            count.compare(most)
    return count


def _bounded(repetition: re.Match[str]) -> str:
    """A repetition that can end in one place only, before a sign outside its class, as counted."""
    try:
        is_outside = not re.fullmatch(repetition["set"], repetition["sign"][-1])
    except re.error:
        is_outside = False
    return f"{repetition['set']}{{{limits.PATTERN_TEXT_LETTERS}}}" if is_outside else repetition[0]


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
    return re.sub(r"\[[^\]]*\]", "x", _without_escapes(pattern))


def _without_escapes(pattern: str) -> str:
    return re.sub(r"\\([^1-9gkpP])", "x", pattern, flags=re.DOTALL)
