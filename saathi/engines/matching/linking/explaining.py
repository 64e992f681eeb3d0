"""The reasons for and against two records being one child, field by field, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from saathi.engines.matching.linking import comparing, scoring
from saathi.engines.matching.linking.fields import FIELDS_BY_NAME, MISSING
from saathi.engines.matching.linking.model import LinkageModel
from saathi.engines.matching.linking.preparing import prepare_records
from saathi.engines.matching.linking.record_files import LinkageRecords, records_from_table

DEFAULT_REGISTER_SIZE: Final = 10_000  # records in the register, unless the caller gives a size

MIN_REPORTED_BITS: Final = 0.05  # bits

type RecordTexts = Mapping[str, str]


@dataclass(frozen=True)
class FieldContribution:
    """What one field adds: its level, the reason in words, and bits of log-odds (below 0: against)."""

    field: str
    level: str
    reason: str
    bits: float


@dataclass(frozen=True)
class PairExplanation:
    """The evidence about one pair, line by line, and the probability that it is one child."""

    contributions: tuple[FieldContribution, ...]
    probability: float


def explain_pair(
    one: RecordTexts,
    other: RecordTexts,
    model: LinkageModel,
    register_size: int = DEFAULT_REGISTER_SIZE,
) -> list[FieldContribution]:
    """The lines of evidence; a field missing in either record has none."""
    return list(score_candidates(one, [other], model, register_size)[0].contributions)


def pair_probability(
    one: RecordTexts,
    other: RecordTexts,
    model: LinkageModel,
    register_size: int = DEFAULT_REGISTER_SIZE,
) -> float:
    """The probability that both are one child, in a register of the given size."""
    return score_candidates(one, [other], model, register_size)[0].probability


def score_candidates(
    record: RecordTexts,
    candidates: Sequence[RecordTexts],
    model: LinkageModel,
    register_size: int = DEFAULT_REGISTER_SIZE,
) -> list[PairExplanation]:
    """The explanation of one record with each candidate, in order, by the model's frequencies."""
    if not candidates:
        return []
    prepared = prepare_records(_records([record]), _records(candidates))
    rows = (
        np.zeros(len(candidates), dtype=np.int64),
        np.arange(1, len(candidates) + 1, dtype=np.int64),
    )
    compared = comparing.compare_fields(prepared, *rows)
    shares = scoring.frozen_frequencies(prepared, model)
    both = scoring.score_pair_levels(prepared, model, shares, compared, rows)
    pairs = max(register_size * (register_size - 1) / 2, 1.0)
    certain = both.posteriors(model, register_size, pairs)[0]
    lines: list[list[FieldContribution]] = [[] for _ in candidates]
    for name, levels in compared.items():
        bits = scoring.field_evidence_bits(prepared, model, shares, name, (levels, *rows))[0]
        for at, level in enumerate(levels):
            if level != MISSING:
                lines[at].append(build_contribution(name, int(level), float(bits[at])))
    _add_doubts(lines, both, model, register_size)
    for mine, bits in zip(
        lines, scoring.chance_agreement_bits(model, compared, len(candidates)), strict=True
    ):
        if abs(bits) >= MIN_REPORTED_BITS:
            mine.append(chance_agreement_contribution(float(bits)))
    return [
        PairExplanation(tuple(mine), float(share))
        for mine, share in zip(lines, certain, strict=True)
    ]


def _records(rows: Sequence[RecordTexts]) -> LinkageRecords:
    columns = {name: None for row in rows for name in row}
    return records_from_table(
        pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns})
    )


def build_contribution(name: str, level: int, bits: float) -> FieldContribution:
    """The contribution of one field."""
    field = FIELDS_BY_NAME[name]
    agreement = field.levels[level]
    return FieldContribution(
        name, agreement.name, agreement.label.format(what=field.label), round(bits, 2)
    )


def chance_agreement_contribution(bits: float) -> FieldContribution:
    """The contribution of names that go together by chance: minus these bits."""
    reason = "names that go together anyway" if bits > 0 else "names seldom seen together"
    return FieldContribution("names", "together", reason, round(-bits, 2))


def sibling_deduction(bits: float) -> FieldContribution:
    """The deduction because two of one household would agree as well."""
    reason = "siblings would match equally well"
    return FieldContribution("home", "household", reason, round(bits, 2))


def _add_doubts(
    lines: list[list[FieldContribution]],
    both: scoring.PairEvidence,
    model: LinkageModel,
    among: int,
) -> None:
    """Adds doubts beyond single fields: the child may have moved, or siblings may share as much."""
    result, household = scoring.prior_probabilities(model, among, max(among * (among - 1) / 2, 1.0))
    home = both.home_bits(model)
    moved = home - both.home
    siblings = -np.logaddexp2(
        0.0, both.household + home + np.log2(household) - np.log2(1 - result - household)
    )
    for at, mine in enumerate(lines):
        if abs(moved[at]) >= MIN_REPORTED_BITS:
            came = moved[at] > 0
            reason = "lives elsewhere, as one who moved would" if came else "many move away"
            mine.append(FieldContribution("home", "moved", reason, round(float(moved[at]), 2)))
        if siblings[at] <= -MIN_REPORTED_BITS:
            mine.append(sibling_deduction(float(siblings[at])))
