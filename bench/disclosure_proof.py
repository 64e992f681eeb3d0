"""Random small releases against two attackers that try every table which fits what is printed.

    python -m bench.disclosure_proof [--releases 10000] [--seed S] [--seconds S] [--replays N] [--secrets N]
        [--replayed-tables N] [--most-tables N]

A release is one table of 2 to 16 inner cells in one to three dimensions with all its totals, k of 3, 4,
5 or 10, zeros public or protected, suppressed as `protect` does. Both attackers read only what is printed
and list all whole tables that agree with it, without a solver and without any part of the engine's auditor:

- the rule: she keeps the tables that have a small cell in every block of hidden cells;
- the program: she weighs each table by how many of `--secrets` secrets of her own lead to the same hidden
  cells (`--replays` releases of at most `--replayed-tables` tables each).

A release reveals something if, over these tables, a hidden cell has one value only, is always fewer than
k, or, where zeros are protected, is always at least 1 and sometimes fewer than k; for the second attacker
also if k or more, or none, becomes twenty times less likely. A release that more than `--most-tables`
tables fit is counted apart, and attacked by integer programmes (`tests/engines/disclosure/rule_attackers.py`).
Prints each finding, then the counts; exit code 1 if anything was found.
"""

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure.budget import SuppressionEffort
from saathi.engines.disclosure.errors import InputError, TablesNotProtected
from saathi.engines.disclosure.policy import DisclosurePolicy, build_problem
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.suppression import suppress_cells
from saathi.engines.disclosure.table_files import build_counted_system, complete_and_check
from saathi.engines.disclosure.tables import CountTable, DisclosureMethod, TableRow, ZeroPolicy
from tests.engines.disclosure.rule_attackers import InferenceAttacker, SmallRelease

SHAPES = [
    *((number,) for number in range(2, 17)),
    *((a, b) for a in range(2, 9) for b in range(2, 9) if a * b <= 16),
    *((2, 2, 2), (2, 2, 3), (2, 3, 2), (3, 2, 2), (2, 2, 4)),
]
THRESHOLDS = (3, 4, 5, 10)
# How many children a cell has: few in most places, many in some.
KINDS = ((0, 0), (0, 2), (0, 4), (0, 7), (5, 12), (10, 40))
LESS_LIKELY = 20.0
# A suspicion from frequencies is checked with this many times as many secrets.
CHECKED_AGAIN = 25

type Ints = NDArray[np.int64]
type Codes = tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """The cells of a table, and of which inner cells each is the sum."""

    shape: tuple[int, ...]
    cells: tuple[Codes, ...]
    sums: Ints

    @classmethod
    def of_shape(cls, shape: tuple[int, ...]) -> "Layout":
        """The layout of a table with so many codes in each dimension."""
        codes = [[f"{'xyz'[d]}{n:02}" for n in range(size)] for d, size in enumerate(shape)]
        inner = list(product(*codes))
        cells = tuple(product(*([*own, "Total"] for own in codes)))
        sums = [
            [all(c in (f, "Total") for c, f in zip(cell, finest, strict=True)) for finest in inner]
            for cell in cells
        ]
        return cls(shape, cells, np.array(sums, dtype=np.int64))

    def table(self, counts: Sequence[int]) -> CountTable:
        """The table of these inner cells with its totals."""
        values = self.sums @ np.array(counts, dtype=np.int64)
        names = tuple(f"dimension {number}" for number in range(len(self.shape)))
        rows = [TableRow(c, int(v)) for c, v in zip(self.cells, values, strict=True)]
        return CountTable("t.csv", names, rows)


@dataclass(frozen=True)
class PrintedRelease:
    """What a reader sees: the value of each cell, -1 where it is hidden; k and the zero policy."""

    layout: Layout
    values: Ints
    k: int
    zeros: ZeroPolicy

    @property
    def hidden(self) -> NDArray[np.bool_]:
        """Which cells are hidden."""
        return self.values < 0

    @property
    def least(self) -> int:
        """The least that a hidden cell can be."""
        return 1 if self.zeros is ZeroPolicy.PUBLIC else 0


def publish(
    layout: Layout, counts: Sequence[int], policy: DisclosurePolicy, key: bytes
) -> PrintedRelease | None:
    """The release as the program prints it; None if it refuses."""
    order = ProtectionSettings(policy, DisclosureMethod.SUPPRESS, key=key)
    try:
        outcome = protect_tables([layout.table(counts)], {}, order)
    except (InputError, TablesNotProtected):
        return None
    if not outcome.report.passes:
        return None
    printed = {row.codes: int(row.text) if row.text else -1 for row in outcome.tables[0].rows}
    values = np.array([printed[cell] for cell in layout.cells], dtype=np.int64)
    return PrintedRelease(layout, values, policy.k, policy.zeros)


