"""Signs that no reader sees, and texts without them.

The ranges are written out, because the database reads them too: a newer Python must not change them.
"""

import re
from typing import Final

# All of Unicode's category Cf, and marks and selectors without a form of their own: a class of a pattern.
INVISIBLE: Final = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
# Arabic signs of category Cf that are seen: above a number, or at the end of a verse.
_SEEN: Final = "\u0600-\u0605\u06dd\u0890\u0891\u08e2"
# The scripts in which a joiner changes how the letters beside it look.
_JOINED: Final = "\u0620-\u06ff\u0750-\u077f\u0900-\u0dff"
_INVISIBLE_SIGN: Final = re.compile(
    f"(?<=[{_JOINED}])[\u200c\u200d](?=[{_JOINED}])|[{_SEEN}]|([{INVISIBLE}])"
)
_SEVERAL_JOINERS: Final = re.compile("([\u200c\u200d])[\u200c\u200d]+")


def without_invisible_signs(text: str) -> str:
    """The text as a reader sees it; joiners stay between letters whose look they may change."""
    once = _SEVERAL_JOINERS.sub(r"\1", text)
    return _INVISIBLE_SIGN.sub(lambda found: "" if found[1] else found[0], once).strip()


def with_named_signs(text: str) -> str:
    """The text with a code such as [U+200B] in the place of each sign that no reader sees."""
    return _INVISIBLE_SIGN.sub(
        lambda found: f"[U+{ord(found[1]):04X}]" if found[1] else found[0], text
    )
