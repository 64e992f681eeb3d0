"""In which order children found stand who are compared with one that is looked for, and their odds.

Its weights are learned (`bench/learn_order.py`) among the children that a search meets, who share a name
as it is: what tells the right one from them is another thing than what makes a pair probable. Learned too
is what the same weights say for her being one of them at all, in a register of so many children.
"""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import combinations
from typing import Any, Final

from saathi.matching.linking import name_comparison
from saathi.matching.linking.explaining import FieldContribution
from saathi.matching.linking.fields import FIELDS_BY_NAME, MISSING
from saathi.matching.phonetic_match import is_shared_sound

type YearRange = tuple[int, int] | None

DOUBLED: Final = "born, each doubling of the years told"
# By judgement, since the invented children cannot tell: none of them lives in two countries, and nobody is
# met by a search who shares no name.
NO_NAME: Final = "no name shared"
MAX_BITS: Final = 40.0  # nothing is surer
JUDGED_FEATURES: Final = {"home_district different": -2.0, NO_NAME: -20.0}
# What an order is learned of; the other reasons count as they are (`tracing`).
LEARNED_FEATURES: Final = frozenset({"born", "home_district", "places"})
_NAMES: Final = ("given", "family", "father", "mother")
_SHARED: Final = frozenset({"same", "sounds"})
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
    """What a pair shows, each with how much of it; nothing of what one of the two leaves open.

    `heard` is what the words of their names show one by one.
    """
    for one in (*_of_levels(levels), *heard):
        yield one, 1.0
    if all(levels[at] in _NOT_ALIKE for at in _PLACES_OF_NAMES) and not any(
        map(is_shared_sound, heard)
    ):
        yield NO_NAME, 1.0
    found = {reason.field: reason.level for reason in beyond}
    if "born" in found:
        yield from _years(found["born"], born)
    if "home_district" in found:
        yield f"home_district {found['home_district']}", 1.0
    if has_places:
        yield f"places {found.get('places', 'none')}", 1.0
    if found.get("home_district") == "same" and "places" in found:
        yield "home_district and places", 1.0


@lru_cache(maxsize=1 << 12)
def _of_levels(levels: name_comparison.PersonLevels) -> tuple[str, ...]:
    """What names and sex show, one by one and two names together."""
    known = {
        field: FIELDS_BY_NAME[field].levels[level].name
        for field, level in zip(name_comparison.FIELDS, levels, strict=True)
        if level != MISSING
    }
    together = [
        f"{one} and {other}" for one, other in combinations(_NAMES, 2)
        if known.get(one) in _SHARED and known.get(other) in _SHARED
    ]  # fmt: skip
    return (*(f"{field} {level}" for field, level in known.items()), *together)


def _years(level: str, born: tuple[YearRange, YearRange]) -> Iterator[tuple[str, float]]:
    one, other = born
    if level != "meet" or one is None or other is None:
        yield f"born {level}", 1.0
        return
    apart = abs(sum(one) - sum(other)) // 2
    yield f"born meet {min(apart, 3)}", 1.0
    yield DOUBLED, math.log2(one[1] - one[0] + other[1] - other[0] + 1)


def sum_feature_bits(shown: Iterable[tuple[str, float]]) -> float:
    """What all of it weighs; by itself it only compares with others of the same question."""
    weight = _weights().get
    total = 0.0
    for name, much in shown:
        total += weight(name, 0.0) * much
    return total


def match_odds(feature_bits: float, register_size: int) -> float:
    """The odds that this is her, against nobody on record being her, if nobody else were found."""
    learned = load_odds_parameters()
    said = (
        learned["each bit"] * feature_bits
        - learned["nobody"]
        - learned["each doubling of the register"] * math.log2(max(register_size, 2))
    )
    return float(2.0 ** min(max(said, -MAX_BITS), MAX_BITS))


def load_odds_parameters() -> dict[str, float]:
    """What makes odds of the bits."""
    learned: dict[str, float] = _learned()["against nobody"]
    return learned


def clear_cached_weights() -> None:
    """Reads the weights anew, after others were learned."""
    _learned.cache_clear()
    _weights.cache_clear()


@cache
def _learned() -> dict[str, Any]:
    text = (resources.files("saathi.matching") / "data" / "order.json").read_text(encoding="utf-8")
    learned: dict[str, Any] = json.loads(text)
    return learned


@cache
def _weights() -> dict[str, float]:
    learned: dict[str, float] = _learned()["bits"]
    return learned | JUDGED_FEATURES
