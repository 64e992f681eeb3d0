"""A name in Latin letters beside the name as the child writes it, so that every colleague can read it.

A form that the child or a colleague recorded comes first. Otherwise the signs are transcribed by the
tables of the matching engine; a transcription is shown and never stored or searched.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from saathi.engines.matching import name_words
from saathi.people.names import DisplayName, script_of

_LATIN: Final = "LATIN"
_REMEMBERED: Final = 4096  # names, which repeat much
_LONG_VOWEL: Final = re.compile(r"([aiu])\1")


def romanised_form(display: DisplayName) -> str:
    """The displayed name in Latin letters; empty if it is written in Latin letters already."""
    if not display.primary or script_of(display.primary) == _LATIN:
        return ""
    return _recorded_form(display.other_forms) or transcribe(display.primary)


def _recorded_form(forms: Iterable[str]) -> str:
    return next((form for form in forms if script_of(form) == _LATIN), "")


@lru_cache(maxsize=_REMEMBERED)
def transcribe(name: str) -> str:
    """The name sign by sign in Latin letters; empty where no table reads its script."""
    words = [
        "".join(part.latin for part in name_words.parse_word(word))
        for word in name_words.split_words(name)
    ]
    return " ".join(_LONG_VOWEL.sub(r"\1", word).capitalize() for word in words if word)
