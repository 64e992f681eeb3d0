"""Finds words in a text for caste or for a child's or family's occupation (PRI-002).

Neither is recorded for a child, so the words come from a list with sources; it is unverified and
incomplete, and a person reads the text as well. Pure functions; the list is read once.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from saathi.engines.matching.name_words import split_words
from saathi.people.identifying_words.plain_latin import to_plain_latin
from saathi.people.identifying_words.vocabulary import IdentifierKind

WORDS: Final = Path(__file__).parent / "data" / "caste_and_occupation_VERIFY.csv"
MAX_LATIN_ENDING: Final = 2  # "-s", "-es", "-ni"
MAX_ENDING: Final = 5  # of a word in another script: "-haru", "-को"
MIN_WORD_LENGTH: Final = 4  # letters of a caste word that may have an ending
_SENTENCE: Final = re.compile(r"[.!?।۔\n]+")
# What may stand between "father" and "potter" without referring to two people.
_BETWEEN: Final = frozenset(
    {
        "a", "an", "the", "is", "was", "who", "were", "are", "both", "works", "worked", "as", "poor",
        "landless", "former", "local", "daily", "wage", "seasonal", "migrant", "village",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListedWord:
    """A word or phrase of the list in lower case, with its source."""

    kind: str
    language: str
    parts: tuple[str, ...]
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class CommunityWord:
    """A word in a text: what it may reveal, and whether it is about the child or the family."""

    kind: IdentifierKind
    word: str
    is_certain: bool


@lru_cache(maxsize=1)
def load_community_words() -> tuple[ListedWord, ...]:
    """Every word of the list."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(
        ListedWord(
            row["kind"],
            row["language"],
            tuple(split_words(row["word"])),
            row["source"],
            row["status"],
        )
        for row in csv.DictReader(line for line in lines if not line.startswith("#"))
    )


def find_community_words(text: str) -> Iterator[CommunityWord]:
    """Words for caste; words for an occupation in sentences about the child or the family.

    A word for caste in such a sentence is certain, as is an occupation that directly follows the
    person. Any other may be about someone else: then a human reader decides.
    """
    for sentence in _SENTENCE.split(text):
        words = split_words(sentence)
        family = [index for index, word in enumerate(words) if _is_of(word, "family")]
        for entry, start in _occurrences(words):
            word = " ".join(words[start : start + len(entry.parts)])
            if entry.kind == "caste":
                yield CommunityWord(IdentifierKind.CASTE, word, is_certain=bool(family))
            elif family:
                is_of_family = any(_follows(words, index, start) for index in family)
                yield CommunityWord(IdentifierKind.OCCUPATION, word, is_certain=is_of_family)


def _occurrences(words: Sequence[str]) -> Iterator[tuple[ListedWord, int]]:
    for start, word in enumerate(words):
        for entry in _entries_by_first_letters().get(_first_letters(word), ()):
            result = words[start : start + len(entry.parts)]
            if len(result) == len(entry.parts) and all(
                _is_word(text, part, entry.kind)
                for text, part in zip(result, entry.parts, strict=True)
            ):
                yield entry, start


@lru_cache(maxsize=1)
def _entries_by_first_letters() -> dict[str, list[ListedWord]]:
    """The listed words by the first letters of their first part."""
    entries: dict[str, list[ListedWord]] = {}
    for entry in load_community_words():
        if entry.kind != "family":
            entries.setdefault(_first_letters(entry.parts[0]), []).append(entry)
    return entries


def _first_letters(word: str) -> str:
    return to_plain_latin(word)[:2]


@lru_cache(maxsize=4096)
def _is_of(word: str, kind: str) -> bool:
    return any(
        _is_word(word, entry.parts[0], kind)
        for entry in load_community_words()
        if entry.kind == kind
    )


def _is_word(word: str, part: str, kind: str) -> bool:
    """Whether a word of a text is this listed word: caste in any script, others as written."""
    if kind == "caste":
        word, part, may_end = to_plain_latin(word), to_plain_latin(part), not word.isascii()
    else:
        may_end = not part.isascii()
    if word == part:
        return True
    if len(part) < MIN_WORD_LENGTH or not word.startswith(part):
        return False
    if kind != "caste" and not may_end:
        return word[len(part) :] in {"s", "es"}
    return len(word) - len(part) <= (MAX_ENDING if may_end else MAX_LATIN_ENDING)


def _follows(words: Sequence[str], person: int, occupation: int) -> bool:
    """Whether an occupation is said of the person before it, with no one else between them."""
    return person < occupation and all(word in _BETWEEN for word in words[person + 1 : occupation])
