"""The places of home that an envelope tells of."""

import re
from collections.abc import Mapping
from typing import Any, Final

_FIGURE: Final = re.compile(r"\d")


def places_of(opened: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts of her address; a number says nothing of where a place is."""
    parts = str(opened.get("address", "")).replace("\n", ",").split(",")
    return tuple(part.strip() for part in parts if part.strip() and not _FIGURE.search(part))
