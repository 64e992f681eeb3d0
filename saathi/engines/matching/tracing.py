"""Ranks found children against one sought child, with reasons; never decides.

Names, sex and parents are weighed by a model of `linking`; years of birth, home, places, languages,
siblings and distinguishing marks are added here. These weights are set by judgement, until weights
can be learned from reviewed pairs of a real register. They are the reasons shown; the order of the
children, and the probability that the sought child is one of them, is learned (`match_ranking`).
"""

import math
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from anyascii import anyascii

from saathi.engines.matching import competing_matches, match_ranking, names, phonetic_match
from saathi.engines.matching.linking import explaining, name_comparison
from saathi.engines.matching.linking.explaining import FieldContribution
from saathi.engines.matching.linking.model import LinkageModel
from saathi.engines.matching.linking.scoring import BEYOND_NAMES, MAX_PROBABILITY_BY_NAME

DEFAULT_REGISTER_SIZE: Final = explaining.DEFAULT_REGISTER_SIZE
# If the child is not on record, fewer than one search in a hundred ranks another child first at
# this probability or more, in registers of 2,000 to a million (docs/linking.md). For callers of
# `rank_children`: no screen shows the probability of a child, and the decision to contact an agency
# needs far less.
LIKELY_PROBABILITY: Final = 0.94
MAX_NAMES: Final = 4  # names of one child, in several scripts; more names add no certainty
NAME_FIELDS: Final = frozenset({"given", "family", "names"})
CHILDHOOD_YEARS: Final = 18
# The weight in the order of bits set by judgement: they also count for children who share no name.
JUDGED_BITS_WEIGHT: Final = 0.3
ALIKE: Final = 0.6  # for two spellings of a place or of a sibling's name
MIN_LETTERS: Final = 4  # a shorter word reveals nothing about a mark
# Things that are worn and lost say less than permanent marks.
WORN_ITEMS: Final = frozenset(
    {"clothes", "uniform", "shoes", "bag", "thing", "phone", "hair", "jewellery"}
)


@dataclass(frozen=True, repr=False)
class TracingProfile:
    """The known facts about a child, for comparison. Every field may be empty."""

    names: tuple[str, ...] = ()
    father: str = ""
    mother: str = ""
    siblings: tuple[str, ...] = ()
    sex: str = ""  # as `linking` understands it
    birth_years: tuple[int, int] | None = None  # first and last year
    district: str = ""  # a code: country, hyphen, district
    places: tuple[str, ...] = ()  # in any spelling, old names and new
    languages: tuple[str, ...] = ()
    clues: frozenset[str] = frozenset()  # codes of distinguishing marks
    marks: str = ""  # the marks in words


@dataclass(frozen=True)
class TracingMatch:
    """The result for one candidate: its place in the input, and what is for and against."""

    position: int
    bits: float
    probability_alone: float  # that this is the sought child, without the other matches
    probability: float  # the same given all other matches: only one of them can be the child
    reasons: tuple[FieldContribution, ...]


def rank_children(
    sought: TracingProfile,
    candidates: Sequence[TracingProfile],
    model: LinkageModel,
    register_size: int = DEFAULT_REGISTER_SIZE,
) -> list[TracingMatch]:
    """All candidates, likeliest first, in a register of the given size.

    Equal candidates stay in the given order.
    """
    weighed = [
        _weigh(sought, candidates[place], lines, levels)
        for place, (lines, levels) in enumerate(
            _name_reasons(sought, candidates, model, register_size)
        )
    ]
    odds = [match_ranking.match_odds(candidate.learned, register_size) for candidate in weighed]

    def same(one: int, other: int) -> float:
        """The probability that two found children are one, with two records."""
        [(lines, levels)] = _name_reasons(
            candidates[one], [candidates[other]], model, register_size
        )
        both = _weigh(candidates[one], candidates[other], lines, levels)
        return _cap_by_names(
            _alone(match_ranking.match_odds(both.learned, register_size)), both.reasons
        )

    shares = competing_matches.match_probabilities(odds, same)
    ranked = [
        TracingMatch(
            place, candidate.bits, _cap_by_names(_alone(odds[place]), candidate.reasons),
            _cap_by_names(shares[place], candidate.reasons), candidate.reasons,
        )
        for place, candidate in enumerate(weighed)
    ]  # fmt: skip
    return sorted(ranked, key=lambda match: -weighed[match.position].order)


@dataclass(frozen=True)
class _Weighed:
    reasons: tuple[FieldContribution, ...]
    bits: float  # by judgement
    learned: float  # the learned bits, and the other reasons unchanged
    order: float


