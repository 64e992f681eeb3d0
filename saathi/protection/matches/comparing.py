"""Compares pairs of children by the plan: each of her names with each of the other's, the best counts."""

from dataclasses import dataclass, field
from typing import Final, Protocol
from uuid import UUID

import numpy as np
import numpy.typing as npt

from saathi.matching.linking import frozen
from saathi.matching.linking.frozen import Plan
from saathi.matching.linking.preparing import Numbers, Prepared, prepare
from saathi.protection.matches import door
from saathi.protection.matches.ledger import Book
from saathi.protection.matches.records import Found, Opened, Row
from saathi.protection.matches.vocabulary import Strength

STRONG: Final = 0.99
FAIR: Final = 0.9


@dataclass(frozen=True)
class Pairs:
    """Pairs of rows to compare, those of one pair of children together."""

    one: Numbers
    other: Numbers
    children: Numbers  # one number for the pair of children

    def end_of_portion(self, start: int, most: int) -> int:
        """Where a portion ends so that no pair of children is torn."""
        end = min(start + most, len(self.one))
        while end < len(self.one) and self.children[end] == self.children[end - 1]:
            end += 1
        return end


def pairs_of(book: Book, plan: Plan, changed: npt.NDArray[np.bool_] | None) -> Pairs:
    """The pairs worth comparing, in an order that is the same each time."""
    one, other = frozen.pairs(book.table, plan, changed)
    a, b = book.child[one], book.child[other]
    apart = a != b
    one, other, a, b = one[apart], other[apart], a[apart], b[apart]
    children = np.minimum(a, b) * max(len(book.ids), 1) + np.maximum(a, b)
    order = np.lexsort((other, one, children))
    return Pairs(one[order], other[order], children[order])


class Comparer(Protocol):
    """Compares a portion of the pairs."""

    def compare(self, book: Book, pairs: Pairs, part: slice) -> list[Found]:
        """Those that are probably one child."""


@dataclass(frozen=True)
class FromMemory:
    """Compares what was opened already: all of the register, its rows as they stand in the ledger."""

    plan: Plan
    prepared: Prepared

    def compare(self, book: Book, pairs: Pairs, part: slice) -> list[Found]:
        """Those that are probably one child."""
        rows = pairs.one[part], pairs.other[part]
        return _found(self.plan, self.prepared, rows, pairs.children[part], book)


@dataclass(frozen=True)
class FromDoor:
    """Opens who is in a portion, each child once in a run, and compares."""

    plan: Plan
    book: Book
    run: UUID
    using: str
    known: dict[int, list[Row]] = field(default_factory=dict)  # rows of children, by place

    def compare(self, book: Book, pairs: Pairs, part: slice) -> list[Found]:
        """Those that are probably one child."""
        rows = pairs.one[part], pairs.other[part]
        places = np.unique(book.child[np.concatenate(rows)])
        self._open(book, places)
        at, local = self._laid_out(book, places)
        one, other = at[rows[0]], at[rows[1]]
        there = (one >= 0) & (other >= 0)
        if not there.any():
            return []
        prepared = prepare(Opened(rows=local).records())
        kept = pairs.children[part][there]
        return _found(self.plan, prepared, (one[there], other[there]), kept, book)

    def _open(self, book: Book, places: Numbers) -> None:
        new = {book.file_id(place): place for place in places.tolist() if place not in self.known}
        if not new:
            return
        opened = door.opened(self.run, list(new), self.using, lambda _: None)
        self.known.update({place: [] for place in new.values()})
        for child, row in zip(opened.child, opened.rows, strict=True):
            self.known[new[opened.files[child]]].append(row)

    def _laid_out(self, book: Book, places: Numbers) -> tuple[Numbers, list[Row]]:
        """For each row of the ledger its place among the rows of these children; -1 for all others."""
        at, local = np.full(len(book.child), -1, dtype=np.int64), list[Row]()
        starts = np.searchsorted(book.child, places).tolist()
        ends = np.searchsorted(book.child, places, side="right").tolist()
        for place, start, end in zip(places.tolist(), starts, ends, strict=True):
            # Where somebody changed her names meanwhile, the next run compares what is new.
            rows = self.known[place][: end - start]
            at[start : start + len(rows)] = range(len(local), len(local) + len(rows))
            local += rows
        return at, local


def _found(
    plan: Plan, prepared: Prepared, rows: tuple[Numbers, Numbers], children: Numbers, book: Book
) -> list[Found]:
    probability = frozen.probabilities(prepared, plan, rows)
    likely = np.flatnonzero(probability >= plan.model.threshold)
    # Of several names the pair that agrees best stands for the two children.
    likely = likely[np.lexsort((-probability[likely], children[likely]))]
    of = children[likely]
    likely = likely[np.append(True, of[1:] != of[:-1])[: len(likely)]]
    lines = frozen.reasons(prepared, plan, (rows[0][likely], rows[1][likely]))
    size = max(len(book.ids), 1)
    return [
        Found(
            book.file_id(int(children[at]) // size),
            book.file_id(int(children[at]) % size),
            _strength(float(probability[at])),
            why,
        )
        for at, why in zip(likely, lines, strict=True)
    ]


def _strength(probability: float) -> Strength:
    if probability >= STRONG:
        return Strength.STRONG
    return Strength.FAIR if probability >= FAIR else Strength.WEAK
