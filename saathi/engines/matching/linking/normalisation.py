"""Makes written values comparable: folded names with their keys, places, numbers, dates of birth.

Each function takes one written value; `preparing` calls it once for each different value.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from saathi.engines.matching import latin_sounds, name_words, names, skeletons

_NOTHING: Final = frozenset(
    ("", "nan", "none", "null", "unknown", "n/a", "-", "?", "not known", "nil", "<na>", "nat")
)
_SEXES: Final = {
    "f": "f", "female": "f", "girl": "f", "woman": "f", "w": "f", "2": "f", "2.0": "f",
    "m": "m", "male": "m", "boy": "m", "man": "m", "b": "m", "g": "f", "1": "m", "1.0": "m",
    "x": "x", "other": "x", "third": "x", "transgender": "x", "o": "x", "t": "x", "hijra": "x",
}  # fmt: skip
_LONG_VOWEL: Final = re.compile(r"([aeiou])\1")
_VOWELS: Final = str.maketrans("", "", "aeiouyhw")
MIN_CONSONANTS: Final = 3  # of a place that is recognised by them


@dataclass(frozen=True, slots=True)
class FoldedValue:
    """One value made comparable; texts are empty if nothing was written."""

    text: str = ""
    key: str = ""
    other_key: str = ""  # key of the last word, if there are several
    start: str = ""
    full_key: str = ""  # key of the first word with every consonant that may be heard
    first_heard: str = ""  # the first word as it is heard


EMPTY_VALUE: Final = FoldedValue()


def is_unknown(value: str) -> bool:
    """Whether the value is a way of writing "unknown"."""
    return value.strip().lower() in _NOTHING


@lru_cache(maxsize=1 << 16)
def fold_name(value: str) -> FoldedValue:
    """A name without titles in Latin letters, and the keys of its first and last word."""
    if is_unknown(value):
        return EMPTY_VALUE
    words = names.parse_name(value).words
    if not words:
        return EMPTY_VALUE
    # Values in plain Latin letters keep their spelling, since clerks may differ in it.
    spelt = [word.text if word.text.isascii() else word.latin for word in words]
    text = "".join(re.sub(r"[^a-z]", "", word) for word in spelt)
    if not text:
        return EMPTY_VALUE
    return FoldedValue(
        text,
        _key(words[0]),
        _key(words[-1]),
        text[:3],
        _full_key(words[0]),
        skeletons.phonetic_letters(words[0].sounds),
    )


@lru_cache(maxsize=1 << 16)
def phonetic_text(text: str) -> str:
    """A folded value as it is heard, without what clerks spell in several ways; with digits, as it is."""
    return skeletons.phonetic_letters(latin_sounds.to_sounds(text)) if text.isalpha() else text


def consonant_text(text: str) -> str:
    """A folded value by the consonants that are heard; empty if they are too few to tell places apart."""
    if not text.isalpha():
        return ""
    bones = _shortest(skeletons.consonant_skeletons(latin_sounds.to_sounds(text)))
    return bones if len(bones) >= MIN_CONSONANTS else ""


def _key(word: names.NameWord) -> str:
    """The shortest of the skeletons, which leaves variable sounds out."""
    return _shortest(skeletons.consonant_skeletons(word.sounds))


def _shortest(bones_of: Collection[str]) -> str:
    return min(bones_of, key=lambda bones: (len(bones), bones))


def fold_place(value: str) -> FoldedValue:
    """A place or street without blanks or marks; its key is made of its first consonants."""
    if is_unknown(value):
        return EMPTY_VALUE
    latin = value if value.isascii() else " ".join(map(_place_word, value.split()))
    text = re.sub(r"[^a-z0-9]+", "", latin.lower())
    if not text:
        return EMPTY_VALUE
    key = (text[0] + text[1:].translate(_VOWELS))[:6]
    return FoldedValue(text, key, key, text[:3])


def _full_key(word: names.NameWord) -> str:
    """The longest of the skeletons: v and w as the b of Kabita beside Kavita."""
    return max(skeletons.consonant_skeletons(word.sounds), key=lambda bones: (len(bones), bones))


def _place_word(word: str) -> str:
    """A word of a place in Latin letters, by the sounds of its script if that has a table."""
    word = unicodedata.normalize("NFC", word)
    if word.isascii() or any(sign.isdigit() for sign in word):
        return anyascii(word)
    latin = "".join(
        part.latin
        for written in name_words.split_words(word)
        for part in name_words.parse_word(written)
    )
    return _LONG_VOWEL.sub(r"\1", latin)


def fold_word(value: str) -> FoldedValue:
    """A word, such as a language, in small Latin letters."""
    if is_unknown(value):
        return EMPTY_VALUE
    text = re.sub(r"[^a-z]+", "", anyascii(value).lower())
    return FoldedValue(text, text, text, text[:3])


def fold_number(value: str) -> FoldedValue:
    """The letters and digits of a house number or postcode, in Western digits."""
    if is_unknown(value):
        return EMPTY_VALUE
    text = re.sub(r"[^a-z0-9]+", "", anyascii(value.lower().removesuffix(".0")))
    text = text.lstrip("0") or text[:1]
    return FoldedValue(text, text, text, text[:3])


def fold_phone(value: str) -> FoldedValue:
    """The last nine digits of a phone number, since prefixes vary; short ones are empty."""
    figures = re.sub(r"[^0-9]+", "", anyascii(value.removesuffix(".0")))[-9:]
    return FoldedValue(figures, figures, figures, figures[:3]) if len(figures) >= 6 else EMPTY_VALUE


def fold_sex(value: str) -> FoldedValue:
    """f, m or x; empty if it is not understood."""
    code = _SEXES.get(value.strip().lower(), "")
    return FoldedValue(code, code, code, code)
