"""Compares a record with a few others by names and sex only, in plain Python: faster for so few.

If the model has no frequencies of values, the result is the same as that of
`explaining.score_candidates` (the tests compare both), with the same levels and weights.
"""

import math
import re
from collections.abc import Callable
from typing import Final, NamedTuple

from saathi.engines.matching.linking import normalisation, scoring, small_batch
from saathi.engines.matching.linking.comparing import (
    CLOSE_SIMILARITY,
    HEARD,
    RESEMBLING_SIMILARITY,
    SOUNDS,
)
from saathi.engines.matching.linking.explaining import (
    MIN_REPORTED_BITS,
    FieldContribution,
    build_contribution,
    chance_agreement_contribution,
    sibling_deduction,
)
from saathi.engines.matching.linking.fields import FIELDS_BY_NAME, LEVELS, MISSING, FieldKind
from saathi.engines.matching.linking.model import LinkageModel
from saathi.engines.matching.linking.normalisation import FoldedValue

FIELDS: Final = ("given", "family", "sex", "father", "mother")
_NAMES: Final = {level.name: at for at, level in enumerate(LEVELS[FieldKind.NAME])}
_SAME, _DIFFERENT = _NAMES["same"], _NAMES["different"]
_HEARD, _SOUNDS = _NAMES["heard"], _NAMES["sounds"]
_CLOSE, _RESEMBLES = _NAMES["close"], _NAMES["resembles"]
_EXCHANGED, _EXCHANGED_CLOSE = _NAMES["exchanged"], _NAMES["exchanged_close"]
_LAST_WORD: Final = re.compile(r"\s(\S+)\Z", re.ASCII)

MAX_CACHED: Final = 8

type PersonLevels = tuple[int, ...]  # one for each of FIELDS
type PairWeigher = Callable[[PersonLevels], tuple[FieldContribution, ...]]
_kept: dict[tuple[int, int], tuple[LinkageModel, PairWeigher]] = {}


class ComparedPerson(NamedTuple):
    """The facts compared about a person, folded."""

    given: FoldedValue
    family: FoldedValue
    sex: FoldedValue
    father: FoldedValue
    mother: FoldedValue


def build_person(name: str, sex: str, father: str, mother: str) -> ComparedPerson:
    """The person with these names; the last word of a full name is the family name."""
    whole = name.strip()
    last = _LAST_WORD.search(whole)
    return ComparedPerson(
        normalisation.fold_name(whole[: last.start()] if last else whole),
        normalisation.fold_name(last[1]) if last else normalisation.EMPTY_VALUE,
        normalisation.fold_sex(sex),
        normalisation.fold_name(father),
        normalisation.fold_name(mother),
    )


def is_model_usable(model: LinkageModel) -> bool:
    """Whether the model's weights allow scoring pairs one by one."""
    return not any(model.frequencies.values())


def compare_persons(one: ComparedPerson, other: ComparedPerson) -> PersonLevels:
    """How closely two people agree in each field."""
    given, family = _name_level(one.given, other.given), _name_level(one.family, other.family)
    if _RESEMBLES <= given <= _DIFFERENT and _RESEMBLES <= family <= _DIFFERENT:
        crossed = min(_similarity(one.given, other.family), _similarity(one.family, other.given))
        if one.given.key == other.family.key and one.family.key == other.given.key:
            crossed = max(crossed, CLOSE_SIMILARITY)
        if crossed >= CLOSE_SIMILARITY:
            given = family = _EXCHANGED if crossed == 1.0 else _EXCHANGED_CLOSE
    sex = MISSING if not one.sex.text or not other.sex.text else int(one.sex.text != other.sex.text)
    return (
        given, family, sex, _name_level(one.father, other.father), _name_level(one.mother, other.mother)
    )  # fmt: skip


def _name_level(one: FoldedValue, other: FoldedValue) -> int:
    if not one.text or not other.text:
        return MISSING
    if one.text == other.text:
        return _SAME
    alike = _similarity(one, other)
    if _sound_alike(one, other, alike):
        return _HEARD if _sound_alike_wholly(one, other) else _SOUNDS
    return (
        _CLOSE
        if alike >= CLOSE_SIMILARITY
        else _RESEMBLES
        if alike >= RESEMBLING_SIMILARITY
        else _DIFFERENT
    )


def _similarity(one: FoldedValue, other: FoldedValue) -> float:
    if one.text == other.text:
        return 1.0
    by_text = small_batch.jaro_winkler(one.text, other.text)
    return max(by_text, CLOSE_SIMILARITY) if _is_heard_alike(one, other) else by_text


