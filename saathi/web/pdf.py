"""Renders printed documents as PDF in process, with every script shaped correctly.

Templates get plain values, never markup: what a person typed appears as typed.
"""

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

PACKAGE: Final = Path(__file__).resolve().parent.parent
FONTS: Final = Path(__file__).resolve().parent / "static" / "web" / "built" / "print-fonts"
RIGHT_TO_LEFT_CLASSES: Final = frozenset({"R", "AL"})
# Direction marks for screens; the typesetter detects directions itself.
DIRECTION_CONTROLS: Final = dict.fromkeys(
    map(ord, "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\u2066\u2067\u2068\u2069")
)


def text_with_direction(text: object) -> dict[str, object]:
    """A text for a template: its words, and whether it starts from the right."""
    words = str(text).translate(DIRECTION_CONTROLS).strip()
    first = next((sign for sign in map(unicodedata.bidirectional, words) if sign in "LRAL"), "L")
    return {"text": words, "rtl": first in RIGHT_TO_LEFT_CLASSES}


def render_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """An accessible PDF; `template` is a path in the package, as "desk/printing/plan.typ".

    `data` must be serialisable as JSON. No font, file or package comes from outside, and the file
    contains no creation time, so that the same content gives the same bytes.
    """
    document = typst.compile(
        PACKAGE / template,
        root=PACKAGE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=0,
    )
    if not isinstance(document, bytes):  # only image formats return a list of pages
        raise TypeError
    return document
