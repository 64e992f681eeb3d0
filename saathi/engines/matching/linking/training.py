"""Learns the weights from records only, by expectation-maximisation, without known pairs.

What strangers share is counted in the records and a sample of random pairs. What records of one
person share is estimated from the candidates; all other pairs count as strangers.
"""

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from saathi.engines.matching.linking import comparing, scoring
from saathi.engines.matching.linking.comparing import LevelArray
from saathi.engines.matching.linking.fields import (
    FIELDS_BY_NAME,
    LISTS,
    MISSING,
    AgreementGroup,
    FieldKind,
)
from saathi.engines.matching.linking.level_patterns import (
    LevelPatterns,
    count_patterns,
    weigh_patterns,
)
from saathi.engines.matching.linking.model import LinkageModel, ShareArray, normalise_shares
from saathi.engines.matching.linking.preparing import NO_VALUE, CodeArray, IntArray, PreparedRecords

SAMPLE_SIZE: Final = 1_000_000
MAX_ROUNDS: Final = 30
PRIOR_WEIGHT: Final = 12.0  # the number of pairs that the initial shares are worth, in each field
TWINS: Final = 0.02  # about one birth in a hundred is of twins; more often among two of a household
MIN_COMMON_COUNT: Final = 20  # fewest people who share a value that a model file may name
RHYMES: Final = 3.0
NAMED_SHARE: Final = (
    0.6  # of pairs of siblings, those of which one is named in the list of the other
)
MAX_MOVED_SHARE: Final = 0.2  # beyond that, namesakes would be counted as children who moved
MIN_RECORDS_TO_COUNT: Final = 2_000  # below, a model's own shares among strangers are better
MIN_STRANGERS: Final = 1000
MAX_TOGETHER_BITS: Final = 2.0
MAX_FAMILY_BITS: Final = 6.0
SEED: Final = 20_260_101


def learn_chance_agreement(prepared: PreparedRecords, start: LinkageModel) -> LinkageModel:
    """The model with what two of these records share by chance."""
    one, other = _random_pairs(prepared)
    levels_of = comparing.compare_fields(prepared, one, other)
    others = dict(start.others)
    for name, levels in levels_of.items():
        known_levels = levels[levels != MISSING]
        counts = np.bincount(known_levels, minlength=len(others[name])).astype(np.float64)
        counts = counts[: len(others[name])]
        shares = (counts + others[name]) / max(counts.sum() + 1.0, 1.0)
        if FIELDS_BY_NAME[name].kind not in {FieldKind.SEX, *LISTS}:
            shares = _counted(prepared, name, shares)
        others[name] = normalise_shares(FIELDS_BY_NAME[name], shares)
        _chance_of_exchange(name, others[name])
    return replace(
        start,
        others=others,
        household=household_shares(start.matches, others),
        together=_namesake_bits(prepared),
        with_family=_family_bits(prepared),
    )


def _namesake_bits(prepared: PreparedRecords) -> dict[str, float]:
    """How much more often strangers with one given name agree in sex and other names, in bits.

    Strangers are people born more than four years apart, so that few pairs of one child are
    counted.
    """
    if "given" not in prepared.columns or prepared.births is None:
        return {}
    one, other = _random_pairs(prepared)
    namesakes = _namesakes(prepared)
    surprise_bits = {}
    for name, column in prepared.columns.items():
        if name == "given" or FIELDS_BY_NAME[name].kind not in {FieldKind.NAME, FieldKind.SEX}:
            continue
        by_chance, least = _agreement(prepared, column.keys, one, other)
        of_namesakes, known = _agreement(prepared, column.keys, *namesakes)
        if min(least, known) >= MIN_STRANGERS and by_chance > 0 and of_namesakes > 0:
            bits = float(np.log2(of_namesakes / by_chance))
            surprise_bits[name] = round(min(max(bits, 0.0), MAX_TOGETHER_BITS), 3)
    return surprise_bits


def _family_bits(prepared: PreparedRecords) -> dict[str, float]:
    """How much more often strangers with one family name agree in a parent's whole name, in bits."""
    if "family" not in prepared.columns or prepared.births is None:
        return {}
    bits_of = {}
    random_pairs, relatives = _random_pairs(prepared), _namesakes(prepared, "family")
    for name in sorted(scoring.PARENTS & prepared.columns.keys()):
        keys = prepared.columns[name].first_and_last_word_keys
        by_chance, _ = _agreement(prepared, keys, *random_pairs)
        of_family, known = _agreement(prepared, keys, *relatives)
        if known >= MIN_STRANGERS and by_chance > 0 and of_family > 0:
            bits = float(np.log2(of_family / by_chance))
            bits_of[name] = round(min(max(bits, 0.0), MAX_FAMILY_BITS), 3)
    return bits_of


