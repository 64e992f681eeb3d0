"""Rules: which colleagues the texts of a report name, and whether they mention staff without a name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from saathi.engines.matching.name_words import split_words
from saathi.protection.identification.intake.queue.vocabulary import (
    CASE_ENDINGS,
    DUTY_WORDS,
    OTHER_SERVICES,
    STAFF_WORDS,
)

_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_STAFF_TERMS = tuple(tuple(split_words(term)) for term in STAFF_WORDS)
_DUTY_TERMS = tuple(tuple(split_words(term)) for term in DUTY_WORDS)


@dataclass(frozen=True, slots=True)
class NamedInTexts[KeyT]:
    """The colleagues whose full names are in some texts; and a word for staff that is beside no such name."""

    keys: tuple[KeyT, ...] = ()
    staff_word: str = ""


def find_named[KeyT](texts: Iterable[str], names: Mapping[KeyT, str]) -> NamedInTexts[KeyT]:
    """Who of these people, by their full names as the agency writes them, is named in the texts.

    Whole words in any script; case, line breaks and signs do not matter. Several people of one name are
    all found. `staff_word`: the first word such as "supervisor" that is not next to a name found.
    """
    by_name: dict[tuple[str, ...], list[KeyT]] = {}
    for key, name in names.items():
        if name_words := tuple(split_words(name)):
            by_name.setdefault(name_words, []).append(key)
    found: dict[KeyT, None] = {}
    staff_word = ""
    for text in texts:
        words = split_words(_POSSESSIVE.sub("", text))
        marked = [False] * len(words)
        for at, length, phrase in _occurrences(words, by_name):
            marked[at : at + length] = [True] * length
            found |= dict.fromkeys(by_name[phrase])
        staff_word = staff_word or _lone_staff_word(words, marked)
    return NamedInTexts(tuple(found), staff_word)


def steps_without_staff(steps: Iterable[str]) -> tuple[str, ...]:
    """The steps of an emergency that need no colleague: without those that mention staff of an office."""
    return tuple(
        step
        for step in steps
        if not find_named([step], {}).staff_word
        and not any(_occurrences(split_words(step), _DUTY_TERMS))
    )


def _occurrences(
    words: Sequence[str], phrases: Iterable[tuple[str, ...]]
) -> Iterable[tuple[int, int, tuple[str, ...]]]:
    """Where each phrase occurs in the words: the place, its length and the phrase, in order."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        by_first.setdefault(phrase[0], []).append(phrase)
    for at, word in enumerate(words):
        # The first word of a phrase of one word may have an ending too.
        for first in {word, *_without_endings(word)}:
            for phrase in by_first.get(first, ()):
                end = at + len(phrase)
                *before, last = words[at:end] if end <= len(words) else [""]
                if (*before, last) == phrase or (
                    tuple(before) == phrase[:-1] and phrase[-1] in _without_endings(last)
                ):
                    yield at, len(phrase), phrase


def _without_endings(word: str) -> set[str]:
    return {word.removesuffix(ending) for ending in CASE_ENDINGS if word.endswith(ending)} - {""}


def _lone_staff_word(words: Sequence[str], marked: Sequence[bool]) -> str:
    for at, length, _term in _occurrences(words, _STAFF_TERMS):
        end = at + length
        is_named = any(marked[max(at - 1, 0) : end + 1])
        is_of_other_service = at > 0 and words[at - 1] in OTHER_SERVICES
        if not is_named and not is_of_other_service:
            return " ".join(words[at:end])
    return ""
