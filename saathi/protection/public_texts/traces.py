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
from saathi.matching.words import split
from saathi.protection.public_texts.vocabulary import Trace

ALIKE: Final = 0.7  # from here on a word may be the name, spelt otherwise
SAME: Final = 0.985  # from here on it is: "Suneeta" for "Sunita", and not "Santa"
SHORTEST: Final = 3  # letters of a name that is looked for; shorter ones are found whole only
LONGEST_ENDING: Final = 5  # "-lai", "-haru", "'s": what is hung on to a name
ADULT_AT: Final = 18
PHONE: Final = 7  # last digits that make a number somebody's
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
class Traces:
    """What is known of a child that a text must not tell."""

    names: Sequence[str] = ()
    parents: Sequence[str] = ()
    around: Sequence[str] = ()
    accused: Sequence[str] = ()
    places: Sequence[str] = ()
    ages: Collection[int] = ()
    phones: Sequence[str] = ()
    code: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A place in a text that tells, or may tell, who the child is.

    What is certain has to go. What is only alike may be said to be somebody or something else.
    """

    trace: Trace
    word: str
    is_certain: bool = field(compare=False)


def found_in(text: str, traces: Traces) -> tuple[Found, ...]:
    """Everything in a text that tells or may tell who the child is, each once; certain ones first."""
    words = list(dict.fromkeys(split(text)))
    found = [
        *_named(words, traces.names, Trace.NAME),
        *_named(words, traces.parents, Trace.PARENT),
        *_named(words, traces.around, Trace.AROUND),
        *_named(words, traces.accused, Trace.ACCUSED),
        *_placed(words, traces.places),
        *_aged(text, traces.ages),
        *_numbered(text, traces),
    ]
    once: dict[tuple[str, str], Found] = {}
    for one in found:
        known = once.get((one.trace, one.word))
        if known is None or not known.is_certain:
            once[one.trace, one.word] = one
    return tuple(sorted(once.values(), key=lambda one: (not one.is_certain, one.trace, one.word)))


def left(found: Iterable[Found], passed: Collection[str]) -> tuple[Found, ...]:
    """What still has to go: certain ones always, others unless somebody said that they are no trace."""
    return tuple(one for one in found if one.is_certain or one.word not in passed)


def _named(words: Sequence[str], called: Iterable[str], trace: Trace) -> Iterable[Found]:
    """Words that are, or may be, a word of a name.

    Certain are a name of which every word is there and, of the child's own, the first word alone.
    Another word alone, as a family name that many bear, is not; nor is whoever is accused, whom a
    judgment may have to name: then somebody says that it does not lead to the child.
    """
    for name in called:
        parts = names.words_of(name)
        likeness = [{word: _likeness(word, part) for word in words} for part in parts]
        is_whole = all(max(of.values(), default=0.0) >= SAME for of in likeness)
        for place, of in enumerate(likeness):
            may_be_certain = is_whole or (trace == Trace.NAME and place == 0)
            for word, like in of.items():
                if like >= ALIKE:
                    is_certain = may_be_certain and like >= SAME and trace != Trace.ACCUSED
                    yield Found(trace, word, is_certain=is_certain)


def _likeness(word: str, part: str) -> float:
    """How far a word is this part of a name: 1 for the same, less spelt otherwise or with an ending."""
    plain, wanted = _plain(word), _plain(part)
    if plain == wanted:
        return 1.0
    if len(wanted) < SHORTEST:
        return 0.0
    is_longer = plain.startswith(wanted) and len(plain) - len(wanted) <= LONGEST_ENDING
    if is_longer and len(wanted) > SHORTEST:
        return ALIKE
    return names.similarity(word, part) if names.shared_keys(word, part) else 0.0


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    """A word in Latin letters, long vowels as short ones, so that one name in two scripts is one."""
    latin = "".join(names.words_of(word)) or word
    return re.sub(r"(.)\1+", r"\1", latin)


def _placed(words: Sequence[str], places: Iterable[str]) -> Iterable[Found]:
    known = {
        _plain(part)
        for place in places
        for part in split(place)
        if len(part) > SHORTEST and part not in _COMMON
    }
    for word in words:
        plain = _plain(word)
        if any(
            plain == part or (plain.startswith(part) and len(plain) - len(part) <= LONGEST_ENDING)
            for part in known
        ):
            yield Found(Trace.PLACE, word, is_certain=False)


def _aged(text: str, ages: Collection[int]) -> Iterable[Found]:
    """Ages under eighteen; one that is the child's is certain."""
    digits = _WORD_NUMBER.sub(
        lambda one: str(_NUMBERS.index(one.group(1).lower())), to_ascii_digits(text)
    )
    for found in _AGE.finditer(digits):
        age = int(found.group(1) or found.group(2))
        if age < ADULT_AT:
            yield Found(Trace.AGE, " ".join(found.group().split()), is_certain=age in ages)


def _numbered(text: str, traces: Traces) -> Iterable[Found]:
    phones = {_digits(phone)[-PHONE:] for phone in traces.phones if len(_digits(phone)) >= PHONE}
    for found in _LONG_NUMBER.finditer(to_ascii_digits(text)):
        if _digits(found.group())[-PHONE:] in phones:
            yield Found(Trace.NUMBER, found.group().strip(), is_certain=True)
    if traces.code and traces.code.lower() in text.lower():
        yield Found(Trace.NUMBER, traces.code, is_certain=True)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", to_ascii_digits(text))
