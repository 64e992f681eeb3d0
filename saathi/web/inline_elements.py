"""Small inline elements: an isolated name, an icon.

A page has hundreds of them, so shared parts are built once.
"""

import unicodedata
from functools import cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, trans_real

from saathi.web import assets, icons

_ISOLATED, _SO_FAR = format_html("<{}>", "bdi"), format_html("</{}>", "bdi")
_OURS = format_html('<{} dir="rtl">', "bdi")


def bidi(value: object) -> SafeString:
    """The value isolated, so that its direction does not affect its neighbours (names, places, numbers).

    Its first letter sets the direction, which is right for what people typed. A text of ours keeps
    that of the page where it begins with a word such as CSV or ILO.
    """
    is_ours = get_language_bidi() and str(value) in _turned(get_language() or "")
    begin = _OURS if is_ours else _ISOLATED
    return begin + conditional_escape(value) + _SO_FAR  # type: ignore[arg-type]  # it is safe


@cache
def _turned(_language: str) -> frozenset[str]:
    """Our texts in the right-to-left language of the page that begin with a Latin word."""
    texts = trans_real.catalog()._catalog.items()  # type: ignore[attr-defined]  # as Django's own
    return frozenset(text for _english, text in texts if _is_turned(text))


def _is_turned(text: str) -> bool:
    strong = [sign for sign in map(unicodedata.bidirectional, text) if sign in {"L", "R", "AL"}]
    return strong[:1] == ["L"] and len(set(strong)) > 1


@cache
def icon(name: str, extra_class: str = "") -> SafeString:
    """The named icon as inline SVG, hidden from screen readers: always add words."""
    classes = " ".join(
        filter(None, ("icon", "flips" * (name in icons.MIRRORED_ICONS), extra_class))
    )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        classes,
        assets.icon_path(name),
    )
