"""Keys to find a name by, whatever its script: a first, small set; a person compares the rest.

Keys are for finding, never for deciding: Karim and Karima share one. Known gaps: Tamil spelling
(Latchumi for Lakshmi), vowels at the start of a word, names that differ by region.
"""

import re
import unicodedata
from collections import Counter
from typing import Final

from anyascii import anyascii

# Titles and words of respect that come and go with the clerk, in Latin letters as they are
# romanised here; a name that consists of nothing else keeps them.
HONORIFICS: Final = frozenset((
    "md", "moh", "mohd", "mst", "most", "mosammat", "mosammot", "mosammt", "mochah",
    "mochammat", "sri", "shri", "sree", "shree", "smt", "srimati", "shrimati", "mr", "mrs",
    "ms", "miss", "master", "baby", "late", "haji", "hajji", "alhaj", "syed", "sayed", "sayyid",
    "begum", "begam", "bgm", "khatun", "khatoon", "khanam", "bibi", "biby", "devi", "debi",
    "kumari", "kumar", "bai", "ben", "bhai", "bahadur", "sahib", "saheb",
))  # fmt: skip

# Read before romanisation, because romanisation would tear them apart.
_WRITTEN_TITLES: Final = re.compile(r"(مسماة|مسمات|بی\s*بی|بيبي|بیگم|خاتون|محترمہ)")

# How one sound is spelt in Latin letters, longer spellings first. Aspirates lose their breath,
# b and v are one sound in Bengali, j, y at the start and z are written for one another.
_SOUNDS: Final = (
    ("chh", "c"), ("ch", "c"), ("sh", "s"), ("kh", "k"), ("gh", "g"), ("jh", "j"), ("zh", "j"),
    ("th", "t"), ("dh", "d"), ("ph", "f"), ("bh", "b"), ("q", "k"), ("x", "ks"), ("v", "b"),
    ("z", "j"),
)  # fmt: skip
_VOWELS: Final = "aeiou"
# Heard as vowels or not at all inside a word.
_SEMIVOWELS: Final = "yhw"


def script_of(text: str) -> str:
    """The script that most letters belong to, as Unicode names it ("BENGALI"); "" without any."""
    scripts = Counter(unicodedata.name(sign, "").split(" ")[0] for sign in text if sign.isalpha())
    return scripts.most_common(1)[0][0] if scripts else ""


def words_of(name: str) -> list[str]:
    """The words of a name in lower Latin letters, without titles unless it has nothing else."""
    text = unicodedata.normalize("NFC", name).strip()
    without_titles = _WRITTEN_TITLES.sub(" ", text)
    text = without_titles if without_titles.strip() else text
    words = []
    for written in text.split():
        latin = anyascii(written).lower()
        if script_of(written) == "ARABIC":
            # The letter se is an s in Urdu and Dari; ain carries the vowel that nobody writes.
            latin = latin.replace("th", "s").replace("`", "a")
        words += re.findall(r"[a-z]+", re.sub(r"['`]", "", latin).replace("-", ""))
    return [word for word in words if word not in HONORIFICS] or words


def skeleton(word: str) -> str:
    """The consonants of a Latin word as they sound; short words keep a vowel to stay specific."""
    for spelling, sound in _SOUNDS:
        word = word.replace(spelling, sound)
    word = "j" + word[1:] if word.startswith("y") else word
    first = "a" if word[0] in _VOWELS else word[0]
    rest = re.sub(f"[{_VOWELS}{_SEMIVOWELS}]", "", word[1:])
    bones = re.sub(r"(.)\1+", r"\1", first + rest)
    if len(bones) > 1:
        return bones
    return re.sub(r"(.)\1+", r"\1", re.sub(f"[{_VOWELS}{_SEMIVOWELS}]", "a", bones + word[1:]))


def keys(name: str) -> frozenset[str]:
    """The keys to store for a name and to search it by; two names may meet when they share one.

    One key for each word, and one for the whole, so that "Abdul Karim" meets "Abdulkarim".
    """
    bones = [skeleton(word) for word in words_of(name)]
    if not bones:
        return frozenset()
    return frozenset([f"word:{bone}" for bone in bones] + ["whole:" + skeleton("".join(bones))])
