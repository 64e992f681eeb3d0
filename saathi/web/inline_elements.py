"""Small inline elements: an isolated name, an icon.

A page has hundreds of them, so shared parts are built once.
"""

import re
import unicodedata
from functools import cache

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, trans_real

from saathi.web import assets, icons

_ISOLATED, _SO_FAR = format_html("<{}>", "bdi"), format_html("</{}>", "bdi")
_CASE_ID = re.compile(r"[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")
# The ID of a case or report in a sentence, with adjoining characters: breaks only at spaces.
_ID_IN_SENTENCE = re.compile(
    r"(?:(?<=\s)|^)([\u200e\u200f\u2066-\u2068]*(?:[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{2}|R-[0-9A-Z]{4}-[0-9A-Z]{4})"
    r"[\u2069:;,.]*)(?=\s|$)"
)
_LINE = '<bdi class="code" dir="ltr">{}</bdi>{}'
_OURS = format_html('<{} dir="rtl">', "bdi")


def bidi(value: object) -> SafeString:
    """The value, isolated so that its direction does not affect adjacent text.

    For names, places and numbers. The first letter sets the direction, which is right for what
    people typed. Our own texts keep the page's direction if they begin with a word such as CSV or
    ILO, or with a case ID. IDs, alone or in a sentence, are kept on one line.
    """
    is_turned = get_language_bidi()
    result = _CASE_ID.match(str(value)) if is_turned else None
    if result and _has_right_to_left_letters(str(value)):
        rest = _with_unbroken_ids(str(value)[result.end() :])
        return _OURS + format_html(_LINE, result[0], rest) + _SO_FAR
    is_ours = is_turned and str(value) in _turned(get_language() or "")
    begin = _OURS if is_ours else _ISOLATED
    return begin + _with_unbroken_ids(value) + _SO_FAR


def _with_unbroken_ids(value: object) -> SafeString:
    """The text, escaped; each ID is an element without line breaks."""
    text: SafeString = conditional_escape(value)  # type: ignore[arg-type]  # it is safe
    if "-" not in text or hasattr(value, "__html__"):
        return text
    parts = _ID_IN_SENTENCE.split(str(value))
    return format_html_join(
        "", "{}", ((_unbroken(part) if place % 2 else part,) for place, part in enumerate(parts))
    )


def _unbroken(text: str) -> SafeString:
    return format_html('<span class="code">{}</span>', text)


def _has_right_to_left_letters(text: str) -> bool:
    return any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text)


@cache
def _turned(_language: str) -> frozenset[str]:
    """Our texts that begin with a Latin word, in the right-to-left language of the page."""
    texts = trans_real.catalog()._catalog.items()  # type: ignore[attr-defined]  # as Django's own
    return frozenset(text for _english, text in texts if _is_turned(text))


def _is_turned(text: str) -> bool:
    strong = [sign for sign in map(unicodedata.bidirectional, text) if sign in {"L", "R", "AL"}]
    return strong[:1] == ["L"] and len(set(strong)) > 1


@cache
def icon(name: str, extra_class: str = "") -> SafeString:
    """The named icon as inline SVG, hidden from screen readers: always add text."""
    classes = " ".join(
        filter(None, ("icon", "flips" * (name in icons.MIRRORED_ICONS), extra_class))
    )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        classes,
        assets.icon_path(name),
    )
