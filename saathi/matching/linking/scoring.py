"""Turns levels into probabilities: Fellegi-Sunter with frequencies, and households apart.

Three explanations compete for each pair: one person, two people of one household, two strangers.
Who shares a house, a street and a family name is explained by the second, not by the first.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from saathi.matching.linking.comparing import Levels
from saathi.matching.linking.fields import BY_NAME, MISSING, Kind
from saathi.matching.linking.model import Model
from saathi.matching.linking.preparing import NOTHING, Numbers, Prepared

type Bits = npt.NDArray[np.float64]

LEAST_BITS: Final = -12.0  # no single contradiction weighs more: it lowers, it never forbids


@dataclass(frozen=True)
class Frequencies:
    """By field and code, the share of other people who have the value."""

    by_code: dict[str, Bits]


def frequencies(prepared: Prepared, model: Model) -> Frequencies:
    """The frequencies frozen in the model, where it has some; else those of the records."""
    found = {}
    for name in prepared.fields:
        if BY_NAME[name].kind is Kind.SEX:
            continue
        frozen = model.frequencies.get(name)
        if frozen and name != "birth":
            rare = min(frozen.values()) / 4
            texts = prepared.columns[name].texts.to_pylist()
            found[name] = np.array([frozen.get(text, rare) for text in texts] + [1.0])
        else:
            found[name] = _counted(prepared, name, model)
    return Frequencies(found)


def _counted(prepared: Prepared, name: str, model: Model) -> Bits:
    codes = prepared.codes(name)
    counts = np.bincount(codes[codes != NOTHING], minlength=1).astype(np.float64)
    # A value counts once for each person: her other records do not make it more common.
    again = 2 * model.matches_a_record * model.matches[name][0]
    told = max(float(counts.sum()), 1.0)
    people = max(told / (1 + again), 1.0)
    return np.append(np.maximum(counts - again, 1.0) / people, 1.0).clip(max=1.0)


@dataclass(frozen=True)
class Evidence:
    """For each pair the bits for one person and for one household, against strangers."""

    person: Bits
    household: Bits

    def probability(self, model: Model, prepared: Prepared) -> Bits:
        """The probability that the two are one person."""
        return probability(self, priors(model, prepared.size, prepared.pairs))


def priors(model: Model, size: int, pairs: float) -> tuple[float, float]:
    """The share of all pairs that are one person, and that are one household."""
    one = min(model.matches_a_record * size / pairs, 0.4)
    household = min(model.household_a_record * size / pairs, 0.4)
    return max(one, 1e-15), max(household, 1e-15)


def probability(evidence: Evidence, prior: tuple[float, float]) -> Bits:
    """The probability of one person among the three explanations."""
    one, household = prior
    person = evidence.person + np.log2(one)
    against = np.logaddexp2(evidence.household + np.log2(household), np.log2(1 - one - household))
    return 1 / (1 + np.exp2(np.clip(against - person, -1000, 1000)))


def evidence(
    prepared: Prepared,
    model: Model,
    shares: Frequencies,
    found: dict[str, Levels],
    rows: tuple[Numbers, Numbers],
) -> Evidence:
    """What the levels of pairs say together."""
    person, household = np.zeros(len(rows[0])), np.zeros(len(rows[0]))
    for name, levels in found.items():
        mine, theirs = contribution(prepared, model, shares, name, (levels, *rows))
        person += mine
        household += theirs
    return Evidence(person, household)


def contribution(
    prepared: Prepared,
    model: Model,
    shares: Frequencies,
    name: str,
    pairs: tuple[Levels, Numbers, Numbers],
) -> tuple[Bits, Bits]:
    """What one field adds for one person and for one household, by pair."""
    levels, one, other = pairs
    mine, theirs = (_by_level(ratios) for ratios in model.ratios(name))
    more = surprise(prepared, model, shares, name, pairs)
    person = np.maximum(mine[levels], LEAST_BITS) + more
    if BY_NAME[name].is_own:
        # A frequent value is as frequent among siblings as it is among strangers.
        return person, np.maximum(theirs[levels], LEAST_BITS)
    return person, np.maximum(theirs[levels], LEAST_BITS) + more


def _by_level(ratios: Bits) -> Bits:
    table = np.zeros(MISSING + 1)
    table[: len(ratios)] = ratios
    return table


def surprise(
    prepared: Prepared,
    model: Model,
    shares: Frequencies,
    name: str,
    pairs: tuple[Levels, Numbers, Numbers],
) -> Bits:
    """The bits that a value in which both agree is worth beyond (or below) the average value."""
    levels, one, _ = pairs
    more = np.zeros(len(levels))
    if name not in shares.by_code:
        return more
    codes = prepared.codes(name)
    by_code, field = shares.by_code[name], BY_NAME[name]
    same = np.flatnonzero(levels == 0)
    usual = model.others[name][0]
    more[same] = np.log2(usual / by_code[codes[one[same]]])
    if field.exchanged_with in shares.by_code:
        exchanged = np.flatnonzero(levels == field.level("exchanged"))
        partner = shares.by_code[field.exchanged_with]
        usual = model.others[name][field.level("exchanged")]
        more[exchanged] = np.log2(usual / partner[codes[one[exchanged]]])
    return more
