"""Finds the child's own name, in any script, and the place where the child stays in words. Pure functions.

Family names alone are not the child's: “the Mahato family” is how relatives are looked for.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from saathi.engines.matching.name_words import NameWord, parse_name, parse_word, split_words
from saathi.protection.returns.tracing.kept_names import MIN_LETTERS, NO_NAMES, is_one_name

# Endings that are written together with a name, as in “अनितालाई”; the longest first.
_ENDINGS: Final = (
    *("लाई", "बाट", "सँग", "संग", "को", "का", "की", "के", "ले", "मा", "जी"),
    *("ের", "কে", "র", "s"),
)
# First words that many people share: the next word is what the child is called.
_SHARED_FIRST: Final = frozenset(("mohammad", "mohammed", "muhammad", "muhammed", "mohamed", "md"))
_SHARED_FIRST_IN_OTHER_SCRIPTS: Final = frozenset(("मोहम्मद", "मुहम्मद", "محمد", "মোহাম্মদ", "মুহাম্মদ"))
_PLAIN: Final = NO_NAMES | {"call", "please"}
_MIN_PLACE_WORDS: Final = 2  # words that only this place has, of which all are in the text


def find_names(text: str, names: Iterable[str], sought: Sequence[str] = ()) -> list[str]:
    """The words of a text that tell one of the child's `names`: what the child is called, or all words.

    Words that are also in the names of the person `sought` do not tell it alone.
    """
    written = [word for word in split_words(text) if word not in _PLAIN]
    of_sought = [word for name in sought for word in parse_name(name).words]
    found = list[str]()
    for name in names:
        own = [word for word in parse_name(name).words if len(word.latin) >= MIN_LETTERS]
        found += _matches(written, _begin_with_call_name(own), of_sought)
    return list(dict.fromkeys(found))


def _begin_with_call_name(own: list[NameWord]) -> list[NameWord]:
    shared = _SHARED_FIRST | _SHARED_FIRST_IN_OTHER_SCRIPTS
    if len(own) > 1 and own[0].text in shared:
        return [*own[1:], own[0]]
    return own


def _matches(
    written: Sequence[str], own: Sequence[NameWord], of_sought: Sequence[NameWord]
) -> list[str]:
    beside = [[word for word in written if _is_word(word, each)] for each in own]
    found = [word for words in beside for word in words]
    telling = [word for word in found if not any(_is_word(word, each) for each in of_sought)]
    is_called = bool(own) and any(word in telling for word in beside[0])
    return found if telling and (is_called or all(beside)) else []


def _is_word(written: str, name: NameWord) -> bool:
    return any(
        is_one_name(word, name)
        for form in _without_ending(written)
        for word in parse_word(form)
        if len(word.latin) >= MIN_LETTERS
    )


def _without_ending(written: str) -> list[str]:
    ended = [written.removesuffix(ending) for ending in _ENDINGS if written.endswith(ending)]
    return [form for form in (written, *ended) if form]


def find_places(text: str, places: Iterable[str]) -> list[str]:
    """Which of these places a text names: all their words in a row, or all that only they have."""
    written = split_words(text)
    return [place for place in places if _names_place(written, place)]


def _names_place(written: Sequence[str], place: str) -> bool:
    words = split_words(place.split("(", maxsplit=1)[0]) or split_words(place)
    if not words:
        return False
    starts = range(len(written) - len(words) + 1)
    if any(_are_same(written[start : start + len(words)], words) for start in starts):
        return True
    own = [word for word in words if word not in NO_NAMES and len(word) >= MIN_LETTERS]
    return len(own) >= _MIN_PLACE_WORDS and all(
        any(_are_same([each], [word]) for each in written) for word in own
    )


def _are_same(some: Sequence[str], others: Sequence[str]) -> bool:
    return all(
        one == other or _is_spelling(one, other) for one, other in zip(some, others, strict=True)
    )


def _is_spelling(one: str, other: str) -> bool:
    return any(_is_word(one, word) for word in parse_word(other) if len(word.latin) >= MIN_LETTERS)
