"""How likely two names spell the same name: words paired in any order, joined, split or missing.

The score says how similar two written names are, never that two people are one: many share a name.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from saathi.engines.matching import lexicon, word_similarity
from saathi.engines.matching.alphabets import LATIN
from saathi.engines.matching.lexicon import NameLexicon
from saathi.engines.matching.name_words import NameWord, ParsedName, parse_name

MAX_WORDS: Final = 6  # words of a name; any more are joined
_SURE: Final = 7.0  # the largest log-odds that spelling can give
# The weight of the lexicon: attested for one name, or only for different ones.
_ATTESTED: Final = 3.5
_DIFFERENT: Final = -1.2
_DIFFERENT_LOSS: Final = 2.0
_WORST_SHARE: Final = 0.7
_MOST_WITH_MISSING: Final = 3.0  # most, if a name has a word that the other lacks
_MISSING: Final = 0.8  # deducted for each
_MISSING_FIRST: Final = 2.0  # deducted for a missing first word, mostly the person's own name
_TITLES: Final = 0.15
_INITIAL: Final = 0.8
_NOTHING: Final = -_SURE


@dataclass(frozen=True)
class NameScorer:
    """Scores pairs of names by one lexicon."""

    lexicon: NameLexicon

    def similarity(self, one: str, other: str) -> float:
        """0 to 1; above 0.5 it is more likely than not that both spell one name."""
        return self.similarity_of_parsed(parse_name(one), parse_name(other))

    def similarity_of_parsed(self, one: ParsedName, other: ParsedName) -> float:
        """The similarity of parsed names."""
        if not one.words or not other.words:
            return 0.0
        if _written(one) == _written(other):
            return 1.0 if one.titles == other.titles else 0.995
        odds = self.log_odds(one, other)
        if one.titles != other.titles:
            odds -= _TITLES
        return 1 / (1 + math.exp(-odds))

    def log_odds(self, one: ParsedName, other: ParsedName) -> float:
        """The log-odds of two names by their best pairing of words."""
        first, second = _few(one.words), _few(other.words)
        if len(first) == len(second) == 1:
            return self.word_log_odds(first[0], second[0])
        best = self._paired(first, second)
        if len(first) != len(second):
            longer, shorter = (first, second) if len(first) > len(second) else (second, first)
            for at in range(len(longer) - 1):
                joined = (*longer[:at], join_words(longer[at : at + 2]), *longer[at + 2 :])
                best = max(best, self._paired(joined, shorter))
            best = max(best, self.word_log_odds(join_words(longer), join_words(shorter)))
        return best

    def word_log_odds(self, one: NameWord, other: NameWord) -> float:
        """The log-odds that two words spell one name, by their letters and by the lexicon."""
        if one.text == other.text:
            return _SURE
        if len(one.text) == 1 or len(other.text) == 1:
            return _INITIAL if one.sounds[:1] == other.sounds[:1] else _NOTHING
        odds = min(max(word_similarity.word_log_odds(one, other), -_SURE), _SURE)
        same = self.lexicon.is_same_name(one.text, other.text)
        if same is not None:
            odds = max(odds, _ATTESTED) if same else min(odds - _DIFFERENT_LOSS, _DIFFERENT)
        if word_similarity.word_pair_kind(one, other) == word_similarity.ONE_VOWEL:
            return max(odds, _DIFFERENT)  # a slip of the pen is similar, whatever it makes
        return odds

    def _paired(self, one: tuple[NameWord, ...], other: tuple[NameWord, ...]) -> float:
        """The log-odds of pairing the likeliest words first; the worst pair counts most."""
        pairs = sorted(
            (
                (self.word_log_odds(word, beside), -at, -there)
                for at, word in enumerate(one)
                for there, beside in enumerate(other)
            ),
            reverse=True,
        )
        used_one: set[int] = set()
        used_other: set[int] = set()
        odds = []
        for value, at, there in pairs:
            if at not in used_one and there not in used_other:
                used_one.add(at)
                used_other.add(there)
                odds.append(value)
        total = _WORST_SHARE * min(odds) + (1 - _WORST_SHARE) * sum(odds) / len(odds)
        missing = abs(len(one) - len(other))
        if missing:
            total = min(total, _MOST_WITH_MISSING) - _MISSING * missing
            used = used_one if len(one) > len(other) else used_other
            total -= 0.0 if 0 in used else _MISSING_FIRST
        return total


def _written(name: ParsedName) -> tuple[str, ...]:
    return tuple(word.text for word in name.words)


def _few(words: tuple[NameWord, ...]) -> tuple[NameWord, ...]:
    return (
        words
        if len(words) <= MAX_WORDS
        else (*words[: MAX_WORDS - 1], join_words(words[MAX_WORDS - 1 :]))
    )


def join_words(words: tuple[NameWord, ...]) -> NameWord:
    """The words of a name joined to one word, with the keys of its sounds."""
    if len(words) == 1:
        return words[0]
    written = "".join(word.text for word in words)
    sounds = "".join(word.sounds for word in words)
    second = ""
    if any(word.second_sounds for word in words):
        second = "".join(word.second_sounds or word.sounds for word in words)
    if any(first.script != second.script for first, second in pairwise(words)):
        return NameWord(written, LATIN, sounds, sounds, second)
    units = "".join(word.units for word in words)
    return NameWord(written, words[0].script, units, sounds, second)


def load_shipped_scorer() -> NameScorer:
    """The scorer with the shipped lexicon."""
    return NameScorer(lexicon.load_shipped_lexicon())
