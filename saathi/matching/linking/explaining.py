"""Says in words what speaks for and against two records being one child, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from saathi.matching.linking import comparing, scoring
from saathi.matching.linking.fields import BY_NAME, MISSING
from saathi.matching.linking.model import Model
from saathi.matching.linking.preparing import prepare
from saathi.matching.linking.reading import Records, of_table

AMONG: Final = 10_000  # records in the register, where the caller does not say

WORTH_SAYING: Final = 0.05  # bits

type Record = Mapping[str, str]


@dataclass(frozen=True)
class Contribution:
    """What one field adds: its level, the reason in words, and bits of log-odds (below 0: against)."""

    field: str
    level: str
    reason: str
    bits: float


@dataclass(frozen=True)
class Explanation:
    """The lines of evidence about one pair, and the probability that it is one child."""

    contributions: tuple[Contribution, ...]
    probability: float


def explain(one: Record, other: Record, model: Model, among: int = AMONG) -> list[Contribution]:
    """The lines of evidence; a field that either record leaves open has none."""
    return list(score(one, [other], model, among)[0].contributions)


def probability(one: Record, other: Record, model: Model, among: int = AMONG) -> float:
    """The probability that both are one child, in a register of so many records."""
    return score(one, [other], model, among)[0].probability


def score(
    record: Record, candidates: Sequence[Record], model: Model, among: int = AMONG
) -> list[Explanation]:
    """One record against candidates, in their order, by the frequencies frozen in the model."""
    if not candidates:
        return []
    prepared = prepare(_records([record]), _records(candidates))
    rows = (
        np.zeros(len(candidates), dtype=np.int64),
        np.arange(1, len(candidates) + 1, dtype=np.int64),
    )
    found = comparing.levels(prepared, *rows)
    shares = scoring.frozen(prepared, model)
    both = scoring.evidence(prepared, model, shares, found, rows)
    pairs = max(among * (among - 1) / 2, 1.0)
    certain = both.shares(model, among, pairs)[0]
    lines: list[list[Contribution]] = [[] for _ in candidates]
    for name, levels in found.items():
        bits = scoring.contribution(prepared, model, shares, name, (levels, *rows))[0]
        for at, level in enumerate(levels):
            if level != MISSING:
                lines[at].append(line(name, int(level), float(bits[at])))
    _add_doubts(lines, both, model, among)
    for mine, bits in zip(lines, scoring.together(model, found, len(candidates)), strict=True):
        if abs(bits) >= WORTH_SAYING:
            mine.append(said_together(float(bits)))
    return [
        Explanation(tuple(mine), float(share)) for mine, share in zip(lines, certain, strict=True)
    ]


def _records(rows: Sequence[Record]) -> Records:
    columns = {name: None for row in rows for name in row}
    return of_table(
        pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns})
    )


def line(name: str, level: int, bits: float) -> Contribution:
    """What one field says."""
    field = BY_NAME[name]
    meant = field.levels[level]
    return Contribution(name, meant.name, meant.words.format(what=field.what), round(bits, 2))


def said_together(bits: float) -> Contribution:
    """Which strangers explain the pair better by so many bits."""
    reason = "names that go together anyway" if bits > 0 else "names seldom seen together"
    return Contribution("names", "together", reason, round(-bits, 2))


def said_siblings(bits: float) -> Contribution:
    """What two of one household take off."""
    reason = "brothers and sisters would share as much"
    return Contribution("home", "household", reason, round(bits, 2))


def _add_doubts(
    lines: list[list[Contribution]], both: scoring.Evidence, model: Model, among: int
) -> None:
    """Adds what no single field says: that she may have moved, that siblings share as much."""
    one, household = scoring.priors(model, among, max(among * (among - 1) / 2, 1.0))
    home = both.home_bits(model)
    moved = home - both.home
    siblings = -np.logaddexp2(
        0.0, both.household + home + np.log2(household) - np.log2(1 - one - household)
    )
    for at, mine in enumerate(lines):
        if abs(moved[at]) >= WORTH_SAYING:
            came = moved[at] > 0
            reason = "lives elsewhere, as one who moved would" if came else "many move away"
            mine.append(Contribution("home", "moved", reason, round(float(moved[at]), 2)))
        if siblings[at] <= -WORTH_SAYING:
            mine.append(said_siblings(float(siblings[at])))