def _weigh(
    sought: TracingProfile,
    other: TracingProfile,
    contributions: Sequence[FieldContribution],
    levels: name_comparison.PersonLevels,
) -> _Weighed:
    beyond = list(_other_reasons(sought, other))
    reasons = (*contributions, *beyond)
    bits = sum(reason.bits for reason in reasons)
    more = sum(
        reason.bits for reason in beyond if reason.field not in match_ranking.LEARNED_FEATURES
    )
    learned = (
        match_ranking.sum_feature_bits(list_shared_features(sought, other, levels, beyond)) + more
    )
    return _Weighed(reasons, bits, learned, learned + JUDGED_BITS_WEIGHT * (bits - more))


def list_shared_features(
    sought: TracingProfile,
    other: TracingProfile,
    levels: name_comparison.PersonLevels,
    beyond: Sequence[FieldContribution],
) -> Iterable[tuple[str, float]]:
    """The features that suggest that two profiles are one child, as `match_ranking` weighs them."""
    has_places = bool(sought.places and other.places)
    words = phonetic_match.compare_name_sounds(
        (sought.names[:MAX_NAMES], other.names[:MAX_NAMES]),
        (sought.father, other.father), (sought.mother, other.mother),
    )  # fmt: skip
    return match_ranking.list_pair_features(
        levels,
        beyond,
        (sought.birth_years, other.birth_years),
        has_places=has_places,
        heard=list(words),
    )


def list_training_features(
    sought: TracingProfile, other: TracingProfile
) -> list[tuple[str, float]]:
    """The shared features of two profiles with one name each, for learning."""
    mine, theirs = (next(iter(profile.names), "") for profile in (sought, other))
    levels = name_comparison.compare_persons(_person(sought, mine), _person(other, theirs))
    return list(list_shared_features(sought, other, levels, list(_other_reasons(sought, other))))


def _alone(odds: float) -> float:
    return odds / (1 + odds)


def _cap_by_names(share: float, reasons: Sequence[FieldContribution]) -> float:
    """The share, capped if only names suggest that both are one child."""
    beyond = sum(reason.bits for reason in reasons if reason.field not in NAME_FIELDS)
    return min(share, MAX_PROBABILITY_BY_NAME) if beyond < BEYOND_NAMES else share


def _name_reasons(
    asked: TracingProfile, found: Sequence[TracingProfile], model: LinkageModel, among: int
) -> list[tuple[Sequence[FieldContribution], name_comparison.PersonLevels]]:
    """The evidence of names, sex and parents for each; of several names, the best fit."""
    best: list[tuple[Sequence[FieldContribution], name_comparison.PersonLevels]] = [((), ())] * len(
        found
    )
    weights = [-math.inf] * len(found)
    for name in asked.names[:MAX_NAMES] or ("",):
        nearest = [_nearest(name, other.names) for other in found]
        sought = _person(asked, name)
        levels = [
            name_comparison.compare_persons(sought, _person(other, other_name))
            for other, other_name in zip(found, nearest, strict=True)
        ]
        if name_comparison.is_model_usable(model):
            weigher = name_comparison.get_pair_scorer(model, among)
            contributions = [weigher(level) for level in levels]
        else:
            others = [
                _record(other, other_name) for other, other_name in zip(found, nearest, strict=True)
            ]
            scored = explaining.score_candidates(_record(asked, name), others, model, among)
            contributions = [score.contributions for score in scored]
        for place, lines in enumerate(contributions):
            weight = sum(line.bits for line in lines)
            if weight > weights[place]:
                best[place], weights[place] = (lines, levels[place]), weight
    return best


def _person(of: TracingProfile, name: str) -> name_comparison.ComparedPerson:
    return name_comparison.build_person(name, of.sex, of.father.strip(), of.mother.strip())


def _record(of: TracingProfile, name: str) -> dict[str, str]:
    written = {"name": name, "sex": of.sex, "father_name": of.father, "mother_name": of.mother}
    return {field: text.strip() for field, text in written.items()}


@lru_cache(maxsize=1 << 16)
def _keys(name: str) -> frozenset[str]:
    return names.name_keys(name)


def _nearest(name: str, others: Sequence[str]) -> str:
    """The name among several that shares most keys with this one; the first if none does."""
    if len(others) < 2:
        return others[0] if others else ""
    keys = _keys(name)
    return max(others, key=lambda other: len(keys & _keys(other)))


def _other_reasons(sought: TracingProfile, found: TracingProfile) -> Iterable[FieldContribution]:
    """The other reasons for and against; none for facts missing on one side."""
    yield from _birth(sought.birth_years, found.birth_years)
    yield from _home(sought.district, found.district)
    yield from _places(sought.places, found.places)
    yield from _languages(sought.languages, found.languages)
    yield from _siblings(sought.siblings, found.siblings)
    yield from _marks(sought, found)


