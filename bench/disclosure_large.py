"""Suppression of large tables: how long it takes, how much it hides, how far that is from the fewest.

    python -m bench.disclosure_large [hierarchy invented linked] --data DIR [--zeros public protected]

`hierarchy`: referrals of `--quarters` (see bench/disclosure.py for DIR) by nationality in twelve invented
regions, exploitation and age. `invented`: children in 60 districts of ten provinces, by 19 forms, 15 ages,
3 sexes; `linked`: the same beside two tables that share its margins, by month and by way. Drawn with
`--seed`. Times are seconds of processor time and of the clock, with all checks and the built-in attack.
"""

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.disclosure import A, E, K, N, counts_of, table_of
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.tables import (
    CellStatus,
    CountTable,
    DisclosureMethod,
    TableRow,
    ZeroPolicy,
)

DISTRICTS, PROVINCE, REGIONS, MONTHS, WAYS = 60, 6, 12, 12, 8
CODES = {"district": DISTRICTS, "form": 19, "age": 15, "sex": 3}

type Counts = NDArray[np.int64]
type Release = tuple[Sequence[CountTable], Mapping[str, Hierarchy]]


def hierarchy(data: Path, quarters: Sequence[str]) -> Release:
    """Nationality below regions, side by side in the alphabet, by exploitation and age."""
    counts: Counter[tuple[str, ...]] = Counter()
    for quarter in quarters:
        counts.update(counts_of(data, quarter))
    table = table_of(counts, (N, E, A), "hierarchy")
    names = sorted(table.codes_by_dimension()[0] - {"Total"})
    tree = {name: f"Region {n * REGIONS // len(names):02}" for n, name in enumerate(names)}
    sums: Counter[tuple[str, ...]] = Counter()
    for row in table.rows:
        if row.codes[0] in tree:
            sums[tree[row.codes[0]], *row.codes[1:]] += row.count or 0
    rows = [*table.rows, *(TableRow(codes, count) for codes, count in sums.items())]
    return [CountTable(table.name, table.dimensions, rows)], {N: Hierarchy(tree)}


def invented(seed: int, *, is_linked: bool) -> Release:
    """Children drawn at random: few in most cells, many in some."""
    draw = np.random.default_rng(seed)
    rate = np.ones(tuple(CODES.values()))
    for axis, size in enumerate(rate.shape):
        weight = draw.lognormal(0, 1, size)
        rate *= weight.reshape([-1 if place == axis else 1 for place in range(rate.ndim)])
    rate *= 2.0 / rate.mean()
    counts = draw.poisson(rate * draw.gamma(1.0, 1.0, rate.shape))
    tables = [_table("children.csv", tuple(CODES), counts)]
    if is_linked:
        months, ways = draw.dirichlet(np.full(MONTHS, 3.0)), draw.dirichlet(np.ones(WAYS))
        by_month = draw.multinomial(counts.sum((1, 2)), months)
        by_way = draw.multinomial(counts.sum((2, 3)), ways)
        tables.append(_table("months.csv", ("district", "sex", "month"), by_month))
        tables.append(_table("ways.csv", ("district", "form", "way"), by_way))
    tree = {f"district {n:02}": f"province {n // PROVINCE}" for n in range(DISTRICTS)}
    return tables, {"district": Hierarchy(tree)}


def _table(name: str, dimensions: tuple[str, ...], counts: Counts) -> CountTable:
    """The table with all margins; the first dimension is the district, with its provinces."""
    rest = counts.shape[1:]
    provinces = counts.reshape(-1, PROVINCE, *rest).sum(1)
    whole = np.concatenate([counts, provinces, counts.sum(0, keepdims=True)])
    for axis in range(1, whole.ndim):
        whole = np.concatenate([whole, whole.sum(axis, keepdims=True)], axis)
    codes = [
        [f"{d} {n:02}" for n in range(s)] for d, s in zip(dimensions, counts.shape, strict=True)
    ]
    codes[0] += [f"province {n}" for n in range(len(provinces))]
    names = [[*each, "Total"] for each in codes]
    rows = [
        TableRow(tuple(own[n] for own, n in zip(names, place, strict=True)), int(count))
        for place, count in np.ndenumerate(whole)
    ]
    return CountTable(name, dimensions, rows)


def measure(what: str, release: Release, zeros: str, seconds: float | None) -> None:
    """One line: what was hidden, what the attack says, time and memory."""
    tables, trees = release
    clock, work = time.monotonic(), time.process_time()
    order = ProtectionSettings(
        DisclosurePolicy(K, ZeroPolicy(zeros)), DisclosureMethod.SUPPRESS, seconds=seconds
    )
    try:
        done = protect_tables(tables, trees, order)
    except InputError as error:
        told = f"failed: {error}"
    else:
        hidden = sum(row.status == CellStatus.SUPPRESSED for t in done.tables for row in t.rows)
        verdict = "the attack finds nothing" if done.report.passes else "THE ATTACK SUCCEEDS"
        told = f"{hidden:,} rows hidden; {verdict}. {done.summary}"
    print(
        f"{what}, {zeros} zeros, {sum(len(table.rows) for table in tables):,} rows: {told} "
        f"{time.process_time() - work:.1f} s of processor time, {time.monotonic() - clock:.1f} s on the "
        f"clock, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB at most",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    kinds = ["hierarchy", "invented", "linked"]
    parser.add_argument("kinds", nargs="*", choices=kinds, default=kinds)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--quarters", nargs="+", default=["2023_q1", "2023_q2"])
    parser.add_argument("--zeros", nargs="+", default=["public", "protected"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, help="as of protect")
    options = parser.parse_args()
    for kind in options.kinds:
        if kind == "hierarchy":
            release = hierarchy(options.data, options.quarters)
        else:
            release = invented(options.seed, is_linked=kind == "linked")
        for zeros in options.zeros:
            measure(kind, release, zeros, options.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
