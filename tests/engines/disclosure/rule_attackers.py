"""Attackers who know the rule and the program, written without any part of the product's attackers.

A release is one table of a few finest cells with all its totals. One attacker infers from the rule
that every block of hidden cells contains a small one. The other replays the program with keys of
her own on every table that agrees with what is printed, and compares how often each leads to it.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from saathi.engines.disclosure.errors import InputError, TablesNotProtected
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.tables import (
    CellStatus,
    CountTable,
    DisclosureMethod,
    TableRow,
    ZeroPolicy,
)

END = 5_000
# A replay that makes a value this many times less likely than it was has learned something.
LESS_LIKELY = 20.0
SHAPES = [
    *((number,) for number in range(2, 17)),
    *((a, b) for a in range(2, 9) for b in range(2, 9) if a * b <= 16),
    *((a, b, c) for a in (2, 3, 4) for b in (2, 3) for c in (2,) if a * b * c <= 16),
    (2, 2, 4),
]

type Codes = tuple[str, ...]
type Pattern = frozenset[Codes]


@dataclass(frozen=True)
class SmallRelease:
    """The true counts of the finest cells, in the order of the codes, and the policy."""

    shape: tuple[int, ...]
    counts: tuple[int, ...]
    k: int
    zeros: ZeroPolicy

    codes: list[list[str]] = field(init=False, compare=False)
    inner: list[Codes] = field(init=False, compare=False)
    parts: dict[Codes, list[int]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        codes = [[f"{'xyz'[d]}{n}" for n in range(size)] for d, size in enumerate(self.shape)]
        inner = list(product(*codes))
        cells = product(*([*own, "Total"] for own in codes))
        parts = {
            cell: [
                place
                for place, finest in enumerate(inner)
                if all(c in (f, "Total") for c, f in zip(cell, finest, strict=True))
            ]
            for cell in cells
        }
        object.__setattr__(self, "codes", codes)
        object.__setattr__(self, "inner", inner)
        object.__setattr__(self, "parts", parts)

    def value(self, cell: Codes) -> int:
        return sum(self.counts[place] for place in self.parts[cell])

    def table(self) -> CountTable:
        names = tuple(f"dimension {place}" for place in range(len(self.shape)))
        return CountTable("t.csv", names, [TableRow(c, self.value(c)) for c in self.parts])

    def hide(self, key: bytes) -> Pattern | None:
        """The cells that the program hides with this key; None if it refuses."""
        policy = DisclosurePolicy(self.k, self.zeros)
        order = ProtectionSettings(policy, DisclosureMethod.SUPPRESS, key=key)
        try:
            outcome = protect_tables([self.table()], {}, order)
        except (InputError, TablesNotProtected):
            return None
        if not outcome.report.passes:
            return None  # the command writes nothing then
        rows = outcome.tables[0].rows
        return frozenset(row.codes for row in rows if row.status == CellStatus.SUPPRESSED)


def draw_release(draw: random.Random) -> SmallRelease:
    """A release like those of small districts: few children in most cells, many in some."""
    shape = draw.choice(SHAPES)
    kinds = [(0, 0), (0, 4), (0, 12), (5, 60), (20, 80)]
    kinds = draw.sample(kinds, draw.randint(1, len(kinds)))
    many = int(np.prod(shape))
    counts = tuple(draw.randint(*draw.choice(kinds)) for _ in range(many))
    return SmallRelease(shape, counts, draw.choice([3, 5, 10]), draw.choice(list(ZeroPolicy)))


class InferenceAttacker:
    """Knows what is printed, and that every block of hidden cells contains a small one."""

    def __init__(self, release: SmallRelease, hidden: Pattern) -> None:
        self.release, self.hidden = release, sorted(hidden)
        self.floor = 1 if release.zeros is ZeroPolicy.PUBLIC else 0
        many = len(release.inner)
        self.sums = {cell: np.zeros(many) for cell in release.parts}
        for cell, parts in release.parts.items():
            self.sums[cell][parts] = 1.0
        self.seen: list[dict[Codes, int]] = []

    def findings(self) -> list[str]:
        """What she proves that the policy does not allow."""
        found = []
        k, is_protected = self.release.k, self.floor == 0
        for block in self.blocks():
            lowest = {cell: self.furthest(cell, -1) for cell in block}
            able = [cell for cell in block if lowest[cell] < k]
            if len(able) == 1:
                found.append(f"{able[0]} alone can be small in its block")
            for cell in able:
                others = [other for other in able if other != cell]
                if not any(self.is_possible(cell, other) for other in others):
                    found.append(f"{cell} is fewer than {k}")
                if is_protected and lowest[cell] > 0:
                    found.append(f"{cell} is there")
            found += [
                f"{cell} is known exactly"
                for cell in block
                if lowest[cell] == self.furthest(cell, 1)
            ]
        return found

    def is_possible(self, cell: Codes, other: Codes) -> bool:
        """Whether the cell can be k or more while the other one is small."""
        k = self.release.k
        if any(table[cell] >= k > table[other] for table in self.seen):
            return True
        return self.solve(cell, 1, {cell: (k, END), other: (0, k - 1)}) is not None

    def furthest(self, cell: Codes, sign: int) -> int:
        table = self.solve(cell, sign, {})
        assert table is not None
        return table[cell]

    def solve(
        self, cell: Codes, sign: int, more: dict[Codes, tuple[int, int]]
    ) -> dict[Codes, int] | None:
        """The table that agrees with everything printed and takes the cell furthest."""
        low, high, rows = [], [], []
        for each, sums in self.sums.items():
            is_hidden = each in self.hidden
            value = self.release.value(each)
            ends = (self.floor, END) if is_hidden else (value, value)
            extra = more.get(each, (0, END))
            rows.append(sums)
            low.append(max(ends[0], extra[0]))
            high.append(min(ends[1], extra[1]))
        many = len(self.release.inner)
        result = milp(
            -sign * self.sums[cell],
            constraints=LinearConstraint(np.array(rows), low, high),
            integrality=np.ones(many),
            bounds=Bounds(0, END),
        )
        if result.x is None:
            return None
        values = np.rint(result.x).astype(int)
        table = {each: int(sums.astype(int) @ values) for each, sums in self.sums.items()}
        self.seen.append(table)
        return table

    def blocks(self) -> list[list[Codes]]:
        """Hidden cells that cannot be distinguished: connected by the ways in which they can move."""
        place = {cell: number for number, cell in enumerate(self.hidden)}
        rows = []
        for cell in self.release.parts:
            for dimension, code in enumerate(cell):
                if code != "Total":
                    continue
                row = [Fraction(0)] * len(place)
                if cell in place:
                    row[place[cell]] = Fraction(-1)
                for part in self.release.codes[dimension]:
                    own = (*cell[:dimension], part, *cell[dimension + 1 :])
                    if own in place:
                        row[place[own]] = Fraction(1)
                rows.append(row)
        return self._connected(_reduced(rows), len(place))

    def _connected(self, rows: list[list[Fraction]], many: int) -> list[list[Codes]]:
        label = list(range(many))
        for row in rows:
            own = [number for number, value in enumerate(row) if value]
            names = {label[number] for number in own}
            label = [min(names) if name in names else name for name in label]
        groups = defaultdict(list)
        for number, name in enumerate(label):
            groups[name].append(self.hidden[number])
        return list(groups.values())


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The reduced row echelon form, in exact numbers."""
    done: list[list[Fraction]] = []
    columns = len(rows[0]) if rows else 0
    for column in range(columns):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows = [row for row in rows if row is not pivot]
        pivot = [value / pivot[column] for value in pivot]
        rows = [[a - r[column] * b for a, b in zip(r, pivot, strict=True)] for r in rows]
        done = [[a - r[column] * b for a, b in zip(r, pivot, strict=True)] for r in done]
        done.append(pivot)
    return done


