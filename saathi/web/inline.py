"""Small pieces that stand within a line: a name kept apart from its neighbours, an icon.

A page has hundreds of them, so what they share is put together once.
"""

from functools import cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from saathi.web import assets, icons

_ISOLATED, _SO_FAR = format_html("<{}>", "bdi"), format_html("</{}>", "bdi")


def bidi(value: object) -> SafeString:
    """The value isolated, so that its direction disturbs no neighbour (names, places, numbers)."""
    return _ISOLATED + conditional_escape(value) + _SO_FAR  # type: ignore[arg-type]  # it is safe


@cache
def icon(name: str, extra_class: str = "") -> SafeString:
    """The named icon as inline SVG, hidden from screen readers: always put words beside it."""
    classes = " ".join(filter(None, ("icon", "flips" * (name in icons.FLIPS), extra_class)))
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        classes,
        assets.icon_path(name),
    )
