"""Compares pairs of children by the plan: all combinations of names; the best counts."""

from dataclasses import dataclass, field
from typing import Final, Protocol
from uuid import UUID

import numpy as np
import numpy.typing as npt

from saathi.engines.matching.linking import incremental
from saathi.engines.matching.linking.incremental import LinkagePlan
from saathi.engines.matching.linking.preparing import IntArray, PreparedRecords, prepare_records
from saathi.protection.identification.matches import register_gateway
from saathi.protection.identification.matches.ledger import MatchLedger
from saathi.protection.identification.matches.records import FoundPair, MatchRow, OpenedMatchRecords
from saathi.protection.identification.matches.vocabulary import MatchStrength

STRONG_PROBABILITY: Final = 0.99
FAIR_PROBABILITY: Final = 0.9


@dataclass(frozen=True)
class CandidatePairs:
    """Pairs of rows to compare; those of one pair of children are adjacent."""

    one: IntArray
    other: IntArray
    children: IntArray  # index of the pair of children

    def end_of_batch(self, start: int, max_size: int) -> int:
        """The end of a batch that does not split a pair of children."""
        end = min(start + max_size, len(self.one))
        while end < len(self.one) and self.children[end] == self.children[end - 1]:
            end += 1
        return end


def find_candidate_pairs(
    book: MatchLedger, plan: LinkagePlan, changed: npt.NDArray[np.bool_] | None
) -> CandidatePairs:
    """The pairs worth comparing, in a reproducible order."""
    first, second = incremental.find_pairs(book.table, plan, changed)
    a, b = book.child[first], book.child[second]
    different = a != b
    first, second, a, b = first[different], second[different], a[different], b[different]
    children = np.minimum(a, b) * max(len(book.ids), 1) + np.maximum(a, b)
    order = np.lexsort((second, first, children))
    return CandidatePairs(first[order], second[order], children[order])


class PairComparer(Protocol):
    """Compares the pairs of a batch."""

    def compare(self, book: MatchLedger, pairs: CandidatePairs, part: slice) -> list[FoundPair]:
        """The pairs that are probably one child."""


@dataclass(frozen=True)
class InMemoryComparer:
    """Compares records that are already open: the whole register, with rows in ledger order."""

    plan: LinkagePlan
    prepared: PreparedRecords

    def compare(self, book: MatchLedger, pairs: CandidatePairs, part: slice) -> list[FoundPair]:
        """The pairs that are probably one child."""
        rows = pairs.one[part], pairs.other[part]
        return _found(self.plan, self.prepared, rows, pairs.children[part], book)


@dataclass(frozen=True)
class GatewayComparer:
    """Opens the children of a batch, each once in a run, and compares them."""

    plan: LinkagePlan
    book: MatchLedger
    run: UUID
    using: str
    loaded_rows: dict[int, list[MatchRow]] = field(
        default_factory=dict
    )  # rows by the child's position

    def compare(self, book: MatchLedger, pairs: CandidatePairs, part: slice) -> list[FoundPair]:
        """The pairs that are probably one child."""
        rows = pairs.one[part], pairs.other[part]
        places = np.unique(book.child[np.concatenate(rows)])
        self._open(book, places)
        at, local = self._row_positions(book, places)
        first, second = at[rows[0]], at[rows[1]]
        is_loaded = (first >= 0) & (second >= 0)
        if not is_loaded.any():
            return []
        prepared = prepare_records(OpenedMatchRecords(rows=local).records())
        child_pairs = pairs.children[part][is_loaded]
        return _found(self.plan, prepared, (first[is_loaded], second[is_loaded]), child_pairs, book)

    def _open(self, book: MatchLedger, places: IntArray) -> None:
        not_loaded = {
            book.file_id(child_place): child_place
            for child_place in places.tolist()
            if child_place not in self.loaded_rows
        }
        if not not_loaded:
            return
        opened = register_gateway.open_children(
            self.run, list(not_loaded), self.using, lambda _: None
        )
        self.loaded_rows.update({child_place: [] for child_place in not_loaded.values()})
        for child, row in zip(opened.child, opened.rows, strict=True):
            self.loaded_rows[not_loaded[opened.files[child]]].append(row)

    def _row_positions(
        self, book: MatchLedger, places: IntArray
    ) -> tuple[IntArray, list[MatchRow]]:
        """For each ledger row, its position among the rows of these children; -1 for all others."""
        at, local = np.full(len(book.child), -1, dtype=np.int64), list[MatchRow]()
        starts = np.searchsorted(book.child, places).tolist()
        ends = np.searchsorted(book.child, places, side="right").tolist()
        for child_place, start, end in zip(places.tolist(), starts, ends, strict=True):
            # If the names changed meanwhile, the next run compares the new ones.
            rows = self.loaded_rows[child_place][: end - start]
            at[start : start + len(rows)] = range(len(local), len(local) + len(rows))
            local += rows
        return at, local


def _found(
    plan: LinkagePlan,
    prepared: PreparedRecords,
    rows: tuple[IntArray, IntArray],
    children: IntArray,
    book: MatchLedger,
) -> list[FoundPair]:
    probability = incremental.score_pairs(prepared, plan, rows)
    likely = np.flatnonzero(probability >= plan.model.threshold)
    # The best of several name pairs represents the two children.
    likely = likely[np.lexsort((-probability[likely], children[likely]))]
    of = children[likely]
    likely = likely[np.append(True, of[1:] != of[:-1])[: len(likely)]]
    lines = incremental.list_reasons(prepared, plan, (rows[0][likely], rows[1][likely]))
    size = max(len(book.ids), 1)
    return [
        FoundPair(
            book.file_id(int(children[at]) // size),
            book.file_id(int(children[at]) % size),
            _strength(float(probability[at])),
            reasons,
        )
        for at, reasons in zip(likely, lines, strict=True)
    ]


def _strength(probability: float) -> MatchStrength:
    if probability >= STRONG_PROBABILITY:
        return MatchStrength.STRONG
    return MatchStrength.FAIR if probability >= FAIR_PROBABILITY else MatchStrength.WEAK