def _sound_alike(one: FoldedValue, other: FoldedValue, alike: float) -> bool:
    # Two equal last words say nothing.
    same_key = (
        one.key in {other.key, other.other_key}
        or one.other_key == other.key
        or one.full_key == other.full_key
    )
    return same_key and (
        alike >= SOUNDS
        or (one.first_heard == other.first_heard and (_is_one_word(one) or _is_one_word(other)))
        or (one.other_key == other.other_key and _heard_similarity(one, other) >= HEARD)
    )


def _sound_alike_wholly(one: FoldedValue, other: FoldedValue) -> bool:
    same_keys = (one.key, one.other_key) == (other.key, other.other_key)
    return (same_keys and not _is_one_word(one)) or _is_heard_alike(one, other)


def _is_one_word(value: FoldedValue) -> bool:
    return value.key == value.other_key


def _is_heard_alike(one: FoldedValue, other: FoldedValue) -> bool:
    return normalisation.phonetic_text(one.text) == normalisation.phonetic_text(other.text)


def _heard_similarity(one: FoldedValue, other: FoldedValue) -> float:
    heard = (normalisation.phonetic_text(value.text) for value in (one, other))
    return small_batch.jaro_winkler(*heard)


def get_pair_scorer(model: LinkageModel, register_size: int) -> PairWeigher:
    """A function that gives the evidence lines of a pair from its levels; equal levels share lines.

    Recent scorers are cached, since a model is used repeatedly and does not change meanwhile.
    """
    cached_model, cached = _kept.get((id(model), register_size), (None, None))
    if cached_model is model and cached is not None:
        return cached
    if len(_kept) >= MAX_CACHED:
        _kept.clear()
    weigher = _weigher(model, register_size)
    _kept[id(model), register_size] = model, weigher
    return weigher


def _weigher(model: LinkageModel, among: int) -> PairWeigher:
    weights = _Weights(model, among)
    known: dict[PersonLevels, tuple[FieldContribution, ...]] = {}

    def weigh(found: PersonLevels) -> tuple[FieldContribution, ...]:
        if found not in known:
            known[found] = tuple(weights.lines(found))
        return known[found]

    return weigh


class _Weights:
    def __init__(self, model: LinkageModel, among: int) -> None:
        self._model = model
        result, household = scoring.prior_probabilities(
            model, among, max(among * (among - 1) / 2, 1.0)
        )
        self._siblings = math.log2(household) - math.log2(1 - result - household)
        ratios = {name: model.level_bits(name) for name in FIELDS}
        least = scoring.MIN_BITS
        self._person = {n: [max(float(b), least) for b in both[0]] for n, both in ratios.items()}
        self._household = {n: [max(float(b), least) for b in both[1]] for n, both in ratios.items()}

    def lines(self, levels: PersonLevels) -> list[FieldContribution]:
        known_levels = [
            (n, level) for n, level in zip(FIELDS, levels, strict=True) if level != MISSING
        ]
        contributions = [
            build_contribution(name, level, self._person[name][level])
            for name, level in known_levels
        ]
        together = self._chance_agreement(dict(zip(FIELDS, levels, strict=True)))
        household = sum(self._household[name][level] for name, level in known_levels) - together
        siblings = -_add_explanation(household + self._siblings)
        if siblings <= -MIN_REPORTED_BITS:
            contributions.append(sibling_deduction(siblings))
        if abs(together) >= MIN_REPORTED_BITS:
            contributions.append(chance_agreement_contribution(together))
        return contributions

    def _chance_agreement(self, found: dict[str, int]) -> float:
        """For one pair, what `scoring.chance_agreement_bits` computes for many."""
        of_family: dict[str, float] = {}
        if _is_shared("family", found["family"]):
            whole = {_SAME, _HEARD}
            of_family = {n: m for n, m in self._model.with_family.items() if found.get(n) in whole}
        bits = 0.0
        for name in {**of_family, **self._model.together}:
            by_given = self._chance_by_given(name, found)
            bits += max(of_family[name], by_given) if of_family.get(name) else by_given
        return bits

    def _chance_by_given(self, name: str, found: dict[str, int]) -> float:
        more, level = self._model.together.get(name), found.get(name, MISSING)
        if more is None or level == MISSING or not _is_shared("given", found["given"]):
            return 0.0
        if _is_shared(name, level):
            return more
        chance = min(float(self._model.others[name][0]), 0.9)
        return math.log2((1 - min(chance * 2**more, 0.95)) / (1 - chance))


def _add_explanation(bits: float) -> float:
    """The bits of one explanation competing with one of no bits."""
    return bits + math.log2(1 + 2**-bits) if bits > 0 else math.log2(1 + 2**bits)


def _is_shared(name: str, level: int) -> bool:
    return level == 0 or (
        FIELDS_BY_NAME[name].kind is FieldKind.NAME and level in {_HEARD, _SOUNDS}
    )
