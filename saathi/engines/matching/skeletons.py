"""The part of a word's sounds that clerks agree on: consonants without breath or voice, for search.

There are three skeletons, each ignoring distinctions that some scripts and ears do not make; the
union of their keys is the index. Karim and Karima share theirs on purpose: keys find, they never
decide.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from saathi.engines.matching import latin_sounds
from saathi.engines.matching.name_words import NameWord

_VOWEL: Final = "a"
_SAME: Final = {"χ": "k", "q": "k", "c": "k", "ğ": "g", "č": "c", "ĵ": "j", "z": "j", "ž": "j", "ŧ": "t",
                "đ": "d", "φ": "f", "β": "b", "v": "b", "w": "b", "š": "s", "ř": "r", "ł": "l"}  # fmt: skip
_UNHEARD: Final = dict.fromkeys((*latin_sounds.VOWELS, "y", "h"), "")
# Each table lists every sign, even unchanged ones: a missing key takes longer to look up.
_ALL: Final = {sign: sign for sign in latin_sounds.SOUND_SIGNS}
_BONES: Final = str.maketrans(_ALL | _SAME | _UNHEARD)
_OPEN: Final = str.maketrans(_ALL | _SAME | _UNHEARD | {"v": "", "w": ""})
_FIRST: Final = _ALL | _SAME | dict.fromkeys(latin_sounds.VOWELS, _VOWEL) | {"y": "j"}
_SHORT: Final = str.maketrans(
    _ALL | _SAME | dict.fromkeys((*latin_sounds.VOWELS, "y"), _VOWEL) | {"h": ""}
)
_NO_V: Final = str.maketrans("", "", "vw")
# Tamil puts an i before these at the beginning of a name: Iraman is Raman.
_AFTER_I: Final = ("r", "l", "ř")
# Several sounds share one letter in the Tamil script.
_CLASS: Final = str.maketrans(_ALL | {"g": "k", "j": "c", "s": "c", "d": "t", "b": "p", "f": "p"})
_SIBILANT: Final = re.compile("[kt]c")  # Lakshmi is Latchumi
_REMEMBERED: Final = 1 << 16
_HEARD: Final = str.maketrans(
    _ALL | _SAME
    | dict.fromkeys("aāǎoô", "a") | dict.fromkeys("eiēīəɛêîy", "i") | dict.fromkeys("uōūɔʊ", "u")
)  # fmt: skip


def consonant_skeletons(sounds: str) -> frozenset[str]:
    """The consonants of a word, both with v and w inside it heard as b and with them omitted."""
    first = _FIRST[sounds[0]]
    rest = sounds[1:]
    skeleton = latin_sounds.drop_repeated_signs(first + rest.translate(_BONES))
    if len(skeleton) < 2:
        return frozenset((_short(first, rest),))
    if sounds[0] in "iīe" and rest.startswith(_AFTER_I):
        return frozenset((skeleton, *consonant_skeletons(rest)))
    if "v" in rest or "w" in rest:
        opened = latin_sounds.drop_repeated_signs(first + rest.translate(_OPEN))
        return frozenset(
            (skeleton, opened if len(opened) > 1 else _short(first, rest.translate(_NO_V)))
        )
    return frozenset((skeleton,))


def _short(first: str, rest: str) -> str:
    """A skeleton with vowels, as a single sign says too little."""
    return latin_sounds.drop_repeated_signs(first + rest.translate(_SHORT))


@lru_cache(maxsize=_REMEMBERED)
def tamil_class_skeletons(sounds: str) -> frozenset[str]:
    """The consonant skeletons in classes of sounds that Tamil writes alike."""
    return frozenset(_class(skeleton) for skeleton in consonant_skeletons(sounds))


def _class(skeleton: str) -> str:
    return latin_sounds.drop_repeated_signs(_SIBILANT.sub("c", skeleton.translate(_CLASS)))


def phonetic_letters(sounds: str) -> str:
    """The sounds as the letters of which clerks choose freely: ph is f, z is j, ee is i.

    Unlike a skeleton it keeps the vowels, so that it can be compared letter by letter.
    """
    return latin_sounds.drop_repeated_signs(sounds.translate(_HEARD))


def word_keys(word: NameWord) -> frozenset[str]:
    """All keys of a word."""
    if word.second_sounds:
        return sound_keys(word.sounds) | sound_keys(word.second_sounds)
    return sound_keys(word.sounds)


def tamil_class_keys(word: NameWord) -> frozenset[str]:
    """The keys of a word in Tamil's classes of sounds."""
    class_keys = tamil_class_skeletons(word.sounds)
    return (
        class_keys | tamil_class_skeletons(word.second_sounds) if word.second_sounds else class_keys
    )


def coarsest_keys(keys: Collection[str]) -> frozenset[str]:
    """The keys among these that are the class of one of them."""
    return frozenset(map(_class, keys)) & frozenset(keys)


@lru_cache(maxsize=_REMEMBERED)
def sound_keys(sounds: str) -> frozenset[str]:
    """All keys of a word with these sounds."""
    keys = consonant_skeletons(sounds)
    return keys.union(map(_class, keys))