class ReplayAttacker:
    """Runs the program with unknown keys on every table that agrees with what is printed."""

    def __init__(self, release: SmallRelease, hidden: Pattern, keys: int, most: int) -> None:
        self.release, self.hidden, self.keys, self.most = release, hidden, keys, most
        self.floor = 1 if release.zeros is ZeroPolicy.PUBLIC else 0

    def tables(self) -> list[tuple[int, ...]] | None:
        """Every table of finest cells that agrees; None if there are too many."""
        release, found = self.release, []
        printed = [
            (parts, release.value(cell))
            for cell, parts in release.parts.items()
            if cell not in self.hidden
        ]
        if not any(len(parts) == len(release.inner) for parts, _ in printed):
            return None
        for counts in self._complete((), printed):
            table = SmallRelease(release.shape, counts, release.k, release.zeros)
            if all(table.value(cell) >= self.floor for cell in self.hidden):
                found.append(counts)
            if len(found) > self.most:
                return None
        return found

    def _complete(
        self, start: tuple[int, ...], printed: Sequence[tuple[list[int], int]]
    ) -> Iterator[tuple[int, ...]]:
        place = len(start)
        if place == len(self.release.inner):
            yield start
            return
        is_hidden = self.release.inner[place] in self.hidden
        low, high = (self.floor if is_hidden else 0), END
        for parts, value in printed:
            if place in parts:
                rest = value - sum(start[part] for part in parts if part < place)
                high = min(high, rest)
                low = max(low, rest) if parts[-1] == place else low
        for value in range(low, high + 1):
            yield from self._complete((*start, value), printed)

    def findings(self) -> list[str] | None:
        """What the frequencies tell; None if there are too many tables to replay."""
        tables = self.tables()
        if tables is None or len(tables) < 2:
            return None if tables is None else ["only one table agrees"]
        weights: Counter[tuple[int, ...]] = Counter()
        for counts in tables:
            other = SmallRelease(self.release.shape, counts, self.release.k, self.release.zeros)
            keys = (f"key {number} of the attacker".encode() for number in range(self.keys))
            weights[counts] = sum(other.hide(key) == self.hidden for key in keys)
        return [text for cell in sorted(self.hidden) for text in self._judge(cell, weights)]

    def _judge(self, cell: Codes, weights: Counter[tuple[int, ...]]) -> Iterator[str]:
        k, is_protected = self.release.k, self.floor == 0
        value = {counts: sum(counts[p] for p in self.release.parts[cell]) for counts in weights}
        total = weights.total()
        if not total:
            return  # none of these keys led to it: nothing is known
        values = {value[counts] for counts, weight in weights.items() if weight}
        if len(values) == 1:
            yield f"{cell} is {min(values)}"
        questions = [("k or more", lambda number: number >= k)]
        if is_protected:
            questions.append(("none", lambda number: number == 0))
        if min(value.values()) >= k:
            return
        for name, holds in questions:
            before = sum(holds(number) for number in value.values()) / len(value)
            after = sum(w for counts, w in weights.items() if holds(value[counts])) / total
            if after * LESS_LIKELY < before or not before:
                yield f"{cell} is hardly {name}: {before:.3f} before, {after:.3f} after"