def list_tables(release: PrintedRelease, most: int) -> Ints | None:
    """Every table of inner cells that agrees with what is printed, one a row; None if too many.

    One inner cell after another gets each value that the printed sums leave for it: first those that
    are printed themselves.
    """
    sums = release.layout.sums
    own_cells = [int(np.flatnonzero(row)[0]) for row in sums if row.sum() == 1]
    is_hidden = dict(zip(own_cells, release.hidden[sums.sum(axis=1) == 1], strict=True))
    order = sorted(is_hidden, key=lambda place: (bool(is_hidden[place]), place))
    rows = sums[~release.hidden][:, order]
    last = np.array([np.flatnonzero(row).max() for row in rows])
    tables = np.zeros((1, 0), dtype=np.int64)
    left = release.values[~release.hidden][None, :]
    for step, place in enumerate(order):
        inside = np.flatnonzero(rows[:, step])
        if not len(inside):
            return None  # nothing printed limits it
        high = left[:, inside].min(axis=1)
        low = np.full(len(tables), release.least if is_hidden[place] else 0)
        for number in inside[last[inside] == step]:
            low = np.maximum(low, left[:, number])
        many = np.maximum(0, high - low + 1)
        if many.sum() > most:
            return None
        source = np.repeat(np.arange(len(tables)), many)
        value = low[source] + np.arange(len(source)) - np.repeat(np.cumsum(many) - many, many)
        tables = np.column_stack([tables[source], value])
        left = left[source] - rows[:, step] * value[:, None]
    tables = tables[:, np.argsort(order)]
    values = tables @ sums.T
    return tables[(values[:, release.hidden] >= release.least).all(axis=1)]


def list_blocks(release: PrintedRelease) -> list[list[int]]:
    """Hidden cells that are connected by the ways in which they can move."""
    sums = release.layout.sums
    moves = _null_space([[Fraction(int(v)) for v in row] for row in sums[~release.hidden]],
                        sums.shape[1])  # fmt: skip
    hidden = np.flatnonzero(release.hidden).tolist()
    ways = [[sum((m for m, s in zip(move, sums[cell], strict=True) if s), Fraction(0))
             for cell in hidden] for move in moves]  # fmt: skip
    label = list(range(len(hidden)))
    for way in _echelon(ways)[0]:
        names = {label[number] for number, value in enumerate(way) if value}
        label = [min(names) if name in names else name for name in label]
    blocks: dict[int, list[int]] = defaultdict(list)
    for cell, name in zip(hidden, label, strict=True):
        blocks[name].append(cell)
    return list(blocks.values())


def _echelon(rows: list[list[Fraction]]) -> tuple[list[list[Fraction]], list[int]]:
    """The reduced row echelon form without empty rows, and its pivot columns."""
    done: list[list[Fraction]] = []
    pivots: list[int] = []
    rows = [list(row) for row in rows]
    for column in range(len(rows[0]) if rows else 0):
        found = next((row for row in rows if row[column]), None)
        if found is None:
            continue
        pivot = [value / found[column] for value in found]
        rows = [row for row in rows if row is not found]
        rows = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        done = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in done]
        done.append(pivot)
        pivots.append(column)
    return done, pivots


def _null_space(rows: list[list[Fraction]], many: int) -> list[list[Fraction]]:
    reduced, pivots = _echelon(rows)
    basis = []
    for free in (column for column in range(many) if column not in pivots):
        move = [Fraction(int(column == free)) for column in range(many)]
        for row, pivot in zip(reduced, pivots, strict=True):
            move[pivot] = -row[free]
        basis.append(move)
    return basis


def judge_ranges(release: PrintedRelease, values: Ints) -> Iterator[str]:
    """What the values of all cells in the remaining tables prove."""
    for cell in np.flatnonzero(release.hidden):
        own, name = values[:, cell], release.layout.cells[cell]
        low, high = int(own.min()), int(own.max())
        if low == high:
            yield f"{name} is {low}"
        elif high < release.k:
            yield f"{name} is fewer than {release.k}"
        elif release.least == 0 and 0 < low < release.k:
            yield f"{name} is there"


def infer_from_rule(release: PrintedRelease, tables: Ints) -> list[str]:
    """What follows for an attacker who knows that every block has a small cell."""
    values = tables @ release.layout.sums.T
    fits = np.ones(len(tables), dtype=bool)
    for block in list_blocks(release):
        fits &= (values[:, block] < release.k).any(axis=1)
    if not fits.any():
        return ["no table agrees with the rule"]
    return list(judge_ranges(release, values[fits]))


