"""What of a word's sounds clerks agree on: consonants without breath or voice, by which it is found.

Three skeletons, each for what some scripts and ears do not tell apart; the union of their keys is the
index. Karim and Karima share theirs on purpose: keys find, they never decide.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from saathi.matching import latin
from saathi.matching.words import Word

_VOWEL: Final = "a"
_SAME: Final = {"χ": "k", "q": "k", "c": "k", "ğ": "g", "č": "c", "ĵ": "j", "z": "j", "ž": "j", "ŧ": "t",
                "đ": "d", "φ": "f", "β": "b", "v": "b", "w": "b", "š": "s", "ř": "r", "ł": "l"}  # fmt: skip
_UNHEARD: Final = dict.fromkeys((*latin.VOWELS, "y", "h"), "")
_BONES: Final = str.maketrans(_SAME | _UNHEARD)
_OPEN: Final = str.maketrans(_SAME | _UNHEARD | {"v": "", "w": ""})
_FIRST: Final = str.maketrans(_SAME | dict.fromkeys(latin.VOWELS, _VOWEL) | {"y": "j"})
_SHORT: Final = str.maketrans(_SAME | dict.fromkeys((*latin.VOWELS, "y"), _VOWEL) | {"h": ""})
_NO_V: Final = str.maketrans("", "", "vw")
# One letter of the Tamil script for several sounds.
_CLASS: Final = str.maketrans({"g": "k", "j": "c", "s": "c", "d": "t", "b": "p", "f": "p"})
_TWICE: Final = re.compile(r"(.)\1+")
_SIBILANT: Final = re.compile("[kt]c")  # Lakshmi is Latchumi
_REMEMBERED: Final = 1 << 16


def bones(sounds: str) -> frozenset[str]:
    """The consonants of a word, with v and w heard as b, and with both left out inside."""
    first = sounds[0].translate(_FIRST)
    rest = sounds[1:]
    found = _TWICE.sub(r"\1", first + rest.translate(_BONES))
    if len(found) < 2:
        return frozenset((_short(first, rest),))
    if rest[:1] in tuple("rlř") and sounds[0] in "iīe":
        # Tamil puts an i before an r or l that begins a name: Iraman is Raman.
        return frozenset((found, *bones(rest)))
    if "v" in rest or "w" in rest:
        opened = _TWICE.sub(r"\1", first + rest.translate(_OPEN))
        return frozenset(
            (found, opened if len(opened) > 1 else _short(first, rest.translate(_NO_V)))
        )
    return frozenset((found,))


def _short(first: str, rest: str) -> str:
    """One sign says too little, so that vowels count."""
    return _TWICE.sub(r"\1", first + rest.translate(_SHORT))


def classes(sounds: str) -> frozenset[str]:
    """The same in the classes of sounds that Tamil writes alike."""
    return frozenset(_class(one) for one in bones(sounds))


def _class(skeleton: str) -> str:
    return _TWICE.sub(r"\1", _SIBILANT.sub("c", skeleton.translate(_CLASS)))


def keys(word: Word) -> frozenset[str]:
    """All keys of a word."""
    if word.second_sounds:
        return _keys(word.sounds) | _keys(word.second_sounds)
    return _keys(word.sounds)


def coarse(word: Word) -> frozenset[str]:
    """The keys of a word that are written in Tamil's classes of sounds."""
    found = classes(word.sounds)
    return found | classes(word.second_sounds) if word.second_sounds else found


def coarsest(found: Collection[str]) -> frozenset[str]:
    """Of these keys those that are the class of one of them."""
    return frozenset(map(_class, found)) & frozenset(found)


@lru_cache(maxsize=_REMEMBERED)
def _keys(sounds: str) -> frozenset[str]:
    found = bones(sounds)
    return found.union(map(_class, found))
