"""Looks through a text for what would tell who a child is. Pure: no record is read here.

Names are compared as the matcher compares them, in every script it knows; it finds a name that is
spelt otherwise or carries an ending. It knows no pictures, no voice and no circumstances that tell a
child by themselves: a person reads the text as well (report line 1008).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from saathi.infra.digits import to_ascii_digits
from saathi.matching import names
from saathi.matching.name_words import split_words
from saathi.protection.public_texts.vocabulary import IdentifierKind

LIKELY_SIMILARITY: Final = 0.7  # from here on a word may be the name, spelt otherwise
CERTAIN_SIMILARITY: Final = 0.985  # from here on it is: "Suneeta" for "Sunita", and not "Santa"
MIN_NAME_LENGTH: Final = (
    3  # letters of a name that is looked for; shorter ones are found whole only
)
MAX_ENDING_LENGTH: Final = 5  # "-lai", "-haru", "'s": what is hung on to a name
ADULT_AT: Final = 18
MIN_PHONE_DIGITS: Final = 7  # last digits that make a number somebody's
# In addresses, and of nobody.
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
_LONG_NUMBER: Final = re.compile(r"\d[\d\s\-()]{5,}\d")


@dataclass(frozen=True, slots=True)
class ChildIdentifiers:
    """What is known of a child that a text must not tell."""

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
    """A place in a text that tells, or may tell, who the child is.

    What is certain has to go. What is only alike may be said to be somebody or something else.
    """

    kind: IdentifierKind
    word: str
    is_certain: bool = field(compare=False)


def find_identifiers(text: str, identifiers: ChildIdentifiers) -> tuple[IdentifierMatch, ...]:
    """Everything in a text that tells or may tell who the child is, each once; certain ones first."""
    words = list(dict.fromkeys(split_words(text)))
    found = [
        *_match_names(words, identifiers.names, IdentifierKind.NAME),
        *_match_names(words, identifiers.parents, IdentifierKind.PARENT),
        *_match_names(words, identifiers.relatives, IdentifierKind.AROUND),
        *_match_names(words, identifiers.accused, IdentifierKind.ACCUSED),
        *_match_places(words, identifiers.places),
        *_match_ages(text, identifiers.ages),
        *_match_numbers(text, identifiers),
    ]
    once: dict[tuple[str, str], IdentifierMatch] = {}
    for one in found:
        known = once.get((one.kind, one.word))
        if known is None or not known.is_certain:
            once[one.kind, one.word] = one
    return tuple(sorted(once.values(), key=lambda one: (not one.is_certain, one.kind, one.word)))


def unresolved_matches(
    matches: Iterable[IdentifierMatch], cleared_words: Collection[str]
) -> tuple[IdentifierMatch, ...]:
    """What still has to go: certain ones always, others unless somebody said that they are no trace."""
    return tuple(one for one in matches if one.is_certain or one.word not in cleared_words)


def _match_names(
    words: Sequence[str], called: Iterable[str], trace: IdentifierKind
) -> Iterable[IdentifierMatch]:
    """Words that are, or may be, a word of a name.

    Certain are a name of which every word is there and, of the child's own, the first word alone.
    Another word alone, as a family name that many bear, is not; nor is whoever is accused, whom a
    judgment may have to name: then somebody says that it does not lead to the child.
    """
    for name in called:
        parts = names.split_name(name)
        likeness = [{word: _name_similarity(word, part) for word in words} for part in parts]
        is_whole = all(max(of.values(), default=0.0) >= CERTAIN_SIMILARITY for of in likeness)
        for place, of in enumerate(likeness):
            may_be_certain = is_whole or (trace == IdentifierKind.NAME and place == 0)
            for word, like in of.items():
                if like >= LIKELY_SIMILARITY:
                    is_certain = (
                        may_be_certain
                        and like >= CERTAIN_SIMILARITY
                        and trace != IdentifierKind.ACCUSED
                    )
                    yield IdentifierMatch(trace, word, is_certain=is_certain)


def _name_similarity(word: str, part: str) -> float:
    """How far a word is this part of a name: 1 for the same, less spelt otherwise or with an ending."""
    plain, wanted = _to_plain_latin(word), _to_plain_latin(part)
    if plain == wanted:
        return 1.0
    if len(wanted) < MIN_NAME_LENGTH:
        return 0.0
    is_longer = plain.startswith(wanted) and len(plain) - len(wanted) <= MAX_ENDING_LENGTH
    if is_longer and len(wanted) > MIN_NAME_LENGTH:
        return LIKELY_SIMILARITY
    return names.name_similarity(word, part) if names.shared_keys(word, part) else 0.0


@lru_cache(maxsize=4096)
def _to_plain_latin(word: str) -> str:
    """A word in Latin letters, long vowels as short ones, so that one name in two scripts is one."""
    latin = "".join(names.split_name(word)) or word
    return re.sub(r"(.)\1+", r"\1", latin)


def _match_places(words: Sequence[str], places: Iterable[str]) -> Iterable[IdentifierMatch]:
    known = {
        _to_plain_latin(part)
        for place in places
        for part in split_words(place)
        if len(part) > MIN_NAME_LENGTH and part not in _COMMON
    }
    for word in words:
        plain = _to_plain_latin(word)
        if any(
            plain == part
            or (plain.startswith(part) and len(plain) - len(part) <= MAX_ENDING_LENGTH)
            for part in known
        ):
            yield IdentifierMatch(IdentifierKind.PLACE, word, is_certain=False)


def _match_ages(text: str, ages: Collection[int]) -> Iterable[IdentifierMatch]:
    """Ages under eighteen; one that is the child's is certain."""
    digits = _WORD_NUMBER.sub(
        lambda one: str(_NUMBERS.index(one.group(1).lower())), to_ascii_digits(text)
    )
    for found in _AGE.finditer(digits):
        age = int(found.group(1) or found.group(2))
        if age < ADULT_AT:
            yield IdentifierMatch(
                IdentifierKind.AGE, " ".join(found.group().split()), is_certain=age in ages
            )


def _match_numbers(text: str, identifiers: ChildIdentifiers) -> Iterable[IdentifierMatch]:
    phones = {
        _digits(phone)[-MIN_PHONE_DIGITS:]
        for phone in identifiers.phones
        if len(_digits(phone)) >= MIN_PHONE_DIGITS
    }
    for found in _LONG_NUMBER.finditer(to_ascii_digits(text)):
        if _digits(found.group())[-MIN_PHONE_DIGITS:] in phones:
            yield IdentifierMatch(IdentifierKind.NUMBER, found.group().strip(), is_certain=True)
    if identifiers.code and identifiers.code.lower() in text.lower():
        yield IdentifierMatch(IdentifierKind.NUMBER, identifiers.code, is_certain=True)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", to_ascii_digits(text))
