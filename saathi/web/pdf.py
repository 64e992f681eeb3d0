"""Sets what is printed into PDF, with every script of the region shaped right; nothing leaves the process.

A template gets plain values and never markup: what somebody typed stands on the paper as typed.
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
# Marks that steer directions on a screen; the typesetter finds directions by itself.
DIRECTION_CONTROLS: Final = dict.fromkeys(
    map(ord, "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\u2066\u2067\u2068\u2069")
)


def directed_text(text: object) -> dict[str, object]:
    """A text as a template sets it: its words, and whether they begin from the right."""
    words = str(text).translate(DIRECTION_CONTROLS).strip()
    first = next((sign for sign in map(unicodedata.bidirectional, words) if sign in "LRAL"), "L")
    return {"text": words, "rtl": first in RIGHT_TO_LEFT_CLASSES}


def render_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The paper as an accessible PDF; `template` is a path in the package: "desk/printing/plan.typ".

    `data` must be what JSON can hold. No font, file or package comes from outside, and no time of
    making stands in the file, so that the same words give the same bytes.
    """
    made = typst.compile(
        PACKAGE / template,
        root=PACKAGE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=0,
    )
    if not isinstance(made, bytes):  # several pages come as a list for pictures only
        raise TypeError
    return made
