"""What no text for the other country says: who the child is, and what illness. Pure functions.

Names go only if the request shares names, which the protocol must allow (`step_rules`). The case ID,
telephone numbers of the child and diagnoses never go.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from saathi.agencies.country_protocols import ProtocolShareableFact
from saathi.engines.matching.name_words import split_words
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.tracing.exploitation_words import find_diagnosis_words

MIN_LETTERS: Final = 3  # a shorter word of a name is in too many other words
MIN_DIGITS: Final = 7  # of a telephone number
_NUMBER: Final = re.compile(r"\+?\d[\d\s().\-/]{5,}\d")
_DAY: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
# Words for a person that are recorded in place of a name, and say nothing.
_RELATIONS: Final = frozenset(
    (
        *("mother", "father", "mama", "papa", "parents", "stepmother", "stepfather", "family"),
        *("aunt", "uncle", "sister", "brother", "grandmother", "grandfather", "cousin"),
        "neighbour",
    )
)


@dataclass(frozen=True, slots=True)
class KnownIdentity:
    """What is recorded of a child that would tell who the child is."""

    case_id: str = ""
    names: Collection[str] = field(default_factory=tuple)
    persons: Collection[str] = field(default_factory=tuple)  # relatives and others around the child
    telephones: Collection[str] = field(default_factory=tuple)


def reasons_against_identifying(
    texts: Mapping[str, str], known: KnownIdentity, *, facts: Collection[str] = ()
) -> tuple[Reason, ...]:
    """Why texts cannot go to the other country: they tell who the child is. `facts`: what is shared."""
    checks = [
        (_has_case_id, _("Remove the case ID.")),
        (_has_known_number, _("Remove the telephone number.")),
    ]
    if ProtocolShareableFact.NAMES not in facts:
        names = _("Remove the child’s name, or select “Names” under the information shared.")
        persons = _(
            "Remove the name of a person from the child’s file, or select “Names” under the "
            "information shared."
        )
        checks += [(_has_name_of_child, names), (_has_person, persons)]
    return tuple(
        Reason(name, text)
        for name, entered in texts.items()
        for is_found, text in checks
        if is_found(entered, known)
    )


def reasons_against_numbers(texts: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why texts about a child cannot go: they have a telephone number, of whomever."""
    text = _("Remove the telephone number.")
    return tuple(Reason(name, text) for name, entered in texts.items() if _numbers(entered))


def reasons_against_diagnoses(texts: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why texts cannot go to the other country: they name an illness or a pregnancy."""
    text = _("Remove the diagnosis. Enter only the care that the child needs.")
    return tuple(Reason(name, text) for name in texts if find_diagnosis_words(texts[name]))


def distinct_reasons(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each reason once, in their order."""
    return tuple(dict.fromkeys(reasons))


def _has_case_id(text: str, known: KnownIdentity) -> bool:
    plain = _letters(known.case_id)
    return bool(plain) and plain in _letters(text)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _has_known_number(text: str, known: KnownIdentity) -> bool:
    numbers = [_digits(number) for number in known.telephones]
    digits = _digits(text)
    return any(len(number) >= MIN_DIGITS and number[-MIN_DIGITS:] in digits for number in numbers)


def _numbers(text: str) -> list[str]:
    """The telephone numbers in a text. Dates are not counted as numbers."""
    findall = [number for number in _NUMBER.findall(text) if not _DAY.fullmatch(number.strip())]
    return [number for number in findall if len(_digits(number)) >= MIN_DIGITS]


def _digits(text: str) -> str:
    """The digits of a text, of whatever script, as Latin digits."""
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


def _has_name_of_child(text: str, known: KnownIdentity) -> bool:
    """Whether a text has a name of the child, or one word of it."""
    words = set(split_words(text))
    parts = {part for name in known.names for part in split_words(name)}
    return any(len(part) >= MIN_LETTERS and part in words for part in parts) or _has_phrase(
        text, known.names
    )


def _has_person(text: str, known: KnownIdentity) -> bool:
    """Whether a text has the whole name of a person: single words of it are names of many."""
    listed = [name for name in known.persons if not set(split_words(name)) <= _RELATIONS]
    return _has_phrase(text, listed)


def _has_phrase(text: str, names: Iterable[str]) -> bool:
    said = " ".join(["", *split_words(text), ""])
    phrases = (" ".join(["", *split_words(name), ""]) for name in names)
    return any(phrase.strip() and phrase in said for phrase in phrases)
