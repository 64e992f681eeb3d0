"""Whether a text that explains a decision says anything."""

import unicodedata
from typing import Final

MIN_EXPLANATION_LETTERS: Final = 20
# A sentence of 20 letters has more of them in every script; "aaaa" and "asdasd" have fewer.
MIN_DIFFERENT_LETTERS: Final = 5
MIN_NAME_LETTERS: Final = 3


def has_a_few_letters(text: str) -> bool:
    """Whether a text can name someone: at least 3 letters of any script, not all the same."""
    letters = _letters_of(text)
    return len(letters) >= MIN_NAME_LETTERS and len(set(letters)) > 1


def _letters_of(text: str) -> list[str]:
    return [sign for sign in text.casefold() if unicodedata.category(sign)[0] in "LM"]


def has_enough_letters(text: str) -> bool:
    """Whether a text has at least 20 letters of any script: a full stop or a few signs explain nothing.

    Nor does one letter, pressed twenty times. Vowel signs count as letters: in Devanagari and in Urdu
    they are characters of their own.
    """
    letters = _letters_of(text)
    return len(letters) >= MIN_EXPLANATION_LETTERS and len(set(letters)) >= MIN_DIFFERENT_LETTERS
