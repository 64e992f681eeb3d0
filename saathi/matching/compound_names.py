"""Names of the kind "servant of the ...": written as one word or two, with or without the sun letter.

Abdul Rahman, Abdur Rahman, Abdurrahman, عبدالرحمن and عبد الرحمن are one name: the article is heard
as the first letter of what follows where that is a sun letter, and written as l or as heard.
"""

import re
from typing import Final

SERVANT_OF: Final = "abdul"
_ARABIC: Final = ("عبدال", "عبد", "ال")
# Abdullah is a name of its own, whose God is not parted from it.
_ARABIC_GOD: Final = ("لہ", "له", "لّٰہ", "لاہ")
_SHORTEST: Final = 3  # letters of what follows: shorter ones are another word
_LATIN_MOON: Final = re.compile(r"abd(?:oo|ou|[uae])l(?!l)(?P<rest>[a-z]{3,})")
_LATIN_SUN: Final = re.compile(
    r"abd(?:oo|ou|[uae])(?P<sun>sh|[rsztdn])(?P=sun)?(?P<rest>[aeiou][a-z]{2,})"
)


def split_compound_names(text: str) -> list[str]:
    """The words of a text with each such name as two words, the first always the same."""
    words = text.split()
    if "abd" not in text and "عبد" not in text:
        return words
    found: list[str] = []
    for number, word in enumerate(words):
        if number and words[number - 1] == "عبد" and word.startswith("ال") and _follows(word[2:]):
            found[-1:] = [SERVANT_OF, word[2:]]
        else:
            found += _two(word)
    return found


def _two(word: str) -> list[str]:
    whole, _servant, _article = _ARABIC
    if word.startswith(whole) and _follows(word[len(whole) :]):
        return [SERVANT_OF, word[len(whole) :]]
    if moon := _LATIN_MOON.fullmatch(word):
        return [SERVANT_OF, moon["rest"]]
    if sun := _LATIN_SUN.fullmatch(word):
        return [SERVANT_OF, sun["sun"] + sun["rest"]]
    return [word]


def _follows(rest: str) -> bool:
    return len(rest) >= _SHORTEST and not rest.startswith(_ARABIC_GOD)
