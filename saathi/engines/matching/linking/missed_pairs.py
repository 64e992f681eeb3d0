"""Why pairs of one child were missed: never compared, too little known, or the main reason against."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from saathi.engines.matching.linking import comparing, scoring
from saathi.engines.matching.linking.fields import FIELDS_BY_NAME, MISSING
from saathi.engines.matching.linking.measures import ScoredPairs
from saathi.engines.matching.linking.model import LinkageModel
from saathi.engines.matching.linking.preparing import IntArray, prepare_records
from saathi.engines.matching.linking.record_files import LinkageRecords

NOT_COMPARED: Final = "never compared, since no key is shared"
TOO_LITTLE: Final = "too little is known"
AGAINST: Final = -0.5  # bits below which a field is an objection
MAX_REASONS: Final = 4  # most reasons in one text
ALIKE: Final = 0.01  # shares of all pairs that differ by less explain nothing


@dataclass(frozen=True)
class MissedPairs:
    """Pairs of one child below the threshold: the rows of both records, and the reason."""

    one: IntArray
    other: IntArray
    reasons: Sequence[str]

    def count_reasons(self, values: Sequence[str], group: str) -> Counter[str]:
        """How often each reason applies to a record of this group; a pair within it counts twice."""
        counts: Counter[str] = Counter()
        for entry, other, reason in zip(self.one, self.other, self.reasons, strict=True):
            counts[reason] += (values[entry] == group) + (values[other] == group)
        return counts


def find_missed_pairs(
    records: LinkageRecords, scored: ScoredPairs, model: LinkageModel, threshold: float
) -> MissedPairs:
    """Every pair of one child that was not found at this threshold, and why."""
    whole = len(records)
    probability_of = {
        int(min(entry, other)) * whole + int(max(entry, other)): float(probability)
        for entry, other, probability, is_true in zip(
            scored.one, scored.other, scored.probability, scored.is_true, strict=True
        )
        if is_true
    }
    pairs = [
        (item, other)
        for item, other in _true_pairs(scored.persons)
        if probability_of.get(item * whole + other, -1.0) < threshold
    ]
    if not pairs:
        nothing = np.zeros(0, dtype=np.int64)
        return MissedPairs(nothing, nothing, [])
    rows = np.array(pairs, dtype=np.int64)
    missed_pairs, other = rows[:, 0], rows[:, 1]
    objections = _strongest_objections(records, model, (missed_pairs, other))
    reasons = [
        reason if first * whole + second in probability_of else NOT_COMPARED
        for (first, second), reason in zip(pairs, objections, strict=True)
    ]
    return MissedPairs(missed_pairs, other, reasons)


def explain_group_gap(
    lost: MissedPairs, values: Sequence[str], groups: tuple[str, str], ends: Mapping[str, int]
) -> str:
    """Why a group's children are found less often than the best group's; shares are of all their pairs."""
    mine, best = (lost.count_reasons(values, group) for group in groups)
    shares = [
        (mine[reason] / max(ends[groups[0]], 1), best[reason] / max(ends[groups[1]], 1), reason)
        for reason in mine
    ]
    more = sorted((entry for entry in shares if entry[0] - entry[1] >= ALIKE), key=_difference)[
        :MAX_REASONS
    ]
    if not more:
        return "Missed for the same reasons as others, each a little more often."
    return "Missed more often because of: " + "; ".join(
        f"{reason} ({100 * share:.1f} % of pairs, {100 * others:.1f} % there)"
        for share, others, reason in more
    ) + "."  # fmt: skip


def _difference(one: tuple[float, float, str]) -> tuple[float, str]:
    return one[1] - one[0], one[2]


def _true_pairs(persons: IntArray) -> list[tuple[int, int]]:
    rows: dict[int, list[int]] = {}
    for row, person in enumerate(persons.tolist()):
        rows.setdefault(person, []).append(row)
    return [pair for members in rows.values() for pair in combinations(members, 2)]


def _strongest_objections(
    records: LinkageRecords, model: LinkageModel, rows: tuple[IntArray, IntArray]
) -> list[str]:
    """For each pair the words of the field that weighs most against it."""
    prepared = prepare_records(records)
    shares = scoring.value_frequencies(prepared, model)
    worst = np.full(len(rows[0]), AGAINST)
    reasons = [TOO_LITTLE] * len(worst)
    for name, levels in comparing.compare_fields(prepared, *rows).items():
        bits = scoring.field_evidence_bits(prepared, model, shares, name, (levels, *rows))[0]
        field = FIELDS_BY_NAME[name]
        for at in np.flatnonzero((levels != MISSING) & (bits < worst)):
            reasons[at] = field.levels[int(levels[at])].label.format(what=field.label)
        worst = np.where(levels != MISSING, np.minimum(bits, worst), worst)
    return reasons
