"""The subset of regular expressions allowed in `regex()`, which Python always matches quickly.

A pattern with a repetition inside a repetition can take practically forever; it is refused when the
form is uploaded.
"""

import re
from functools import lru_cache
from typing import Final

from saathi.engines.xlsform import limits
from saathi.infra.reasons import mark as _

MAX_OPEN_REPEATS: Final = 3  # repetitions without a fixed number in one pattern
MAX_TEXT_LENGTH: Final = 200
_REPEATED_GROUP: Final = re.compile(r"\)\s*(?:[*+]|\{)")
_SPECIAL_GROUP: Final = re.compile(r"\(\?(?!:)|\\[1-9]|\\[gkpP]")
_OPEN: Final = re.compile(r"[*+]|\{\d*,\d*\}")
_BIG_COUNT: Final = re.compile(r"\{[^}]*\d{3,}[^}]*\}")


def pattern_problem(pattern: str) -> str:
    """Why a pattern is refused, as a message id; empty if it is accepted."""
    if len(pattern) > limits.PATTERN_LETTERS:
        return _("The pattern of regex() is too long.")
    bare = _without_classes(pattern)
    if _REPEATED_GROUP.search(bare) or _SPECIAL_GROUP.search(bare) or _BIG_COUNT.search(bare):
        return _("The pattern of regex() repeats a group or uses lookaround: simplify it.")
    if len(_OPEN.findall(bare)) > MAX_OPEN_REPEATS:
        return _("The pattern of regex() has too many * and +: simplify it.")
    try:
        _compiled(pattern)
    except (re.error, OverflowError, RecursionError):
        return _("The pattern of regex() is not supported.")
    return ""


def matches_pattern(pattern: str, text: str) -> bool:
    """Whether the whole text matches the pattern; False for a text that is too long to try."""
    if len(text) > MAX_TEXT_LENGTH or pattern_problem(pattern):
        return False
    return _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _without_classes(pattern: str) -> str:
    """The pattern with escaped characters and bracketed classes replaced."""
    plain = re.sub(r"\\([^1-9gkpP])", "x", pattern)
    return re.sub(r"\[[^\]]*\]", "x", plain)
