"""Rules: what the usual spellings of one name in South Asia have in common, in any script."""

import re
from functools import lru_cache
from typing import Final

from saathi.engines.matching import names as name_matching

_MIN_BEFORE_FINAL: Final = 4  # letters of a word that loses its final vowel: Sita is not sit
_REMEMBERED: Final = 1 << 15
# Of the word in Latin letters, one after the other.
_RULES: Final = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"(?<=[bcdgjkpstz])h+", ""),  # aspirates: Bidhya, Vidya; Bhuwan, Buwan; Bisht, Bist
        (r"(?<=[dhkst])[vw][ao]", "a"),  # Ishwori, Ishwari; in Bengali the v is not heard
        (r"[vw]", "b"),  # Wagle, Bagle; Nawaraj, Nabaraj
        (r"\bjn", "gy"),  # Gyanendra, ज्ञानेन्द्र
        (r"x", "ks"),  # Laxmi, Lakshmi
        (r"(?<=[aeiou])ts(?=[mny])", "s"),  # Jyotsna, Jyosna
        (r"ee", "i"),
        (r"oo", "u"),
        (rf"(?<=.{{{_MIN_BEFORE_FINAL}}})(?<=[^aeiou])a\b", ""),  # Hemanta, Hemant; Bista, Bist
        (r"(.)\1+", r"\1"),
        # A short vowel that is not pronounced between syllables: Nabaraj, नवराज read as navraj.
        (r"(?<=[aeiou][^aeiou])a(?=[^aeiou][aeiou])", ""),
    )
)


@lru_cache(maxsize=_REMEMBERED)
def usual_spellings(word: str) -> frozenset[str]:
    """Keys for comparing spellings: usual spellings of the same name have a key in common.

    Different names may have a key in common too. A Bengali word has up to three keys: its inherent vowel,
    often the last one, and its sign for o are both read as o.
    """
    letters = "".join(name_matching.split_name(word))
    readings = {letters}
    if _is_bengali(word):
        readings |= {letters.replace("o", "a"), re.sub(r"o\b", "a", letters)}
    return frozenset(_apply_rules(reading) for reading in readings)


def may_be_same_name(one: str, other: str) -> bool:
    """Whether both may be usual spellings of one name."""
    return not usual_spellings(one).isdisjoint(usual_spellings(other))


def _apply_rules(letters: str) -> str:
    for pattern, instead in _RULES:
        letters = pattern.sub(instead, letters)
    return letters


def _is_bengali(word: str) -> bool:
    return any("\u0980" <= letter <= "\u09ff" for letter in word)
