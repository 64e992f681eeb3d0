"""Turns levels into probabilities: Fellegi-Sunter with frequencies and separate households.

Three explanations compete for each pair: one person, two people of one household, two strangers. A
shared house, street and family name is explained by the second, not by the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from saathi.engines.matching.linking.comparing import LevelArray
from saathi.engines.matching.linking.fields import (
    FIELDS_BY_NAME,
    LISTS,
    MISSING,
    AgreementGroup,
    FieldKind,
)
from saathi.engines.matching.linking.item_lists import common_item_rarity
from saathi.engines.matching.linking.model import LinkageModel
from saathi.engines.matching.linking.preparing import NO_VALUE, IntArray, PreparedRecords

type BitArray = npt.NDArray[np.float64]

BEYOND_NAMES: Final = 1.5  # bits; more than agreement in sex alone gives
MAX_PROBABILITY_BY_NAME: Final = 0.4
PARENTS: Final = frozenset(("father", "mother"))
ONE_PARENT: Final = (
    10.0  # bits; as much as a rare name of one parent says, which is a name like others
)
MAX_RARITY: Final = 4.0
MIN_BITS: Final = -12.0  # no single contradiction weighs more: it lowers, it never excludes


@dataclass(frozen=True)
class ValueFrequencies:
    """By field and code, the share of other people with the value.

    `sound_alike` is by field how much more a sound (for the date of birth: a birthday) is worth than the
    average one, in bits for each record: Fatima is heard more often than Zulekha.
    """

    by_code: dict[str, BitArray]
    sound_alike: dict[str, BitArray]
    wholly_alike: dict[str, BitArray]  # the same for the sounds of all words of a name
    has_lists: bool = False  # whether the rarity of siblings and languages counts


def value_frequencies(prepared: PreparedRecords, model: LinkageModel) -> ValueFrequencies:
    """The frequencies frozen in the model, if it has some; else those of the records."""
    frequencies = {}
    for name in prepared.fields:
        if FIELDS_BY_NAME[name].kind in {FieldKind.SEX, *LISTS}:
            continue
        frozen = model.frequencies.get(name)
        if frozen and name != "birth":
            rare = min(frozen.values()) / 4
            texts = prepared.columns[name].distinct_texts.to_pylist()
            frequencies[name] = np.array([frozen.get(text, rare) for text in texts] + [1.0])
        else:
            frequencies[name] = _counted(prepared, name, model)
    wholly_alike = {
        name: _rarity(column.first_and_last_word_keys)
        for name, column in prepared.columns.items()
        if FIELDS_BY_NAME[name].kind is FieldKind.NAME
    }
    return ValueFrequencies(frequencies, _alike(prepared), wholly_alike, has_lists=True)


def _alike(prepared: PreparedRecords) -> dict[str, BitArray]:
    bits_of = {}
    for name, column in prepared.columns.items():
        if FIELDS_BY_NAME[name].kind is FieldKind.NAME:
            bits_of[name] = _rarity(column.keys)
    if prepared.births is not None:
        births = prepared.births
        is_known = (births.month != NO_VALUE) & (births.day != NO_VALUE)
        bits_of["birth"] = _rarity(np.where(is_known, births.month * 100 + births.day, NO_VALUE))
    return bits_of


def _rarity(codes: npt.NDArray[np.int32]) -> BitArray:
    """For each record, how much rarer its value is than values in which strangers agree."""
    _, back, counts = np.unique(codes, return_inverse=True, return_counts=True)
    is_known = codes != NO_VALUE
    shares = counts[back] / max(int(is_known.sum()), 1)
    usual = float(shares[is_known].mean()) if is_known.any() else 1.0
    return np.asarray(np.clip(np.log2(usual / shares), -MAX_RARITY, MAX_RARITY))


def frozen_frequencies(prepared: PreparedRecords, model: LinkageModel) -> ValueFrequencies:
    """The frequencies of the model only; a field without any counts at its average."""
    frozen_only = {name for name, values in model.frequencies.items() if values}
    whole = value_frequencies(prepared, model).by_code
    return ValueFrequencies(
        {name: bits for name, bits in whole.items() if name in frozen_only}, {}, {}
    )


def _counted(prepared: PreparedRecords, name: str, model: LinkageModel) -> BitArray:
    codes = prepared.codes(name)
    counts = np.bincount(codes[codes != NO_VALUE], minlength=1).astype(np.float64)
    # A value counts once for each person: further records do not make it more common.
    repeated = 2 * model.matches_a_record * model.matches[name][0]
    total = max(float(counts.sum()), 1.0)
    people = max(total / (1 + repeated), 1.0)
    return np.append(np.maximum(counts - repeated, 1.0) / people, 1.0).clip(max=1.0)


@dataclass(frozen=True)
class PairEvidence:
    """For each pair the bits for one person and for one household, against strangers."""

    person: BitArray  # from the facts about the child and the family
    household: BitArray  # the same, for two people of one household
    home: BitArray  # from where they live; for both kinds
    names: BitArray  # the part of `person` from names only
    parents: BitArray  # the part of `names` from the names of the parents

    def home_bits(self, model: LinkageModel) -> BitArray:
        """The bits of where they live, for a person or a household that may have moved."""
        stayed = self.home + np.log2(1 - model.moved)
        return np.asarray(np.logaddexp2(stayed, np.log2(model.moved)))

    def posteriors(
        self, model: LinkageModel, size: int, pairs: float
    ) -> tuple[BitArray, BitArray, BitArray]:
        """The probabilities of one person, of one household, and of one person who moved."""
        result, household = prior_probabilities(model, size, pairs)
        home = self.home_bits(model)
        person = self.person + home + np.log2(result)
        kin = self.household + home + np.log2(household)
        total = np.logaddexp2(np.logaddexp2(person, kin), np.log2(1 - result - household))
        moved = self.person + np.log2(result * model.moved)
        certain = np.exp2(person - total)
        # A name alone never suffices: another fact must also be in favour of one person. Two
        # parents with the same names are such a fact, one is not.
        beyond = self.person - self.names + np.maximum(self.home, 0)
        beyond += np.maximum(self.parents - ONE_PARENT, 0)
        certain = np.where(
            beyond < BEYOND_NAMES, np.minimum(certain, MAX_PROBABILITY_BY_NAME), certain
        )
        return certain, np.exp2(kin - total), np.exp2(moved - total)


def prior_probabilities(model: LinkageModel, size: int, pairs: float) -> tuple[float, float]:
    """The share of all pairs that are one person, and that are one household."""
    person_share = min(model.matches_a_record * size / pairs, 0.4)
    household = min(model.household_a_record * size / pairs, 0.4)
    return max(person_share, 1e-15), max(household, 1e-15)


def score_pair_levels(
    prepared: PreparedRecords,
    model: LinkageModel,
    shares: ValueFrequencies,
    found: dict[str, LevelArray],
    rows: tuple[IntArray, IntArray],
) -> PairEvidence:
    """The evidence of all levels of each pair."""
    both = PairEvidence(*(np.zeros(len(rows[0])) for _ in range(5)))
    for name, levels in found.items():
        mine, theirs = field_evidence_bits(prepared, model, shares, name, (levels, *rows))
        add_field_bits(both, name, mine, theirs)
    less = chance_agreement_bits(model, found, len(rows[0]))
    add_field_bits(both, "family", -less, -less)
    np.subtract(both.parents, less, out=both.parents)
    return both


def chance_agreement_bits(
    model: LinkageModel, levels: Mapping[str, LevelArray], size: int
) -> BitArray:
    """The bits by which strangers explain a pair better than its fields taken separately do.

    Names are correlated by sex, religion and country, so Fatima's namesake is a girl, and the
    namesake's father another Muhammad. A father who is written with the family name agrees in it
    whenever the families do. Given and family name come of one community: of what each says of a
    parent's name, the larger counts.
    """
    of_family = _family_chance_bits(model, levels)
    of_given = dict[str, BitArray]()
    if "given" in levels:
        alike = is_shared_level("given", levels["given"])
        for name, more in model.together.items():
            if name in levels:
                chance = min(float(model.others[name][0]), 0.9)
                differs = np.log2((1 - min(chance * 2**more, 0.95)) / (1 - chance))
                apart = np.where(levels[name] == MISSING, 0.0, differs)
                shared = is_shared_level(name, levels[name])
                of_given[name] = np.where(alike, np.where(shared, more, apart), 0.0)
    bits = np.zeros(size)
    for name in {**of_family, **of_given}:
        by_family, by_given = (of.get(name, np.zeros(size)) for of in (of_family, of_given))
        bits += np.where(by_family > 0, np.maximum(by_family, by_given), by_given)
    return bits


def _family_chance_bits(
    model: LinkageModel, levels: Mapping[str, LevelArray]
) -> dict[str, BitArray]:
    """By parent, the bits that one family name says of an equal name of the parent."""
    if "family" not in levels:
        return {}
    family = is_shared_level("family", levels["family"])
    return {
        name: np.where(family & is_whole_shared(name, levels[name]), more, 0.0)
        for name, more in model.with_family.items()
        if name in levels
    }


def is_shared_level(name: str, levels: LevelArray) -> npt.NDArray[np.bool_]:
    """Whether the values are the same or sound alike."""
    shared = levels == 0
    field = FIELDS_BY_NAME[name]
    if field.kind is FieldKind.NAME:
        shared |= (levels == field.level("heard")) | (levels == field.level("sounds"))
    return np.asarray(shared)


def is_whole_shared(name: str, levels: LevelArray) -> npt.NDArray[np.bool_]:
    """Whether names are the same or sound alike in all their words."""
    return np.asarray((levels == 0) | (levels == FIELDS_BY_NAME[name].level("heard")))


def add_field_bits(both: PairEvidence, name: str, person: BitArray, household: BitArray) -> None:
    """Adds the bits of one field, in place."""
    if FIELDS_BY_NAME[name].group is AgreementGroup.HOME:
        np.add(both.home, person, out=both.home)
    else:
        np.add(both.person, person, out=both.person)
        np.add(both.household, household, out=both.household)
        if FIELDS_BY_NAME[name].kind is FieldKind.NAME:
            np.add(both.names, person, out=both.names)
        if name in PARENTS:
            np.add(both.parents, person, out=both.parents)


def field_evidence_bits(
    prepared: PreparedRecords,
    model: LinkageModel,
    shares: ValueFrequencies,
    name: str,
    pairs: tuple[LevelArray, IntArray, IntArray],
) -> tuple[BitArray, BitArray]:
    """The bits of one field for one person and for one household, by pair."""
    levels = pairs[0]
    mine, theirs = (_by_level(ratios) for ratios in model.level_bits(name))
    more = rarity_evidence_bits(prepared, model, shares, name, pairs)
    person = np.maximum(mine[levels], MIN_BITS) + more
    if FIELDS_BY_NAME[name].group is AgreementGroup.CHILD:
        # A frequent value is as frequent among siblings as it is among strangers.
        return person, np.maximum(theirs[levels], MIN_BITS)
    return person, np.maximum(theirs[levels], MIN_BITS) + more


def _by_level(ratios: BitArray) -> BitArray:
    table = np.zeros(MISSING + 1)
    table[: len(ratios)] = ratios
    return table


def rarity_evidence_bits(
    prepared: PreparedRecords,
    model: LinkageModel,
    shares: ValueFrequencies,
    name: str,
    pairs: tuple[LevelArray, IntArray, IntArray],
) -> BitArray:
    """The bits of an agreed value above (or below) those of the average one."""
    levels, one, other = pairs
    more = np.zeros(len(levels))
    if name in prepared.lists:
        if shares.has_lists:
            shared = np.flatnonzero(levels < FIELDS_BY_NAME[name].level("none"))
            more[shared] = common_item_rarity(prepared.lists[name], one[shared], other[shared])
        return more
    if name in shares.sound_alike:
        like = np.flatnonzero(_is_alike(prepared, name, pairs))
        rarity = shares.sound_alike[name]
        more[like] = np.minimum(rarity[one[like]], rarity[other[like]])
    if name in shares.wholly_alike:
        heard = np.flatnonzero(levels == FIELDS_BY_NAME[name].level("heard"))
        rarity = shares.wholly_alike[name]
        more[heard] = np.minimum(rarity[one[heard]], rarity[other[heard]])
    if name not in shares.by_code:
        return more
    codes = prepared.codes(name)
    by_code, field = shares.by_code[name], FIELDS_BY_NAME[name]
    same = np.flatnonzero(levels == 0)
    usual = model.others[name][0]
    more[same] = np.log2(usual / by_code[codes[one[same]]])
    if field.exchanged_with in shares.by_code:
        exchanged = np.flatnonzero(levels == field.level("exchanged"))
        usual = model.others[name][field.level("exchanged")]
        mine = codes[one[exchanged]]
        share = np.maximum(
            _shares_of(by_code, mine), _shares_of(shares.by_code[field.exchanged_with], mine)
        )
        more[exchanged] = np.log2(usual / share)
    return more


def _shares_of(by_code: BitArray, codes: npt.NDArray[np.int32]) -> BitArray:
    """The shares of values, some of which may be in the other column only."""
    shares: BitArray = np.append(by_code[:-1], by_code[:-1].min(initial=1.0))[
        np.minimum(codes, len(by_code) - 1)
    ]
    return shares


def _is_alike(
    prepared: PreparedRecords, name: str, pairs: tuple[LevelArray, IntArray, IntArray]
) -> npt.NDArray[np.bool_]:
    """Whether each pair agrees in the sound, or in the birthday, and in nothing more."""
    levels, one, other = pairs
    field = FIELDS_BY_NAME[name]
    if name != "birth":
        return np.asarray(levels == field.level("sounds"))
    assert prepared.births is not None
    births = prepared.births
    near = (levels == field.level("one_sign")) | (levels == field.level("month_day"))
    near &= births.month[one] == births.month[other]
    return np.asarray(near & (births.day[one] == births.day[other]))
