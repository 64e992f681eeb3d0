"""Rules: which colleagues the texts of a report name, and whether they mention staff without a name."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from saathi.engines.matching.name_words import split_words
from saathi.protection.identification.intake.queue.name_finder import TextWord, prepare_names
from saathi.protection.identification.intake.queue.vocabulary import (
    DUTY_WORDS,
    HOME_WORDS,
    LIST_WORDS,
    LOOKALIKES,
    OTHER_SERVICES,
    STAFF_WORDS,
)

_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_JOINED_NAME = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ARTICLE = re.compile(r"(?<!\w)[AaIi](?=\s)")  # "A" and "I", but not the initial "A."
_LATIN = re.compile(r"[A-Za-z]")
_STAFF_TERMS = tuple(tuple(split_words(term)) for term in STAFF_WORDS)
_HOME_TERMS = tuple(tuple(split_words(_POSSESSIVE.sub("", term))) for term in HOME_WORDS)
_DUTY_TERMS = tuple(tuple(split_words(term)) for term in DUTY_WORDS)
# As many people as may be asked of by a part of their names; more are asked of as "a colleague".
MOST_BY_PART = 5


@dataclass(frozen=True, slots=True)
class NamedInTexts[KeyT]:
    """The colleagues whose names are in some texts; and a word for staff that is beside no such name."""

    keys: tuple[KeyT, ...] = ()
    staff_word: str = ""


def find_named[KeyT](
    texts: Iterable[str],
    names: Mapping[KeyT, str],
    near: Collection[KeyT] = (),
    names_of_others: Iterable[str] = (),
) -> NamedInTexts[KeyT]:
    """Who of these people is named in the texts; those `near` (of the same office) by the given name alone.

    A name is found in any script, spelling and order, with one word between, with an initial, with a word
    of respect after one part of it, or with its parts in two fields; whoever has such a name is found.
    `staff_word`: the first word such as "supervisor" that is not next to a whole name.
    `names_of_others`: of the child and the reporting person; they are colleagues only by their whole
    names, and their given names in the texts are taken to be theirs.
    """
    people = prepare_names(tuple(names.items()))
    read = [_words(text) for text in texts]
    of_others = [_words(text) for text in names_of_others]
    results: dict[KeyT, None] = {}
    parts: dict[KeyT, str] = {}
    staff_word = ""
    for words in of_others:
        results |= dict.fromkeys(key for place in people.places(words) for key in place.keys)
    for words in read:
        marked = [False] * len(words)
        for place in people.places(words):
            results |= dict.fromkeys(place.keys)
            if place.is_exact:
                marked[place.first : place.last + 1] = [True] * (place.last + 1 - place.first)
        parts |= people.keys_by_part(words)
        written = [word.text for word in words]
        staff_word = staff_word or _lone_word(written, marked, (*_STAFF_TERMS, *_HOME_TERMS))
    results |= dict.fromkeys(people.keys_across(read))
    by_part = [key for key in parts if key not in results]
    if len(by_part) > MOST_BY_PART:
        staff_word = staff_word or next(parts[key] for key in by_part)
        by_part = [key for key in by_part if key in set(near)]
    results |= dict.fromkeys(by_part)
    results |= dict.fromkeys(people.near_by_given_name(read, near, of_others))
    return NamedInTexts(tuple(key for key in names if key in results), staff_word)


def names_only_colleagues[KeyT](text: str, names: Mapping[KeyT, str]) -> bool:
    """Whether a text holds nothing but names of these people, as they are stored, and roles."""
    words = _words(text)
    written = [word.text for word in words]
    of_lists = {at for at, word in enumerate(written) if word in LIST_WORDS}
    for place in prepare_names(tuple(names.items())).places(words):
        if place.is_exact:
            of_lists |= set(range(place.first, place.last + 1))
    for at, length, _term in _occurrences(written, _STAFF_TERMS):
        of_lists |= set(range(at, at + length))
    return len(of_lists) == len(words)


def steps_without_staff(steps: Iterable[str]) -> tuple[str, ...]:
    """The steps of an emergency that need no colleague: without those that mention staff of an office."""
    terms = (*_STAFF_TERMS, *_DUTY_TERMS)
    return tuple(step for step in steps if not _mentions(step, terms))


def _mentions(step: str, terms: Sequence[tuple[str, ...]]) -> bool:
    words = split_words(_POSSESSIVE.sub("", step))
    return any(
        term in _DUTY_TERMS or not _is_of_other_service(words, at)
        for at, _length, term in _occurrences(words, terms)
    )


def _words(text: str) -> list[TextWord]:
    """The words of a text; joined names apart, letters that look like Latin ones as these."""
    plain = _ARTICLE.sub(" ", _JOINED_NAME.sub(" ", _POSSESSIVE.sub("", text)))
    parts = (_as_latin(part) for part in plain.split())
    return [TextWord(word) for part in parts for word in split_words(part)]


def _as_latin(part: str) -> str:
    is_mixed = not part.isascii() and _LATIN.search(part)
    return part.translate(LOOKALIKES) if is_mixed else part


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
    return set(TextWord(word).forms) - {word}


def _lone_word(
    words: Sequence[str], marked: Sequence[bool], terms: Iterable[tuple[str, ...]]
) -> str:
    for at, length, _term in _occurrences(words, terms):
        end = at + length
        is_named = any(marked[max(at - 1, 0) : end + 1])
        if not is_named and not _is_of_other_service(words, at):
            return " ".join(words[at:end])
    return ""


def _is_of_other_service(words: Sequence[str], at: int) -> bool:
    return at > 0 and words[at - 1] in OTHER_SERVICES
