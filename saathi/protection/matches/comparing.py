"""Compares pairs of children by the plan: each of her names with each of the other's, the best counts."""

from dataclasses import dataclass, field
from typing import Final, Protocol
from uuid import UUID

import numpy as np
import numpy.typing as npt

from saathi.matching.linking import incremental
from saathi.matching.linking.incremental import LinkagePlan
from saathi.matching.linking.preparing import IntArray, PreparedRecords, prepare_records
from saathi.protection.matches import register_gateway
from saathi.protection.matches.ledger import MatchLedger
from saathi.protection.matches.records import FoundPair, MatchRow, OpenedMatchRecords
from saathi.protection.matches.vocabulary import MatchStrength

STRONG_PROBABILITY: Final = 0.99
FAIR_PROBABILITY: Final = 0.9


@dataclass(frozen=True)
class CandidatePairs:
    """Pairs of rows to compare, those of one pair of children together."""

    one: IntArray
    other: IntArray
    children: IntArray  # one number for the pair of children

    def end_of_batch(self, start: int, max_size: int) -> int:
        """Where a portion ends so that no pair of children is torn."""
        end = min(start + max_size, len(self.one))
        while end < len(self.one) and self.children[end] == self.children[end - 1]:
            end += 1
        return end


def find_candidate_pairs(
    book: MatchLedger, plan: LinkagePlan, changed: npt.NDArray[np.bool_] | None
) -> CandidatePairs:
    """The pairs worth comparing, in an order that is the same each time."""
    one, other = incremental.find_pairs(book.table, plan, changed)
    a, b = book.child[one], book.child[other]
    apart = a != b
    one, other, a, b = one[apart], other[apart], a[apart], b[apart]
    children = np.minimum(a, b) * max(len(book.ids), 1) + np.maximum(a, b)
    order = np.lexsort((other, one, children))
    return CandidatePairs(one[order], other[order], children[order])


class PairComparer(Protocol):
    """Compares a portion of the pairs."""

    def compare(self, book: MatchLedger, pairs: CandidatePairs, part: slice) -> list[FoundPair]:
        """Those that are probably one child."""


@dataclass(frozen=True)
class InMemoryComparer:
    """Compares what was opened already: all of the register, its rows as they stand in the ledger."""

    plan: LinkagePlan
    prepared: PreparedRecords

    def compare(self, book: MatchLedger, pairs: CandidatePairs, part: slice) -> list[FoundPair]:
        """Those that are probably one child."""
        rows = pairs.one[part], pairs.other[part]
        return _found(self.plan, self.prepared, rows, pairs.children[part], book)


@dataclass(frozen=True)
class GatewayComparer:
    """Opens who is in a portion, each child once in a run, and compares."""

    plan: LinkagePlan
    book: MatchLedger
    run: UUID
    using: str
    loaded_rows: dict[int, list[MatchRow]] = field(
        default_factory=dict
    )  # rows of children, by place

    def compare(self, book: MatchLedger, pairs: CandidatePairs, part: slice) -> list[FoundPair]:
        """Those that are probably one child."""
        rows = pairs.one[part], pairs.other[part]
        places = np.unique(book.child[np.concatenate(rows)])
        self._open(book, places)
        at, local = self._laid_out(book, places)
        one, other = at[rows[0]], at[rows[1]]
        there = (one >= 0) & (other >= 0)
        if not there.any():
            return []
        prepared = prepare_records(OpenedMatchRecords(rows=local).records())
        kept = pairs.children[part][there]
        return _found(self.plan, prepared, (one[there], other[there]), kept, book)

    def _open(self, book: MatchLedger, places: IntArray) -> None:
        new = {
            book.file_id(place): place for place in places.tolist() if place not in self.loaded_rows
        }
        if not new:
            return
        opened = register_gateway.open_children(self.run, list(new), self.using, lambda _: None)
        self.loaded_rows.update({place: [] for place in new.values()})
        for child, row in zip(opened.child, opened.rows, strict=True):
            self.loaded_rows[new[opened.files[child]]].append(row)

    def _laid_out(self, book: MatchLedger, places: IntArray) -> tuple[IntArray, list[MatchRow]]:
        """For each row of the ledger its place among the rows of these children; -1 for all others."""
        at, local = np.full(len(book.child), -1, dtype=np.int64), list[MatchRow]()
        starts = np.searchsorted(book.child, places).tolist()
        ends = np.searchsorted(book.child, places, side="right").tolist()
        for place, start, end in zip(places.tolist(), starts, ends, strict=True):
            # Where somebody changed her names meanwhile, the next run compares what is new.
            rows = self.loaded_rows[place][: end - start]
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
    # Of several names the pair that agrees best stands for the two children.
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
            why,
        )
        for at, why in zip(likely, lines, strict=True)
    ]


def _strength(probability: float) -> MatchStrength:
    if probability >= STRONG_PROBABILITY:
        return MatchStrength.STRONG
    return MatchStrength.FAIR if probability >= FAIR_PROBABILITY else MatchStrength.WEAK
