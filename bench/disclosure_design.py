"""How long `protect --design` takes, with and without requirements, and which designs it lists.

    python -m bench.disclosure_design [--cells 5000] [--zeros public protected] [--method suppress] [--seed S]

An invented table of about so many cells: districts in provinces, age, sex and form. Times are seconds of
processor time and of the clock for the list of designs, and for the protection of the first one after it.
"""

import argparse
import sys
import time
from itertools import product

import numpy as np

from saathi.engines.disclosure.design import DesignRequirements, list_designs
from saathi.engines.disclosure.design_command import describe_designs
from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.tables import CountTable, DisclosureMethod, TableRow, ZeroPolicy

PROVINCE, AGES, SEXES, FORMS = 6, 8, 2, 6
MEAN_COUNT = 8.0


def invent(cells: int, seed: int) -> tuple[CountTable, dict[str, Hierarchy]]:
    """A table with all margins of about so many cells, and the provinces of its districts."""
    draw = np.random.default_rng(seed)
    districts = max(2, round(cells / ((AGES + 1) * (SEXES + 1) * (FORMS + 1) * (1 + 1 / PROVINCE))))
    shape = (districts, AGES, SEXES, FORMS)
    rate = np.ones(shape)
    for axis, size in enumerate(shape):
        rate *= draw.lognormal(0, 1, size).reshape([-1 if a == axis else 1 for a in range(4)])
    counts = draw.poisson(rate * MEAN_COUNT / rate.mean())
    tree = {f"d{n:03}": f"p{n // PROVINCE:02}" for n in range(districts)}
    sums: dict[tuple[str, ...], int] = {}
    for place, count in np.ndenumerate(counts):
        own = [f"d{place[0]:03}", *(f"{'asf'[n]}{code}" for n, code in enumerate(place[1:]))]
        chains = [[code, "Total"] for code in own]
        chains[0].insert(1, tree[own[0]])
        for codes in product(*chains):
            sums[codes] = sums.get(codes, 0) + int(count)
    rows = [TableRow(codes, count) for codes, count in sums.items()]
    return CountTable("t.csv", ("district", "age", "sex", "form"), rows), {
        "district": Hierarchy(tree)
    }


def measure(options: argparse.Namespace, zeros: str, needed: DesignRequirements) -> None:
    """Lists the designs, protects the first, and prints both with their times."""
    table, trees = invent(options.cells, options.seed)
    policy, method = DisclosurePolicy(5, ZeroPolicy(zeros)), DisclosureMethod(options.method)
    start = time.monotonic(), time.process_time()
    designs = list_designs(table, trees, policy, method, needed)
    listed = time.monotonic(), time.process_time()
    names = f"{len(table.rows):,} cells, {zeros} zeros, {options.method}"
    print("\n".join(describe_designs(names, designs, 1)))
    if designs.designs:
        first = designs.designs[0].table
        own = {name: tree for name, tree in trees.items() if name in first.dimensions}
        report = protect_tables([first], own, ProtectionSettings(policy, method)).report
        print("  protected: the attack finds nothing" if report.passes else "  THE ATTACK SUCCEEDS")
    done = time.monotonic(), time.process_time()
    print(
        f"  designs: {listed[1] - start[1]:.1f} s of processor time, {listed[0] - start[0]:.1f} s on the "
        f"clock; with protection {done[1] - start[1]:.1f} and {done[0] - start[0]:.1f}",
        flush=True,
    )


def main() -> int:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=5_000)
    parser.add_argument("--zeros", nargs="+", default=["public", "protected"])
    parser.add_argument("--method", default="suppress")
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    for zeros in options.zeros:
        for needed in (DesignRequirements(), DesignRequirements(frozenset({"age"}))):
            measure(options, zeros, needed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
