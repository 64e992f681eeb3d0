"""The places of home that an envelope tells of."""

import re
from collections.abc import Mapping
from typing import Any, Final

_DIGIT: Final = re.compile(r"\d")
# What parts one place from the next in the scripts of the region: commas, semicolons, the ends of
# sentences and of lines, and a stroke between blanks. A stroke inside a word is part of it: S/O, 12/3.
_SEPARATOR: Final = re.compile(r"[,،，、﹐､;؛；﹔।॥۔།\n\r\v\f\x85\u2028\u2029]|(?<=\s)/(?=\s)")


def split_places(text: str) -> tuple[str, ...]:
    """The places that a text names, one after the other."""
    return tuple(part for each in _SEPARATOR.split(text) if (part := each.strip()))


def home_places(opened: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts of her address; a number says nothing of where a place is."""
    parts = split_places(str(opened.get("address", "")))
    return tuple(part for part in parts if not _DIGIT.search(part))