@lru_cache(maxsize=256)
def _contribution(
    field: str, level: str, reason: str, same: float, others: float
) -> FieldContribution:
    return FieldContribution(field, level, reason, round(math.log2(same / others), 2))


def _birth(
    one: tuple[int, int] | None, other: tuple[int, int] | None
) -> Iterable[FieldContribution]:
    """Years of birth: the wider the range, the less an overlap means. Ages may be wrong."""
    if one is None or other is None:
        return
    gap = max(one[0] - other[1], other[0] - one[1], 0)
    if gap == 0:
        years = one[1] - one[0] + other[1] - other[0] + 1
        yield _contribution(
            "born", "meet", "born in the same years", 0.85, min(years / CHILDHOOD_YEARS, 0.85)
        )
    elif gap == 1:
        yield _contribution("born", "next", "born a year apart at least", 0.09, 2 / CHILDHOOD_YEARS)
    elif gap <= 3:
        yield _contribution(
            "born", "near", "born two or three years apart at least", 0.04, 4 / CHILDHOOD_YEARS
        )
    else:
        yield _contribution("born", "far", "born four years apart or more", 0.02, 0.4)


def _home(one: str, other: str) -> Iterable[FieldContribution]:
    if not one or not other:
        return
    if one == other:
        yield _contribution("home_district", "same", "the same district of home", 0.62, 0.02)
    elif one.partition("-")[0] == other.partition("-")[0]:
        yield _contribution(
            "home_district", "country", "another district of the same country", 0.28, 0.56
        )
    else:
        yield _contribution("home_district", "different", "home in another country", 0.10, 0.40)


def _places(one: Sequence[str], other: Sequence[str]) -> Iterable[FieldContribution]:
    if one and other and _alike(one, other):
        yield _contribution("places", "alike", "a place that sounds the same", 0.4, 0.02)


def _siblings(one: Sequence[str], other: Sequence[str]) -> Iterable[FieldContribution]:
    if one and other and _alike(one, other):
        yield _contribution("siblings", "alike", "a brother or sister of a name alike", 0.6, 0.05)


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether any two sound alike; keys first, since most share none."""
    return any(
        _keys(mine) & _keys(theirs) and names.name_similarity(mine, theirs) >= ALIKE
        for mine in one
        for theirs in other
    )


def _languages(one: Sequence[str], other: Sequence[str]) -> Iterable[FieldContribution]:
    if not one or not other:
        return
    if set(one) & set(other):
        yield _contribution("languages", "share", "a language in common", 0.90, 0.40)
    else:
        yield _contribution("languages", "none", "no language in common", 0.10, 0.60)


def _marks(sought: TracingProfile, found: TracingProfile) -> Iterable[FieldContribution]:
    """The marks reported on both sides. A mark reported on only one side means nothing."""
    result, other = (
        sought.clues | find_clue_codes(sought.marks),
        found.clues | find_clue_codes(found.marks),
    )
    both = result & other
    if both - WORN_ITEMS:
        yield _contribution("marks", "same", "the same kind of mark", 0.5, 0.06)
    if both & WORN_ITEMS:
        yield _contribution("things", "same", "the same kind of clothes or things", 0.3, 0.12)
    if both and _words(sought.marks) & _words(found.marks):
        yield _contribution("marks", "words", "described in the same words", 0.5, 0.12)


@cache
def _lexicon() -> dict[str, str]:
    """The code for each folded word that names a kind of mark or thing."""
    text = (resources.files("saathi.engines.matching") / "data" / "clues.toml").read_text(
        encoding="utf-8"
    )
    listed: dict[str, list[str]] = tomllib.loads(text)["clues"]
    return {_folded(word): code for code, words in listed.items() for word in words}


@lru_cache(maxsize=256)
def find_clue_codes(text: str) -> frozenset[str]:
    """The codes of the marks and things that a text names, in any script of the list."""
    return frozenset(_lexicon()[word] for word in _all_words(text) if word in _lexicon())


def _folded(word: str) -> str:
    return re.sub(r"[^a-z]+", "", anyascii(unicodedata.normalize("NFC", word)).lower())


def _all_words(text: str) -> list[str]:
    return [folded for word in text.split() if (folded := _folded(word))]


def _words(text: str) -> frozenset[str]:
    """The words of a description that say more than which kind of mark it is."""
    return frozenset(
        word for word in _all_words(text) if len(word) >= MIN_LETTERS and word not in _lexicon()
    )
