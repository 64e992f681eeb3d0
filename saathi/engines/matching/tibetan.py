"""Tibetan stacks as they are pronounced in Dzongkha and Tibetan names, in plain Latin letters.

A syllable has a root letter with letters above, below, before and after it; most of those before
and above are silent. The tables are from memory; to be verified by native readers.
"""

import re
from typing import Final

_ROOTS: Final = {
    "ཀ": "k", "ཁ": "kh", "ག": "g", "ང": "ng", "ཅ": "ch", "ཆ": "ch", "ཇ": "j", "ཉ": "ny",
    "ཏ": "t", "ཐ": "th", "ད": "d", "ན": "n", "པ": "p", "ཕ": "ph", "བ": "b", "མ": "m",
    "ཙ": "ts", "ཚ": "tsh", "ཛ": "dz", "ཝ": "w", "ཞ": "zh", "ཟ": "z", "འ": "", "ཡ": "y",
    "ར": "r", "ལ": "l", "ཤ": "sh", "ས": "s", "ཧ": "h", "ཨ": "",
}  # fmt: skip
_VOWELS: Final = {"ི": "i", "ུ": "u", "ེ": "e", "ོ": "o", "ཱ": "", "ཻ": "e", "ཽ": "o"}
_SUBJOINED: Final = 0x50  # the code distance of a subjoined letter from its letter
_PREFIXES: Final = "གདབམའ"
_SUFFIXES: Final = {
    "ག": "g", "ང": "ng", "ད": "", "ན": "n", "བ": "b", "མ": "m", "འ": "", "ར": "r", "ལ": "l", "ས": "",
}  # fmt: skip
_FRONTING: Final = "དནལས"  # before these an a is pronounced as e
# A root and the letter below it, as pronounced together.
_WITH_YA: Final = {"p": "ch", "ph": "ch", "b": "j", "m": "ny"}
_WITH_RA: Final = {
    "k": "t", "t": "t", "p": "t", "kh": "th", "th": "th", "ph": "th", "g": "d", "d": "d", "b": "d",
    "s": "s", "m": "m", "h": "hr",
}  # fmt: skip
_WITH_LA: Final = {"z": "d"}
# Silent before their own syllable, pronounced at the end of the previous one.
_CARRIED: Final = {"མ": "n", "འ": "n", "བ": "b"}
_PARTS: Final = re.compile("[ཀ-ཬ][ྍ-ྼ]*[ཱ-ཽྀ]*")
_END: Final = re.compile("[་།༌\u0f0c]+")


def to_latin(word: str) -> str:
    """A word of one or more syllables in plain Latin letters."""
    heard = ""
    for syllable in (part for whole in split_syllables(word) for part in _native(whole)):
        onset, carried, rest = _syllable(syllable)
        # A silent r or nasal of this syllable is pronounced after a syllable that ends in a vowel.
        if carried and heard and heard[-1] in "aeiou":
            heard += carried
        if heard.endswith("g") and not heard.endswith("ng") and onset[:1] in tuple("kptcs"):
            heard = heard[:-1] + "k"
        if syllable == "བ" and heard and heard[-1] in "aeiou":
            onset = "w"
        if heard.endswith("g") and not heard.endswith("ng") and onset[:1] == "w":
            heard = heard[:-1]
        heard += onset + rest
    return re.sub(r"(?<!n)g$", "k", heard).removesuffix("'")


def split_syllables(word: str) -> list[str]:
    """The syllables, split at the dots."""
    return [part for part in _END.split(word) if part]


def _syllable(text: str) -> tuple[str, str, str]:
    """The onset of a syllable, the sound before it that may be heard, and its rhyme."""
    parts = _PARTS.findall(text)
    if not parts:
        return "", "", ""
    at = _root(parts)
    stack = [sign for sign in parts[at] if sign not in _VOWELS and sign != "ྀ"]
    vowel = "".join(_VOWELS.get(sign, "") for sign in parts[at]) or "a"
    letters = [stack[0]] + [chr(ord(sign) - _SUBJOINED) for sign in stack[1:]]
    letters = ["ར" if letter == "ཪ" else letter for letter in letters]
    above = ""
    if len(letters) > 1 and letters[0] in "རལས" and letters[1] not in "ཡརལཝཧ":
        above, letters = letters[0], letters[1:]
    prefix = parts[at - 1] if at else ""
    onset = _onset(letters, prefix)
    carried = "r" if above == "ར" else _CARRIED.get(prefix, "")
    return onset, carried, _rhyme(vowel, parts[at + 1 :])


def _native(syllable: str) -> list[str]:
    """A syllable, or two if a stack follows a letter that cannot be silent: "karma", "padma"."""
    parts = _PARTS.findall(syllable)
    at = _root(parts)
    if at and parts[at - 1] not in tuple(_PREFIXES):
        return ["".join(parts[:at]), "".join(parts[at:])]
    return [syllable]


def _root(parts: list[str]) -> int:
    """The index of the root: the part with a vowel or a stack, else by position."""
    for number, part in enumerate(parts):
        if len(part) > 1:
            return number
    if len(parts) < 3 or parts[0] not in _PREFIXES:
        return 0
    is_double_end = len(parts) == 3 and parts[2] in "སད" and parts[1] in "གངབམ"
    return 0 if is_double_end else 1


def _onset(letters: list[str], prefix: str) -> str:
    root = _ROOTS.get(letters[0], "")
    below = letters[1] if len(letters) > 1 else ""
    if prefix == "ད" and root == "b":
        return "y" if below == "ཡ" else "w"
    if below == "ཡ":
        return _WITH_YA.get(root, root + "y")
    if below == "ར":
        return _WITH_RA.get(root, root + "r")
    if below == "ལ":
        return _WITH_LA.get(root, "l")
    if below == "ཧ":
        return root + "h"
    return root + "".join(_ROOTS.get(letter, "") for letter in letters[1:] if letter != "ཝ")


def _rhyme(vowel: str, after: list[str]) -> str:
    if not after:
        return vowel
    if vowel == "a" and after[0] in _FRONTING:
        vowel = "e"
    if after[0].startswith("འ") and len(after[0]) > 1:
        return vowel + "".join(_VOWELS.get(sign, "") for sign in after[0])
    ends = _SUFFIXES.get(after[0])
    if ends is None:  # in a foreign word, each letter is pronounced with its own vowel
        return vowel + "".join(_ROOTS.get(part[0], "") + "a" for part in after)
    return vowel + ends


def count_heard_syllables(syllable: str) -> int:
    """The number of spoken syllables of a written one: two in "karma"."""
    return len(_native(syllable))
