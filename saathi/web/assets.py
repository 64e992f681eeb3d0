"""Reads what `tools/assets.py` has built: icons now, fonts by their URL."""

import json
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BUILT = Path(__file__).parent / "static" / "web" / "built"


class UnknownIcon(KeyError):
    """A template asked for an icon that `saathi.web.icons.ICON_NAMES` does not list."""


@cache
def icon_paths() -> dict[str, str]:
    """The drawing of each icon as one SVG path, by name."""
    try:
        text = (BUILT / "icons.json").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ImproperlyConfigured("The icons are not built yet. Run: make assets") from error
    drawings: dict[str, str] = json.loads(text)
    return drawings


def icon_path(name: str) -> str:
    """The SVG path of one icon; `UnknownIcon` says what to do about a wrong name."""
    try:
        return icon_paths()[name]
    except KeyError:
        raise UnknownIcon(
            f"No icon {name!r}. Add its tabler name to saathi/web/icons.py, then: make assets",
        ) from None
