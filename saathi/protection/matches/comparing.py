"""Compares pairs of children by the plan: each of her names with each of the other's, the best counts."""

from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

import numpy as np
import numpy.typing as npt

from saathi.matching.linking import frozen
from saathi.matching.linking.frozen import Plan
from saathi.matching.linking.preparing import Numbers, Prepared, prepare
from saathi.protection.matches import door
from saathi.protection.matches.ledger import Book
from saathi.protection.matches.records import Found, Opened
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
    """Opens who is in a portion, and compares."""

    plan: Plan
    book: Book
    run: UUID
    using: str

    def compare(self, book: Book, pairs: Pairs, part: slice) -> list[Found]:
        """Those that are probably one child."""
        rows = pairs.one[part], pairs.other[part]
        places = np.unique(book.child[np.concatenate(rows)])
        files = {book.file_id(int(place)): int(place) for place in places}
        opened = door.opened(self.run, list(files), self.using, lambda _: None)
        at = _places_of(opened, files, book)
        one, other = at[rows[0]], at[rows[1]]
        there = (one >= 0) & (other >= 0)
        if not there.any():
            return []
        prepared = prepare(opened.records())
        kept = pairs.children[part][there]
        return _found(self.plan, prepared, (one[there], other[there]), kept, book)


def _places_of(opened: Opened, files: dict[UUID, int], book: Book) -> Numbers:
    """For each row of the ledger its place among those that were opened; -1 where it is not there."""
    at = np.full(len(book.child), -1, dtype=np.int64)
    number = 0
    for row, (child, is_first) in enumerate(zip(opened.child, opened.is_first, strict=True)):
        number = 0 if is_first else number + 1
        place = files[opened.files[child]]
        there = int(np.searchsorted(book.child, place)) + number
        # Where somebody changed her names meanwhile, the next run compares what is new.
        if there < len(at) and book.child[there] == place:
            at[there] = row
    return at


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