def _namesakes(prepared: PreparedRecords, name: str = "given") -> tuple[IntArray, IntArray]:
    """Random pairs of records whose given (or family) names sound alike."""
    draws = np.random.default_rng(SEED)
    keys = prepared.columns[name].keys
    order = np.lexsort((draws.random(prepared.size), keys))
    order = order[keys[order] != NO_VALUE]
    _, starts, counts = np.unique(keys[order], return_index=True, return_counts=True)
    chances = counts * (counts - 1.0)
    if not chances.sum():
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    names = draws.choice(len(counts), SAMPLE_SIZE // 4, p=chances / chances.sum())

    def members() -> IntArray:
        places = starts[names] + (draws.random(len(names)) * counts[names]).astype(np.int64)
        return np.asarray(order[places])

    return members(), members()


def _agreement(
    prepared: PreparedRecords, keys: CodeArray, one: IntArray, other: IntArray
) -> tuple[float, int]:
    """The share of pairs born far apart that agree in a field, and how many have it.

    Pairs from one place are left out where places are known: they may be siblings.
    """
    assert prepared.births is not None
    years = prepared.births.year
    far = (years[one] >= 0) & (years[other] >= 0) & (np.abs(years[one] - years[other]) > 4)
    if "place" in prepared.columns:
        places = prepared.columns["place"].keys
        far &= (places[one] == NO_VALUE) | (places[one] != places[other])
    is_known = far & (keys[one] != NO_VALUE) & (keys[other] != NO_VALUE)
    agree = (keys[one] == keys[other])[is_known]
    return float(agree.mean()) if len(agree) else 0.0, len(agree)


def household_shares(
    matches: dict[str, ShareArray], others: dict[str, ShareArray]
) -> dict[str, ShareArray]:
    """The shares of levels between two people of one household.

    House and family agree like two records of one person; given name and birth like strangers,
    except for twins and names chosen to rhyme.
    """
    household = {}
    for name in matches:
        field = FIELDS_BY_NAME[name]
        shares = (others if field.group is AgreementGroup.CHILD else matches)[name].copy()
        if field.kind is FieldKind.BIRTH:
            shares[0] += TWINS
        if field.group is AgreementGroup.CHILD and field.kind is FieldKind.NAME:
            for level in ("sounds", "close", "resembles"):
                shares[field.level(level)] *= RHYMES
        if field.kind is FieldKind.NAMES:
            # Each of two siblings names the other and not itself: they have fewer in common.
            shares = shares * (1 - NAMED_SHARE) / 2
            shares[field.level("none")] += (1 - NAMED_SHARE) / 2
            shares[field.level("named")] = NAMED_SHARE
        household[name] = normalise_shares(field, shares)
    return household


def _random_pairs(prepared: PreparedRecords) -> tuple[IntArray, IntArray]:
    draws = np.random.default_rng(SEED)
    count = int(min(SAMPLE_SIZE, 4 * prepared.pair_count + 10))
    if prepared.first_file_size:
        first = draws.integers(0, prepared.first_file_size, count)
        other = draws.integers(prepared.first_file_size, prepared.size, count)
        return first, other
    first = draws.integers(0, prepared.size, count)
    other = draws.integers(0, max(prepared.size - 1, 1), count)
    other += other >= first
    other = np.minimum(other, prepared.size - 1)
    return np.minimum(first, other), np.maximum(first, other)


def _counted(prepared: PreparedRecords, name: str, shares: ShareArray) -> ShareArray:
    """The shares, with that of equal values counted in all records rather than in the sample."""
    codes = prepared.codes(name)
    shares[0] = max(_equal(codes, codes), 0.5 / prepared.size)
    for wider in FIELDS_BY_NAME[name].within:
        if wider in prepared.fields:
            parents = prepared.codes(wider)
            both = np.where(
                (codes == NO_VALUE) | (parents == NO_VALUE),
                NO_VALUE,
                parents.astype(np.int64) * (int(codes.max()) + 2) + codes,
            )
            known_parents = np.where(both == NO_VALUE, NO_VALUE, parents)
            within = _equal(both, both) / max(_equal(known_parents, known_parents), 1e-12)
            shares[FIELDS_BY_NAME[name].level("same_within")] = min(max(within, 1e-4), 0.999)
    return shares


def _equal(codes: npt.NDArray[np.integer], _: object) -> float:
    known_codes = codes[codes != NO_VALUE]
    counts = np.unique(known_codes, return_counts=True)[1].astype(np.float64)
    return float(
        (counts * (counts - 1)).sum() / max(len(known_codes) * (len(known_codes) - 1.0), 1.0)
    )


def _chance_of_exchange(name: str, shares: ShareArray) -> None:
    """Sets the shares of swapped names: a swap by chance is as likely as two equal names."""
    if FIELDS_BY_NAME[name].exchanged_with:
        field = FIELDS_BY_NAME[name]
        shares[field.level("exchanged")] = shares[0]
        shares[field.level("exchanged_close")] = max(shares[field.level("close")], 2e-3)


def freeze_frequencies(model: LinkageModel, prepared: PreparedRecords) -> LinkageModel:
    """The model with the frequencies of the common values frozen in it.

    Values that few people share are left out: a model file identifies no one.
    """
    counted = scoring.value_frequencies(prepared, replace(model, frequencies={}))
    frozen = {}
    for name in prepared.columns:
        if name not in counted.by_code:
            continue
        codes, shares = prepared.codes(name), counted.by_code[name]
        counts = np.bincount(codes[codes != NO_VALUE], minlength=1)
        common = np.flatnonzero(counts >= MIN_COMMON_COUNT)
        texts = prepared.columns[name].distinct_texts
        frozen[name] = {texts[int(code)].as_py(): float(f"{shares[code]:.3g}") for code in common}
    return replace(model, frequencies=frozen)


def adapt_model(
    prepared: PreparedRecords,
    model: LinkageModel,
    levels: dict[str, LevelArray],
    rows: tuple[IntArray, IntArray],
) -> LinkageModel:
    """The model with what these records tell of strangers, if they are enough to count.

    How much two records of one person agree stays as it is, and a model with frequencies of its own
    is not changed at all.
    """
    if prepared.size < MIN_RECORDS_TO_COUNT or any(model.frequencies.values()):
        return model
    counted = learn_chance_agreement(prepared, model)
    counted = replace(
        counted,
        together=counted.together or model.together,
        with_family=counted.with_family or model.with_family,
    )
    return train_model(prepared, counted, levels, rows, keeps_matches=True)


def train_model(
    prepared: PreparedRecords,
    start: LinkageModel,
    levels: dict[str, LevelArray],
    rows: tuple[IntArray, IntArray],
    *,
    keeps_matches: bool = False,
) -> LinkageModel:
    """The model that explains the candidates best, beginning with `start`.

    With `keeps_matches`, the shares among pairs of one person are those of `start`.
    """
    names = list(levels)
    patterns, counts = count_patterns(prepared, start, levels, rows)
    model = start
    for _ in range(MAX_ROUNDS):
        both = weigh_patterns(model, names, patterns)
        result, together, moved = (
            share * counts for share in both.posteriors(model, prepared.size, prepared.pair_count)
        )
        before = model.matches_a_record
        if not keeps_matches:
            model = _learn_shares(model, start, names, patterns, (result, result - moved))
        model = replace(
            model,
            moved=min(
                float((moved.sum() + PRIOR_WEIGHT * start.moved) / (result.sum() + PRIOR_WEIGHT)),
                MAX_MOVED_SHARE,
            ),
            matches_a_record=float(result.sum() + 0.01) / prepared.size,
            household_a_record=float(together.sum() + 0.01) / prepared.size,
        )
        model = _without_matches(model, start, prepared)
        if abs(model.matches_a_record - before) < 1e-5 * before:
            break
    return model


def _learn_shares(
    model: LinkageModel,
    start: LinkageModel,
    names: list[str],
    patterns: LevelPatterns,
    expected: tuple[ShareArray, ShareArray],
) -> LinkageModel:
    """The model with shares from pairs counted as one person (second: who has not moved)."""
    levels = dict(zip(names, patterns[0], strict=True))
    matches = dict(model.matches)
    for name in names:
        weights = expected[FIELDS_BY_NAME[name].group is AgreementGroup.HOME]
        matches[name] = _shares(name, levels, weights, start.matches[name])
    return replace(model, matches=matches)


def _shares(
    name: str, levels: dict[str, npt.NDArray[np.uint8]], expected: ShareArray, start: ShareArray
) -> ShareArray:
    field, mine = FIELDS_BY_NAME[name], levels[name]
    sums = np.bincount(mine, weights=expected, minlength=MISSING + 1)
    counts = sums[: len(start)] + PRIOR_WEIGHT * start
    if "same_within" in (level.name for level in field.levels):
        place = field.level("same_within")
        wider = np.zeros(len(mine), dtype=bool)
        for name_of_wider in field.within:
            if name_of_wider in levels:
                wider |= levels[name_of_wider] <= 1
        total = float(expected[wider & (mine != MISSING)].sum())
        share = (sums[place] + PRIOR_WEIGHT * start[place]) / (total + PRIOR_WEIGHT)
        counts[0] += sums[place]
        counts[place] = min(max(share, 1e-3), 0.999)
    return normalise_shares(field, counts)


def _without_matches(
    model: LinkageModel, start: LinkageModel, prepared: PreparedRecords
) -> LinkageModel:
    """The model in which equal values among strangers no longer include the pairs found.

    In a small file most equal birthdays belong to one person; counted as strangers, they would make
    each birthday look common.
    """
    person_share = scoring.prior_probabilities(model, prepared.size, prepared.pair_count)[0]
    others = {}
    for name, counted in start.others.items():
        shares = counted - person_share * model.matches[name]
        if "same_within" in (level.name for level in FIELDS_BY_NAME[name].levels):
            place = FIELDS_BY_NAME[name].level("same_within")
            shares[place] = counted[place]
        least = np.maximum(counted * 0.02, 0.2 / prepared.pair_count)
        others[name] = normalise_shares(FIELDS_BY_NAME[name], np.maximum(shares, least))
        _chance_of_exchange(name, others[name])
    return replace(model, others=others, household=household_shares(model.matches, others))
