"""Scans a text for anything that would identify a child. Pure functions; no records are read.

Names are compared as by the matcher, in every script it knows; spelling variants and names with
endings are found. It does not detect pictures, voices or identifying circumstances: a person reads
the text as well (report line 1008).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from saathi.engines.matching import names
from saathi.engines.matching.name_words import split_words
from saathi.infra.digits import to_ascii_digits
from saathi.people.identifying_words.community_words import find_community_words
from saathi.people.identifying_words.disguised_words import (
    find_disguised_words,
    plain_text,
)
from saathi.people.identifying_words.plain_latin import to_plain_latin
from saathi.people.identifying_words.vocabulary import IdentifierKind

LIKELY_SIMILARITY: Final = 0.7  # from this similarity, a word may be a variant of the name
CERTAIN_SIMILARITY: Final = (
    0.985  # from this similarity, it is one: "Suneeta" for "Sunita", but not "Santa"
)
MIN_NAME_LENGTH: Final = 3  # minimum letters for fuzzy search; shorter names are only found exactly
MAX_ENDING_LENGTH: Final = 5  # "-lai", "-haru", "'s": endings attached to a name
ADULT_AT: Final = 18
MIN_PHONE_DIGITS: Final = 7  # number of final digits that identify a telephone number or document
# Words in addresses that identify no one.
_COMMON: Final = frozenset(
    {
        "near", "house", "home", "road", "street", "ward", "village", "town", "city", "district",
        "block", "behind", "beside", "with", "from", "lives", "stays", "shelter", "family", "number",
    }
)  # fmt: skip
_NUMBERS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
)  # fmt: skip
_YEARS: Final = "years?|yrs?|वर्ष|बर्ष|साल|बरस|বছর|বৎসর|سال|برس|වයස|அகவை|வயது|ལོ"
_AGED: Final = "aged?|age of|आयु|उमेर|उम्र|عمر|বয়স"
_AGE: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})[\s\-–]*(?:{_YEARS})|(?:{_AGED})[\s:]*(\d{{1,2}})(?!\d)", re.IGNORECASE
)
_WORD_NUMBER: Final = re.compile(rf"\b({'|'.join(_NUMBERS)})\b", re.IGNORECASE)
_LONG_NUMBER: Final = re.compile(r"\d[\d\s\-–()./,_·•]{5,}\d")
_NO_CODE: Final = re.compile(r"[^0-9a-z]")


@dataclass(frozen=True, slots=True)
class ChildIdentifiers:
    """The known facts about a child that a text must not reveal."""

    names: Sequence[str] = ()
    parents: Sequence[str] = ()
    relatives: Sequence[str] = ()
    accused: Sequence[str] = ()
    places: Sequence[str] = ()
    ages: Collection[int] = ()
    phones: Sequence[str] = ()
    code: str = ""


@dataclass(frozen=True, slots=True, order=True)
class IdentifierMatch:
    """A place in a text that identifies, or may identify, the child.

    Certain matches must be removed. Similar ones may be marked as not about the child.
    """

    kind: IdentifierKind
    word: str
    is_certain: bool = field(compare=False)


def find_identifiers(text: str, identifiers: ChildIdentifiers) -> tuple[IdentifierMatch, ...]:
    """All matches in a text, each once, certain ones first."""
    text_words = list(dict.fromkeys(split_words(text)))
    hidden = {each.word: each.written for each in find_disguised_words(text)}
    every = list(dict.fromkeys([*text_words, *hidden]))
    matches = [
        *_match_names(every, identifiers.names, IdentifierKind.NAME),
        *_match_names(every, identifiers.parents, IdentifierKind.PARENT),
        *_match_names(every, identifiers.relatives, IdentifierKind.AROUND),
        *_match_names(every, identifiers.accused, IdentifierKind.ACCUSED),
        *_match_places(every, identifiers.places),
        *_match_ages(text, identifiers.ages),
        *_match_numbers(text, identifiers),
        *(
            IdentifierMatch(
                community_word.kind, community_word.word, is_certain=community_word.is_certain
            )
            for written in dict.fromkeys((text, plain_text(text)))
            for community_word in find_community_words(written)
        ),
    ]
    shown = set(text_words)
    matches = [
        replace(match, word=hidden[match.word])
        if match.word in hidden and match.word not in shown
        else match
        for match in matches
    ]
    by_word: dict[tuple[str, str], IdentifierMatch] = {}
    for match in matches:
        earlier = by_word.get((match.kind, match.word))
        if earlier is None or not earlier.is_certain:
            by_word[match.kind, match.word] = match
    return tuple(
        sorted(by_word.values(), key=lambda match: (not match.is_certain, match.kind, match.word))
    )


def unresolved_matches(
    matches: Iterable[IdentifierMatch], cleared_words: Collection[str]
) -> tuple[IdentifierMatch, ...]:
    """Matches still to resolve: certain ones always, others unless marked as not identifying."""
    return tuple(match for match in matches if match.is_certain or match.word not in cleared_words)


def _match_names(
    words: Sequence[str], called: Iterable[str], trace: IdentifierKind
) -> Iterable[IdentifierMatch]:
    """Words that are, or may be, part of a name.

    A name is certain if every word of it occurs; so is the first word of the child's own name.
    Another single word, such as a common family name, is not certain; nor is the name of an
    accused, because a judgment may have to name them: then a person states that it does not lead to the
    child.
    """
    for name in called:
        parts = names.split_name(name)
        likeness = [{word: _name_similarity(word, part) for word in words} for part in parts]
        is_whole = all(
            max(similarities.values(), default=0.0) >= CERTAIN_SIMILARITY
            for similarities in likeness
        )
        for index, similarities in enumerate(likeness):
            may_be_certain = is_whole or (trace == IdentifierKind.NAME and index == 0)
            for word, similarity in similarities.items():
                if similarity >= LIKELY_SIMILARITY:
                    is_certain = (
                        may_be_certain
                        and similarity >= CERTAIN_SIMILARITY
                        and trace != IdentifierKind.ACCUSED
                    )
                    yield IdentifierMatch(trace, word, is_certain=is_certain)


def _name_similarity(word: str, part: str) -> float:
    """The similarity of a word to part of a name: 1 for equal, less for variants and endings."""
    plain, name_part = to_plain_latin(word), to_plain_latin(part)
    if plain == name_part:
        return 1.0
    if len(name_part) < MIN_NAME_LENGTH:
        return 0.0
    is_longer = plain.startswith(name_part) and len(plain) - len(name_part) <= MAX_ENDING_LENGTH
    if is_longer and len(name_part) > MIN_NAME_LENGTH:
        return LIKELY_SIMILARITY
    return names.name_similarity(word, part) if names.shared_keys(word, part) else 0.0


def _match_places(words: Sequence[str], places: Iterable[str]) -> Iterable[IdentifierMatch]:
    place_names = {
        to_plain_latin(part)
        for place in places
        for part in split_words(place)
        if len(part) > MIN_NAME_LENGTH and part not in _COMMON
    }
    for word in words:
        plain = to_plain_latin(word)
        if any(
            plain == part
            or (plain.startswith(part) and len(plain) - len(part) <= MAX_ENDING_LENGTH)
            for part in place_names
        ):
            yield IdentifierMatch(IdentifierKind.PLACE, word, is_certain=False)


def _match_ages(text: str, ages: Collection[int]) -> Iterable[IdentifierMatch]:
    """Ages below eighteen; the child's own is certain."""
    digits = _WORD_NUMBER.sub(
        lambda number_word: str(_NUMBERS.index(number_word.group(1).lower())), to_ascii_digits(text)
    )
    for age_match in _AGE.finditer(digits):
        age = int(age_match.group(1) or age_match.group(2))
        if age < ADULT_AT:
            yield IdentifierMatch(
                IdentifierKind.AGE, " ".join(age_match.group().split()), is_certain=age in ages
            )


def _match_numbers(text: str, identifiers: ChildIdentifiers) -> Iterable[IdentifierMatch]:
    phones = {
        _digits(phone)[-MIN_PHONE_DIGITS:]
        for phone in identifiers.phones
        if len(_digits(phone)) >= MIN_PHONE_DIGITS
    }
    plain = plain_text(to_ascii_digits(text))
    for number_match in _LONG_NUMBER.finditer(plain):
        if _digits(number_match.group())[-MIN_PHONE_DIGITS:] in phones:
            yield IdentifierMatch(
                IdentifierKind.NUMBER, number_match.group().strip(), is_certain=True
            )
    code = _NO_CODE.sub("", identifiers.code.lower())
    if code and code in _NO_CODE.sub("", plain):
        yield IdentifierMatch(IdentifierKind.NUMBER, identifiers.code, is_certain=True)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", to_ascii_digits(text))
