"""Whether two typed names may be one person, in whatever script and spelling. Pure functions.

A name typed in another way is no other person: “Rishi Bhusal (district board)” is Rishi Bhusal, and
so is “ऋषि भुसाल”. A family name alone makes no person: “Dr B Sah” is not “Kiran Sah”.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from saathi.engines.matching.name_words import NameWord, parse_name, parse_word, split_words
from saathi.engines.matching.scoring import join_words, load_shipped_scorer

# What is no part of a name: titles, and words that are written where no name is known. Words that are
# also names, such as Begum and Kumar, are dropped only beside two others.
# fmt: off
_TITLES: Final = frozenset((
    "adv", "advocate", "doctor", "dr", "hon", "janab", "judge", "justice", "md", "miss", "mohd", "mr", "mrs",
    "ms", "prof", "professor", "shree", "shri", "shrimati", "smt", "sri", "sushri",
    "डा", "डॉ", "श्री", "श्रीमती", "सुश्री", "मो", "मोहं", "ডা", "ডাঃ", "জনাব", "মো", "মোঃ", "শ্রী", "শ্রীমতী",
    "ڈاکٹر", "جناب", "شری", "திரு", "திருமதி", "ශ්රී",
))
_NO_NAMES: Final = frozenset((
    "anonymous", "expert", "member", "name", "nn", "none", "panel", "person", "test", "unknown",
    "unnamed",
))
# fmt: on
_PARTS: Final = re.compile(r"[,;:/|()\[\]{}–—،؛]| - ")
_FULL_NAME: Final = 2  # words
_REMEMBERED: Final = 1 << 10


def is_full_word(word: NameWord) -> bool:
    """Whether a word of a name is more than an initial."""
    return len(word.text) > 1


@lru_cache(maxsize=_REMEMBERED)
def parts_of_name(name: str) -> tuple[tuple[NameWord, ...], ...]:
    """The words of each part of a typed name: the person first, then the agency; none without a name.

    The agency follows the name after a comma, a dash or in brackets.
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    parts = (_words_of(part) for part in _PARTS.split(plain))
    return tuple(words for words in parts if any(is_full_word(word) for word in words))


def _words_of(part: str) -> tuple[NameWord, ...]:
    written = [word for word in split_words(part) if word not in _TITLES | _NO_NAMES]
    words = parse_name(" ".join(written)).words
    if sum(is_full_word(word) for word in words) >= _FULL_NAME:
        return words
    return tuple(word for each in written for word in parse_word(each))


def is_same_name(one: str, other: str) -> bool:
    """Whether two typed names may be one person: all words of the shorter one are in the other.

    An initial is the word that begins with it. The agency may be written before the name.
    """
    mine, theirs = parts_of_name(one), parts_of_name(other)
    if not mine or not theirs:
        return False
    return any(_is_same(mine[0], part) for part in theirs) or any(
        _is_same(part, theirs[0]) for part in mine
    )


def _is_same(one: Sequence[NameWord], other: Sequence[NameWord]) -> bool:
    scorer = load_shipped_scorer()
    if len(one) != len(other) and (
        scorer.word_log_odds(join_words(tuple(one)), join_words(tuple(other))) > 0
    ):
        return True  # “Ram Kumar” and “Ramkumar”
    shorter, longer = sorted((one, other), key=len)
    pairs = sorted(
        (
            (is_full_word(word) and is_full_word(beside), odds, at, there)
            for at, word in enumerate(shorter)
            for there, beside in enumerate(longer)
            if (odds := scorer.word_log_odds(word, beside)) > 0
        ),
        reverse=True,
    )
    paired: dict[int, int] = {}
    shares_word = False
    for is_whole, _odds, at, there in pairs:
        if at not in paired and there not in paired.values():
            paired[at] = there
            shares_word |= is_whole
    return shares_word and len(paired) == len(shorter)