class ProgramReplay:
    """Runs the program with secrets of the attacker's own on every table that fits."""

    def __init__(self, release: PrintedRelease, tables: Ints, seed: int) -> None:
        self.release, self.tables = release, tables
        self.draw = np.random.default_rng(seed)
        self.values = tables @ release.layout.sums.T
        self.hits = np.zeros(len(tables))
        self.runs = np.zeros(len(tables))
        policy = DisclosurePolicy(release.k, release.zeros)
        self.problems = []
        for counts in tables:
            linked = complete_and_check([release.layout.table(counts)], {}, release.zeros)
            system = build_counted_system(linked)
            self.problems.append(build_problem(linked, system, policy))
        keys = [linked.tables[0].key_of_row(TableRow(cell)) for cell in release.layout.cells]
        self.places = [system.index[key] for key in keys]

    def run(self, secrets: int, some: NDArray[np.bool_] | None = None) -> None:
        """Tries so many secrets on each of these tables."""
        for number in range(len(self.tables)) if some is None else np.flatnonzero(some):
            for _ in range(secrets):
                effort = SuppressionEffort(seed=int(self.draw.integers(2**31)))
                self.runs[number] += 1
                try:
                    hidden = suppress_cells(self.problems[number], effort).hidden
                except InputError:
                    continue
                self.hits[number] += np.array_equal(hidden[self.places], self.release.hidden)

    def findings(self, secrets: int) -> list[str]:
        """What the frequencies tell; suspicions are checked with many more secrets."""
        self.run(secrets)
        if not self.hits.any():
            return []  # none of these secrets led to it: nothing is known
        suspicions = list(self._suspicions())
        if suspicions:
            self.run(secrets * CHECKED_AGAIN)
            suspicions = list(self._suspicions())
        return suspicions

    def _suspicions(self) -> Iterator[str]:
        rate = self.hits / self.runs
        weight = rate / rate.sum()
        yield from judge_ranges(self.release, self.values[rate > 0])
        for cell in np.flatnonzero(self.release.hidden):
            own, k = self.values[:, cell], self.release.k
            if own.min() >= k:
                continue
            questions = {"k or more": own >= k}
            if self.release.least == 0:
                questions["none"] = own == 0
            for name, holds in questions.items():
                before, after = float(holds.mean()), float(weight[holds].sum())
                if after * LESS_LIKELY < before:
                    what = self.release.layout.cells[cell]
                    yield f"{what} is hardly {name}: {before:.3f} before, {after:.4f} after"


def draw_counts(draw: random.Random, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Counts of some kinds of places."""
    kinds = draw.sample(KINDS, draw.randint(1, len(KINDS)))
    return tuple(draw.randint(*draw.choice(kinds)) for _ in range(int(np.prod(shape))))


def attack_release(
    draw: random.Random, number: int, options: argparse.Namespace, counted: Counter[str]
) -> list[str]:
    """Draws, publishes and attacks one release."""
    layout = Layout.of_shape(draw.choice(SHAPES))
    counts = draw_counts(draw, layout.shape)
    policy = DisclosurePolicy(draw.choice(THRESHOLDS), draw.choice(list(ZeroPolicy)))
    counted["releases"] += 1
    release = publish(layout, counts, policy, f"{options.seed} {number}".encode())
    if release is None:
        counted["refused"] += 1
        return []
    if not release.hidden.any():
        counted["nothing to hide"] += 1
        return []
    counted["attacked"] += 1
    tables = list_tables(release, options.most_tables)
    if tables is None:
        counted["attacked, too many tables to list"] += 1
        attack_by_programmes = _attack_by_programmes(release, counts)
    else:
        counted["attacked with every table listed"] += 1
        counted["tables listed"] += len(tables)
        attack_by_programmes = infer_from_rule(release, tables)
    counted["found by the rule"] += bool(attack_by_programmes)
    is_left = counted["replayed"] < options.replays
    if tables is not None and len(tables) <= options.replayed_tables and is_left:
        counted["replayed"] += 1
        counted["tables replayed"] += len(tables)
        replayed = ProgramReplay(release, tables, number).findings(options.secrets)
        counted["found by replay"] += bool(replayed)
        attack_by_programmes += replayed
    return [
        f"{layout.shape} {counts} k={policy.k} {policy.zeros}: {text}"
        for text in attack_by_programmes
    ]


def _attack_by_programmes(release: PrintedRelease, counts: tuple[int, ...]) -> list[str]:
    small = SmallRelease(release.layout.shape, counts, release.k, release.zeros)
    cells = [tuple(c[:1] + str(int(c[1:])) if c != "Total" else c for c in cell)
             for cell, is_hidden in zip(release.layout.cells, release.hidden, strict=True)
             if is_hidden]  # fmt: skip
    return InferenceAttacker(small, frozenset(cells)).findings()


def main() -> int:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="draw no more after")
    parser.add_argument("--replays", type=int, default=100)
    parser.add_argument("--secrets", type=int, default=20)
    parser.add_argument("--replayed-tables", type=int, default=30)
    parser.add_argument("--most-tables", type=int, default=100_000)
    options = parser.parse_args()
    draw, counted = random.Random(options.seed), Counter[str]()
    start = time.monotonic(), time.process_time()
    findings: list[str] = []
    for number in range(options.releases):
        if time.monotonic() - start[0] > options.seconds:
            break
        result = attack_release(draw, number, options, counted)
        if result:
            print("\n".join(result), flush=True)
        findings += result
    counted.update({"found by the rule": 0, "found by replay": 0})
    print(f"{counted['releases']:,} releases, seed {options.seed}:")
    print("\n".join(f"  {name}: {many:,}" for name, many in sorted(counted.items())))
    worked = time.process_time() - start[1]
    print(f"  seconds: {time.monotonic() - start[0]:.0f}, of the processor {worked:.0f}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
