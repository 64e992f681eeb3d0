"""Splits home addresses into place names."""

import re
from collections.abc import Mapping
from typing import Any, Final

_DIGIT: Final = re.compile(r"\d")
# Separators between places in the scripts of the region: commas, semicolons, ends of sentences and
# lines, and a dash between spaces. A slash or dash inside a word belongs to it: S/O, 12/3.
_SEPARATOR: Final = re.compile(r"[,،，、﹐､;؛；﹔।॥۔།\n\r\v\f\x85\u2028\u2029]|(?<=\s)/(?=\s)")


def split_places(text: str) -> tuple[str, ...]:
    """The place names in a text, in order."""
    return tuple(part for piece in _SEPARATOR.split(text) if (part := piece.strip()))


def home_places(opened: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts of the child's address without numbers; a number does not identify a place."""
    parts = split_places(str(opened.get("address", "")))
    return tuple(part for part in parts if not _DIGIT.search(part))
