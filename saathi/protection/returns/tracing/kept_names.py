"""Whether a typed name is of a person who must not learn of a tracing, in whatever script. Pure functions.

“राम महतो” and “رام مہتو” are Ram Mahato. Only names are compared: relationships, such as “the uncle”, are
what people of one village call many.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from saathi.engines.matching.name_words import NameWord, parse_word, split_words
from saathi.engines.matching.names import shared_keys
from saathi.engines.matching.scoring import load_shipped_scorer

_SURE: Final = 2.0  # log-odds that two words are one name
MIN_LETTERS: Final = 3
_STATEMENTS: Final = re.compile(r"[\n;।۔]|\.\s")
_PARTS: Final = re.compile(
    r"[,:/|()\[\]{}–—،؛&]| - |\b(?:and|or|aur|ra|ya|और|या|तथा|र|اور|یا|এবং|ও|আর)\b"
)
# A place, as in “Ram Mahato of Rajbiraj”.
_PLACE: Final = re.compile(r"\b(?:of|in|from|at|near)\s+\w+", re.IGNORECASE)
_DAY: Final = re.compile(
    r"(?<!\d)\d{4}(?!\d)|\d{1,2}[./-]\d{1,2}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\W+\d"
    r"|\d{1,2}\W+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
# What is said of a person instead of a name, or beside it.
# fmt: off
NO_NAMES: Final = frozenset((
    "about", "address", "after", "again", "agency", "agent", "all", "also", "and", "any", "anyone",
    "aunt", "bhai", "body", "branch", "brother", "but", "called", "calls", "centre", "chacha", "chachi",
    "chair", "chief", "child", "children", "committee", "contact", "cousin", "dada", "dadi", "daughter",
    "didi", "district", "doctor", "does", "elder", "employer", "families", "family", "father", "first",
    "focal", "for", "former", "friend", "from", "girl", "grandfather", "grandmother", "has", "have",
    "head", "headmaster", "her", "him", "his", "home", "house", "husband", "informed", "kaka", "kaki",
    "know", "known", "knows", "lady", "law", "learn", "lives", "living", "local", "man", "mausi", "may",
    "member", "miss", "mother", "mrs", "must", "name", "named", "nana", "nani", "near", "neighbour",
    "neighbours", "never", "not", "nothing", "office", "officer", "old", "older", "organisation",
    "other", "others", "owner", "parent", "parents", "people", "person", "persons", "phone", "point",
    "police", "post", "principal", "relative", "relatives", "school", "secretary", "she", "shop",
    "shri", "sister", "smt", "social", "some", "son", "staff", "station", "step", "stepfather",
    "stepmother", "teacher", "tell", "that", "the", "their", "them", "they", "this", "told", "tole",
    "tracing", "uncle", "unknown", "village", "ward", "who", "whole", "wife", "with", "woman", "worker",
    "young", "younger",
    "चाचा", "चाची", "मामा", "मामी", "काका", "काकी", "दादा", "दादी", "नाना", "नानी", "मौसी", "पिता",
    "माता", "बाबा", "आमा", "बुबा", "भाई", "बहन", "दाई", "दिदी", "परिवार", "गांव", "गाँव", "गाउँ",
    "स्कूल", "नहीं", "बताएं", "बताना", "लाई", "को", "श्री", "چچا", "چچی", "ماموں", "ممانی", "دادا",
    "دادی", "نانا", "نانی", "والد", "والدہ", "بھائی", "بہن", "خاندان", "گاؤں", "نہیں", "بتائیں",
    "بتانا", "চাচা", "চাচি", "মামা", "মামি", "কাকা", "কাকি", "দাদা", "দাদি", "নানা", "নানি", "বাবা",
    "মা", "ভাই", "বোন", "পরিবার", "গ্রাম", "জানাবেন",
))
# fmt: on


class _Part(NamedTuple):
    is_first: bool  # of its statement
    words: tuple[NameWord, ...]


def is_kept_from(name: str, statements: Sequence[str], others: Iterable[str] = ()) -> bool:
    """Whether a name may be of one of the people whom these texts name, or of one of the `others`.

    `statements`: who must not learn of the tracing, as recorded. Once the last of several that name the
    person has a date, it says why this person may learn of it, or is someone else.
    """
    said = [part for text in statements for part in _STATEMENTS.split(text)]
    naming = [text for text in (*others, *said) if _names(text, name)]
    return bool(naming) and not (len(naming) > 1 and _DAY.search(naming[-1]))


def _names(statement: str, name: str) -> bool:
    return any(
        _is_same(of_person, typed) for of_person in _parts(statement) for typed in _parts(name)
    )


def _is_same(one: _Part, other: _Part) -> bool:
    """Whether two parts of texts may name one person: all words of one, or two with a first word.

    One word counts only where a text begins: elsewhere it may be a place, as in “Ward chair, Rajbiraj”.
    """
    shorter, longer = sorted((one.words, other.words), key=len)
    same = [word for word in shorter if any(is_one_name(word, beside) for beside in longer)]
    if len(same) == len(shorter):
        return len(same) > 1 or one.is_first or other.is_first
    is_begun = any(
        is_one_name(mine[0], word)
        for mine, theirs in ((shorter, longer), (longer, shorter))
        for word in theirs
    )
    return len(same) > 1 and is_begun


@lru_cache(maxsize=1 << 10)
def _parts(text: str) -> tuple[_Part, ...]:
    plain = _PLACE.sub(",", unicodedata.normalize("NFC", text).casefold())
    written = [part for part in _PARTS.split(plain) if part.strip()]
    parts = (_Part(at == 0, tuple(_words(part))) for at, part in enumerate(written))
    return tuple(part for part in parts if part.words)


def _words(part: str) -> list[NameWord]:
    written = (word for word in split_words(part) if word not in NO_NAMES)
    words = (word for each in written for word in parse_word(each))
    return [word for word in words if len(word.text) >= MIN_LETTERS]


def is_one_name(one: NameWord, other: NameWord) -> bool:
    """Whether two words may be one name, in whatever spelling or script."""
    if one.text == other.text:
        return True
    if not shared_keys(one.text, other.text):
        return False
    return load_shipped_scorer().word_log_odds(one, other) > _SURE
