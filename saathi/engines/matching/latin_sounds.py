"""Latin words as sounds: one sign for each way to spell a sound, so that "sh" is one step, not two.

These signs are the common alphabet of all scripts here; `spell_sounds` converts them to plain
letters.
"""

import re
import unicodedata
from typing import Final

from anyascii import anyascii

# Spelling and sign, longer spellings first. The signs are letters so that the result is readable.
SPELLINGS: Final = (
    ("chh", "č"), ("sch", "š"), ("tch", "č"), ("sh", "š"), ("ch", "č"), ("kh", "χ"), ("gh", "ğ"),
    ("jh", "ĵ"), ("zh", "ž"), ("th", "ŧ"), ("dh", "đ"), ("ph", "φ"), ("bh", "β"), ("rh", "ř"),
    ("lh", "ł"), ("ck", "k"), ("x", "ks"),
)  # fmt: skip
VOWEL_SPELLINGS: Final = (
    ("aa", "ā"), ("ee", "ē"), ("ii", "ī"), ("oo", "ō"), ("uu", "ū"), ("ai", "ɛ"), ("ei", "ə"),
    ("au", "ɔ"), ("ou", "ʊ"), ("ae", "ǎ"), ("ea", "ê"), ("ie", "î"), ("oa", "ô"),
)  # fmt: skip
VOWELS: Final = "aeiouāēīōūɛəɔʊǎêîô"
PLAIN_LETTERS: Final = "abcdefghijklmnopqrstuvwyz"
# All signs, in the order of the cost tables.
SOUND_SIGNS: Final = PLAIN_LETTERS + "".join(
    dict.fromkeys(
        sign
        for _, sign in (*SPELLINGS, *VOWEL_SPELLINGS)
        if sign not in PLAIN_LETTERS and len(sign) == 1
    )
)
_SPELT: Final = str.maketrans(
    {
        sign: spelling
        for spelling, sign in reversed((*SPELLINGS, *VOWEL_SPELLINGS))
        if sign in SOUND_SIGNS and sign not in PLAIN_LETTERS
    }
    | {"š": "sh", "č": "ch"}
)
_TWICE: Final = re.compile(r"(.)(?=\1)")
# "tth" and "ssh" are doubled "th" and "sh".
_DOUBLED: Final = re.compile(r"t(?=ŧ)|d(?=đ)|k(?=χ)|c(?=[čk])|s(?=š)|b(?=β)|p(?=φ)|g(?=ğ)|j(?=ĵ)")
_UNHEARD_END: Final = re.compile(f"(?<=[{VOWELS}])h$")  # Fatimah is Fatima
_TWO_VOWELS: Final = re.compile("[aeiou]{2}")
_MARKS: Final = str.maketrans({"ś": "sh", "ṣ": "sh", "š": "sh", "ş": "sh", "ç": "ch", "č": "ch"})
_OTHER: Final = re.compile(r"[^a-z]+")


def to_plain_letters(word: str) -> str:
    """A word of any script in the letters a to z; diacritics are interpreted or dropped."""
    word = word.lower()
    if word.isascii() and word.isalpha():
        return word
    if not word.isascii():
        word = unicodedata.normalize("NFC", word).translate(_MARKS)
        word = anyascii(word).lower()
    return _OTHER.sub("", word)


def to_sounds(word: str) -> str:
    """A word in the letters a to z as sound signs; a doubled consonant counts once."""
    if "h" in word or "x" in word or "ck" in word:
        for spelling, sign in SPELLINGS:
            word = word.replace(spelling, sign)
        word = _DOUBLED.sub("", _UNHEARD_END.sub("", word))
    if _TWO_VOWELS.search(word):
        for spelling, sign in VOWEL_SPELLINGS:
            word = word.replace(spelling, sign)
    return drop_repeated_signs(word)


def drop_repeated_signs(signs: str) -> str:
    """The sound signs without immediate repetitions."""
    return _TWICE.sub("", signs)


def spell_sounds(signs: str) -> str:
    """The sound signs as plain letters."""
    return signs.translate(_SPELT)
