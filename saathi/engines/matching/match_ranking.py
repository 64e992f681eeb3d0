"""Ranks the children found in a search for one child, and computes the odds of each.

The weights are learned (`bench/learn_order.py`) among the children that a search finds, who already
share a name: what distinguishes the right child among them differs from what makes a pair probable.
Also learned is what the same weights say about whether the sought child is among them at all, in a
register of a given size.
"""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import combinations
from typing import Any, Final

from saathi.engines.matching.linking import name_comparison
from saathi.engines.matching.linking.explaining import FieldContribution
from saathi.engines.matching.linking.fields import FIELDS_BY_NAME, MISSING
from saathi.engines.matching.phonetic_match import is_shared_sound

type YearRange = tuple[int, int] | None

DOUBLED: Final = "born, each doubling of the years told"
# Set by judgement, since the invented children give no evidence: none of them lives in two
# countries, and a search finds only children who share a name.
NO_NAME: Final = "no name shared"
MAX_BITS: Final = 40.0  # the maximum certainty
JUDGED_FEATURES: Final = {"home_district different": -2.0, NO_NAME: -20.0}
# The reasons from which the order is learned; the others count unchanged (`tracing`).
LEARNED_FEATURES: Final = frozenset({"born", "home_district", "places"})
_NAMES: Final = ("given", "family", "father", "mother")
_SHARED: Final = frozenset({"same", "sounds"})
_LEARNED_AS: Final = {"heard": "sounds"}  # levels that the order does not distinguish
_PLACES_OF_NAMES: Final = tuple(name_comparison.FIELDS.index(field) for field in _NAMES)
_NOT_ALIKE: Final = frozenset({FIELDS_BY_NAME["given"].level("different"), MISSING})


def list_pair_features(
    levels: name_comparison.PersonLevels,
    beyond: Sequence[FieldContribution],
    born: tuple[YearRange, YearRange],
    *,
    has_places: bool,
    heard: Sequence[str] = (),
) -> Iterator[tuple[str, float]]:
    """The features of a pair, each with its amount; none for facts missing on one side.

    `heard` are features of the individual words of both names.
    """
    for feature in (*_level_features(levels), *heard):
        yield feature, 1.0
    if all(levels[at] in _NOT_ALIKE for at in _PLACES_OF_NAMES) and not any(
        map(is_shared_sound, heard)
    ):
        yield NO_NAME, 1.0
    level_of = {reason.field: reason.level for reason in beyond}
    if "born" in level_of:
        yield from _year_features(level_of["born"], born)
    if "home_district" in level_of:
        yield f"home_district {level_of['home_district']}", 1.0
    if has_places:
        yield f"places {level_of.get('places', 'none')}", 1.0
    if level_of.get("home_district") == "same" and "places" in level_of:
        yield "home_district and places", 1.0


@lru_cache(maxsize=1 << 12)
def _level_features(levels: name_comparison.PersonLevels) -> tuple[str, ...]:
    """The features of names and sex, singly and in pairs."""
    shown = {
        field: _LEARNED_AS.get(name := FIELDS_BY_NAME[field].levels[level].name, name)
        for field, level in zip(name_comparison.FIELDS, levels, strict=True)
        if level != MISSING
    }
    together = [
        f"{item} and {other}" for item, other in combinations(_NAMES, 2)
        if shown.get(item) in _SHARED and shown.get(other) in _SHARED
    ]  # fmt: skip
    return (*(f"{field} {level}" for field, level in shown.items()), *together)


def _year_features(level: str, born: tuple[YearRange, YearRange]) -> Iterator[tuple[str, float]]:
    result, other = born
    if level != "meet" or result is None or other is None:
        yield f"born {level}", 1.0
        return
    apart = abs(sum(result) - sum(other)) // 2
    yield f"born meet {min(apart, 3)}", 1.0
    yield DOUBLED, math.log2(result[1] - result[0] + other[1] - other[0] + 1)


def sum_feature_bits(shown: Iterable[tuple[str, float]]) -> float:
    """The weight of all features; on its own it only compares children within one search."""
    weight = _weights().get
    total = 0.0
    for name, much in shown:
        total += weight(name, 0.0) * much
    return total


def match_odds(feature_bits: float, register_size: int) -> float:
    """The odds that this is the sought child rather than unrecorded, ignoring all other matches."""
    learned = load_odds_parameters()
    bits = (
        learned["each bit"] * feature_bits
        - learned["nobody"]
        - learned["each doubling of the register"] * math.log2(max(register_size, 2))
    )
    return float(2.0 ** min(max(bits, -MAX_BITS), MAX_BITS))


def load_odds_parameters() -> dict[str, float]:
    """The parameters that turn bits into odds."""
    learned: dict[str, float] = _learned()["against nobody"]
    return learned


def clear_cached_weights() -> None:
    """Makes the next call reload the weights, once relearned."""
    _learned.cache_clear()
    _weights.cache_clear()


@cache
def _learned() -> dict[str, Any]:
    text = (resources.files("saathi.engines.matching") / "data" / "order.json").read_text(
        encoding="utf-8"
    )
    learned: dict[str, Any] = json.loads(text)
    return learned


@cache
def _weights() -> dict[str, float]:
    learned: dict[str, float] = _learned()["bits"]
    return learned | JUDGED_FEATURES
