"""Whether a text that explains a decision says anything."""

import unicodedata
from typing import Final

MIN_EXPLANATION_LETTERS: Final = 20


def has_enough_letters(text: str) -> bool:
    """Whether a text has at least 20 letters of any script: a full stop or a few signs explain nothing.

    Vowel signs count as letters: in Devanagari and in Urdu they are characters of their own.
    """
    letters = sum(unicodedata.category(character)[0] in "LM" for character in text)
    return letters >= MIN_EXPLANATION_LETTERS
