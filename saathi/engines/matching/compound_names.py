"""Names of the kind "servant of the ...": written as one word or two, with or without the sun letter.

Abdul Rahman, Abdur Rahman, Abdurrahman, عبدالرحمن and عبد الرحمن are one name: the article is
pronounced as the first letter of the next word if that is a sun letter, and written as l or as
heard.
"""

import re
from typing import Final

SERVANT_OF: Final = "abdul"
_ARABIC: Final = ("عبدال", "عبد", "ال")
# Abdullah is a name in its own right and is not split.
_ARABIC_GOD: Final = ("لہ", "له", "لّٰہ", "لاہ")
_SHORTEST: Final = 3  # letters of the second part; a shorter one makes another word
_LATIN_MOON: Final = re.compile(r"abd(?:oo|ou|[uae])l(?!l)(?P<rest>[a-z]{3,})")
_LATIN_SUN: Final = re.compile(
    r"abd(?:oo|ou|[uae])(?P<sun>sh|[rsztdn])(?P=sun)?(?P<rest>[aeiou][a-z]{2,})"
)


def split_compound_names(text: str) -> list[str]:
    """The words of a text, each such name as two words with the same first word."""
    words = text.split()
    if "abd" not in text and "عبد" not in text:
        return words
    parts: list[str] = []
    for number, word in enumerate(words):
        if (
            number
            and words[number - 1] == "عبد"
            and word.startswith("ال")
            and _is_second_part(word[2:])
        ):
            parts[-1:] = [SERVANT_OF, word[2:]]
        else:
            parts += _split_word(word)
    return parts


def _split_word(word: str) -> list[str]:
    whole, _servant, _article = _ARABIC
    if word.startswith(whole) and _is_second_part(word[len(whole) :]):
        return [SERVANT_OF, word[len(whole) :]]
    if moon := _LATIN_MOON.fullmatch(word):
        return [SERVANT_OF, moon["rest"]]
    if sun := _LATIN_SUN.fullmatch(word):
        return [SERVANT_OF, sun["sun"] + sun["rest"]]
    return [word]


def _is_second_part(rest: str) -> bool:
    return len(rest) >= _SHORTEST and not rest.startswith(_ARABIC_GOD)
