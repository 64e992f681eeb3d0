"""Measures scored pairs against the truth: finding, ranking, calibration, fairness."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from saathi.engines.matching.linking.preparing import IntArray
from saathi.engines.matching.linking.scoring import BitArray

MIN_GAP: Final = 0.05  # a group whose recall is lower by more than this is reported
MIN_GROUP_SIZE: Final = 30  # true pairs; with fewer, a group's recall means nothing
PROBABILITY_STEPS: Final = (
    0.0,
    0.01,
    0.05,
    0.1,
    0.2,
    0.3,
    0.4,
    0.5,
    0.6,
    0.7,
    0.8,
    0.9,
    0.95,
    0.99,
    1.0,
)


@dataclass(frozen=True)
class ScoredPairs:
    """All candidates, best first, and the person of each record."""

    one: IntArray
    other: IntArray
    probability: BitArray
    persons: IntArray

    @property
    def is_true(self) -> npt.NDArray[np.bool_]:
        """Whether each pair is of one person."""
        same: npt.NDArray[np.bool_] = self.persons[self.one] == self.persons[self.other]
        return same


def number_labels(labels: Sequence[str]) -> IntArray:
    """A number for each label; each empty label counts as a separate person."""
    numbers: dict[str, int] = {}
    return np.array(
        [numbers.setdefault(label or f"\0{row}", len(numbers)) for row, label in enumerate(labels)],
        dtype=np.int64,
    )


def _true_pairs(persons: IntArray) -> int:
    counts = np.unique(persons, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def measure_precision_recall(scored: ScoredPairs, threshold: float) -> dict[str, float]:
    """Precision, recall and F1 of the pairs at or above a threshold."""
    selected = scored.probability >= threshold
    hits, all_kept = int((selected & scored.is_true).sum()), int(selected.sum())
    precision = hits / all_kept if all_kept else 1.0
    recall = hits / max(_true_pairs(scored.persons), 1)
    return {"precision": precision, "recall": recall,
            "f1": 2 * precision * recall / max(precision + recall, 1e-12)}  # fmt: skip


def measure_ranking(scored: ScoredPairs, threshold: float) -> dict[str, float]:
    """How often the child is among the first 1, 5, 20; and how often a wrong one would come first.

    The latter: if the child were not among the records, another would come first at or above the
    threshold.
    """
    queries = np.concatenate([scored.one, scored.other])
    is_true = np.tile(scored.is_true, 2)
    probability = np.tile(scored.probability, 2)
    order = np.lexsort((-probability, queries))
    queries, is_true, probability = queries[order], is_true[order], probability[order]
    starts = np.flatnonzero(np.append(True, queries[1:] != queries[:-1]))[: len(queries)]
    place = np.arange(len(queries)) - np.repeat(starts, np.diff(np.append(starts, len(queries))))
    counts = np.unique(scored.persons, return_inverse=True, return_counts=True)
    has_other = counts[2][counts[1]] > 1
    figures = {}
    for most in (1, 5, 20):
        hit = np.unique(queries[is_true & (place < most)])
        figures[f"R@{most}"] = len(hit) / max(int(has_other.sum()), 1)
    wrong = np.unique(queries[~is_true & (probability >= threshold)])
    figures["wrong_first_when_absent"] = len(wrong) / max(len(scored.persons), 1)
    return figures


def measure_calibration(scored: ScoredPairs) -> list[dict[str, Any]]:
    """By step of probability, the predicted and the true share of matches."""
    rows = []
    for low, high in pairwise(PROBABILITY_STEPS):
        inside = (scored.probability >= low) & (
            (scored.probability < high) | (high == PROBABILITY_STEPS[-1])
        )
        if inside.any():
            rows.append({
                "from": low, "to": high, "pairs": int(inside.sum()),
                "said": float(scored.probability[inside].mean()),
                "true": float(scored.is_true[inside].mean()),
            })  # fmt: skip
    return rows


def measure_by_group(
    scored: ScoredPairs, threshold: float, values: Sequence[str]
) -> dict[str, Any]:
    """Recall and false links by group. A pair belongs to the groups of both its records."""
    groups = np.array(values, dtype=object)
    selected = scored.probability >= threshold
    table = {}
    for group in sorted(set(values)):
        inside = groups == group
        hits = _ends(scored, selected & scored.is_true, inside)
        wrong = _ends(scored, selected & ~scored.is_true, inside)
        persons, back, counts = np.unique(scored.persons, return_inverse=True, return_counts=True)
        ends = int((counts[back][inside] - 1).sum()) if len(persons) else 0
        table[group] = {
            "records": int(inside.sum()),
            "pairs": ends,
            "recall": hits / max(ends, 1),
            "false_per_1000": 1000 * wrong / max(int(inside.sum()), 1),
        }
    return table


def _ends(scored: ScoredPairs, pairs: npt.NDArray[np.bool_], inside: npt.NDArray[np.bool_]) -> int:
    """The number of ends of pairs inside a group."""
    return int(inside[scored.one[pairs]].sum() + inside[scored.other[pairs]].sum())


@dataclass(frozen=True)
class FairnessGap:
    """A group whose recall is more than five points below that of the best group."""

    name: str  # the attribute of the groups
    group: str
    best: str
    recall: float
    best_recall: float

    def __str__(self) -> str:
        points = 100 * (self.best_recall - self.recall)
        return (
            f"{self.name} {self.group}: recall {self.recall:.3f}, {points:.1f} points below "
            f"{self.best} ({self.best_recall:.3f})."
        )


def find_fairness_gaps(groups: dict[str, dict[str, Any]]) -> list[FairnessGap]:
    """Each group whose recall is more than five points below the best."""
    gaps = []
    for name, table in groups.items():
        large = {
            group: row["recall"] for group, row in table.items() if row["pairs"] >= MIN_GROUP_SIZE
        }
        if not large:
            continue
        best = max(large, key=lambda group: large[group])
        gaps += [
            FairnessGap(name, group, best, recall, large[best])
            for group, recall in large.items()
            if large[best] - recall > MIN_GAP
        ]
    return gaps
