"""How similar two words are: the costs of their alignment, weighted into log-odds."""

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from saathi.engines.matching import alphabets, costs, latin_sounds, skeletons
from saathi.engines.matching.alignment import AlignmentStep, align_words
from saathi.engines.matching.alphabets import LATIN, ScriptAlphabet
from saathi.engines.matching.name_words import NameWord

# The weighted features, in the order of the columns of `data/weights.tsv`.
FEATURES: Final = (
    "one", "vowels", "consonants", "root_vowels", "root_consonants", "costliest_vowel", "costliest_consonant",
    "last", "first", "length", "same_skeleton", "same_key", "open_end", "other_end", "other_start",
)  # fmt: skip
ONE_VOWEL: Final = "one_vowel"  # Latin words that differ by one vowel for another
# Kinds of word pairs; each has its own weights.
KINDS: Final = (
    "latin", ONE_VOWEL, "romanised", "romanised_unsaid", "one_script", "two_scripts", "two_scripts_unsaid",
)  # fmt: skip
_UNWRITTEN: Final = ("ARABIC", "TAMIL")  # scripts that leave vowels or voice unwritten
_HEARD: Final = "aiu"
_VOWEL_SIGNS: Final = frozenset(latin_sounds.VOWELS)
_VOWELS: Final = str.maketrans(
    dict.fromkeys("aāǎô", "a") | dict.fromkeys("iīeēɛəêîy", "i") | dict.fromkeys("oōuūɔʊ", "u")
)
_REMEMBERED: Final = 1 << 16


def word_pair_kind(one: NameWord, other: NameWord) -> str:
    """The kind of a word pair, for its weights."""
    if one.script == other.script:
        if one.script != LATIN:
            return "one_script"
        return ONE_VOWEL if is_one_vowel_apart(one.sounds, other.sounds) else "latin"
    kind = "romanised" if LATIN in {one.script, other.script} else "two_scripts"
    return kind + "_unsaid" if one.script in _UNWRITTEN or other.script in _UNWRITTEN else kind


def is_one_vowel_apart(one: str, other: str) -> bool:
    """Whether two words differ by one vowel in their sounds."""
    if len(one) != len(other):
        return False
    unlike = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(unlike) == 1 and set(unlike[0]) <= _VOWEL_SIGNS


def alignment_features(one: NameWord, other: NameWord) -> tuple[float, ...]:
    """The features of the cheapest alignment of the two words, in the order of `FEATURES`."""
    if one.script > other.script or (one.script == other.script and one.units > other.units):
        one, other = other, one
    of_one, of_other = alphabets.load_alphabet(one.script), alphabets.load_alphabet(other.script)
    first, second = of_one.encode_units(one.units), of_other.encode_units(other.units)
    steps = align_words(first, second, costs.costs_between(one.script, other.script))
    vowels = consonants = ends = starts = 0.0
    costliest_vowel = costliest_consonant = 0.0
    for step in steps:
        if _is_vowel(step, first, second, of_one, of_other):
            vowels += step.cost
            costliest_vowel = max(costliest_vowel, step.cost)
        else:
            consonants += step.cost
            costliest_consonant = max(costliest_consonant, step.cost)
        if step.one == len(first) - 1 or step.other == len(second) - 1:
            ends += step.cost
        if step.one == 0 or step.other == 0:
            starts += step.cost
    length = (len(first) + len(second)) / 2
    vowels, consonants = vowels / length, consonants / length
    return (
        1.0,
        vowels,
        consonants,
        math.sqrt(vowels + 0.01),
        math.sqrt(consonants + 0.01),
        costliest_vowel,
        costliest_consonant,
        ends,
        starts,
        1 / length,
        float(
            not skeletons.consonant_skeletons(one.sounds).isdisjoint(
                skeletons.consonant_skeletons(other.sounds)
            )
        ),
        float(not skeletons.word_keys(one).isdisjoint(skeletons.word_keys(other))),
        *_edges(one.sounds, other.sounds),
    )


def _edges(one: str, other: str) -> tuple[float, float, float]:
    """Whether exactly one word ends in "a" (Karim, Karima); whether their last and first vowels differ."""
    end, ends = one[-1].translate(_VOWELS), other[-1].translate(_VOWELS)
    start, starts = one[0].translate(_VOWELS), other[0].translate(_VOWELS)
    return (
        float((end == "a") != (ends == "a") and "u" not in {end, ends}),
        float(end in _HEARD and ends in _HEARD and end != ends),
        float(start in _HEARD and starts in _HEARD and start != starts),
    )


def _is_vowel(
    step: AlignmentStep, one: bytes, other: bytes, of_one: ScriptAlphabet, of_other: ScriptAlphabet
) -> bool:
    return (step.one < 0 or one[step.one] in of_one.vowels) and (
        step.other < 0 or other[step.other] in of_other.vowels
    )


@cache
def load_weights() -> dict[str, tuple[float, ...]]:
    """The weights of each kind of pair, from their file."""
    text = (resources.files("saathi.engines.matching") / "data" / "weights.tsv").read_text("utf-8")
    weights = {}
    for line in text.splitlines():
        if not line.startswith(("#", "kind\t")):
            kind, *cells = line.split("\t")
            weights[kind] = tuple(float(cell) for cell in cells)
    return weights


@lru_cache(maxsize=_REMEMBERED)
def word_log_odds(one: NameWord, other: NameWord) -> float:
    """The log-odds that two words are spellings of one name; above 0 more likely than not."""
    return weighted_sum(alignment_features(one, other), load_weights()[word_pair_kind(one, other)])


def weighted_sum(values: Sequence[float], by: Sequence[float]) -> float:
    """The weighted feature sum."""
    return sum(value * weight for value, weight in zip(values, by, strict=True))
