"""Disclosure control on real tables, compared with its peer: what an attacker finds, how much is hidden, time.

    python -m bench.disclosure --data DIR [--peer PYTHON] [--quarters 2023_q2 2023_q1]

DIR holds `nrm/` (referrals to the UK's National Referral Mechanism, Crown copyright, OGL) and an export of
UNODC's GLOTIP. PYTHON has pytauargus (`uv pip install --group bench`). The attacker of this file shares no
code with Saathi: scipy's linear programmes, two for each attacked cell, over all tables jointly. The attacker
sees every printed zero. A random sample of the sensitive cells of each release is attacked.
The last lines are the sums over all tables and quarters. Times are seconds of processor time.
"""

import argparse
import csv
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from itertools import product
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from saathi.engines.disclosure import glotip
from saathi.engines.disclosure.attacker import DisclosureAttacker as IntegerAttacker
from saathi.engines.disclosure.errors import InputError, TablesNotProtected
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.table_files import complete_and_check
from saathi.engines.disclosure.tables import (
    CellStatus,
    CountTable,
    DisclosureMethod,
    TableRow,
    ZeroPolicy,
)

K, BASE = 5, 5
E, A, G, N = "Exploitation type", "Age at exploitation", "Gender", "Nationality"
NAMES = (E, A, G, N)
SHORT = {E: "exploitation", A: "age", G: "gender", N: "nationality"}
SIX = [(E, A), (E, G, A), (N, A), (N, E), (N, G, A), (N, E, A)]
LINKED = [(N, A), (N, E), (N, G, A), (E, G, A)]

type Key = frozenset[tuple[str, str]]
type Shown = dict[Key, tuple[int | None, str]]
type Answer = tuple[Shown, float, str]


def counts_of(data: Path, quarter: str) -> Counter[tuple[str, ...]]:
    """Persons by exploitation, age, gender, nationality, all government responders together."""
    found: Counter[tuple[str, ...]] = Counter()
    file = data / "nrm" / f"nrm_referrals_government_{quarter}.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        for record in csv.DictReader(lines):
            codes = tuple(record[name] for name in NAMES)
            if "Total" not in codes and "total" not in record["First responder"].lower():
                found[codes] += int(record["People"] or 0)
    return found


def table_of(counts: Counter[tuple[str, ...]], shape: tuple[str, ...], name: str) -> CountTable:
    places = [NAMES.index(each) for each in shape]
    sums: Counter[tuple[str, ...]] = Counter()
    for codes, count in counts.items():
        for cell in product(*((codes[place], "Total") for place in places)):
            sums[cell] += count
    known = [[*sorted({codes[place] for codes in counts}), "Total"] for place in places]
    return CountTable(
        f"{name}.csv", shape, [TableRow(cell, sums[cell]) for cell in product(*known)]
    )


class Attacker:
    """Knows what is printed; asks scipy how far a cell can go."""

    def __init__(self, tables: Sequence[CountTable], shown: Shown, zeros: str) -> None:
        self.keys: dict[Key, int] = {}
        lines: list[tuple[int, list[int]]] = []
        for table in tables:
            for row in table.rows:
                self.keys.setdefault(self.key(table, row.codes), len(self.keys))
        for table in tables:
            known = table.codes_by_dimension()
            for place in range(len(table.dimensions)):
                rest = [codes if p != place else {"Total"} for p, codes in enumerate(known)]
                for cell in product(*rest):
                    parts = [
                        self.keys[self.key(table, (*cell[:place], code, *cell[place + 1 :]))]
                        for code in known[place] - {"Total"}
                    ]
                    lines.append((self.keys[self.key(table, cell)], parts))
        entries = [(n, t, 1.0) for n, (t, _) in enumerate(lines)]
        entries += [(n, p, -1.0) for n, (_, parts) in enumerate(lines) for p in parts]
        row, column, value = zip(*entries, strict=True)
        whole = csr_array((value, (row, column)), shape=(len(lines), len(self.keys)))
        bounds = np.zeros((len(self.keys), 2))
        for key, place in self.keys.items():
            bounds[place] = self.bounds(*shown[key], zeros)
        free = bounds[:, 0] < bounds[:, 1]
        self.place = {key: int(free[: p + 1].sum()) - 1 for key, p in self.keys.items() if free[p]}
        self.matrix, fixed = whole[:, free], np.where(free, 0, bounds[:, 0])
        self.right, self.free = -(whole @ fixed), bounds[free]

    @staticmethod
    def key(table: CountTable, codes: Sequence[str]) -> Key:
        return frozenset(p for p in zip(table.dimensions, codes, strict=True) if p[1] != "Total")

    @staticmethod
    def bounds(value: int | None, status: str, zeros: str) -> tuple[float, float]:
        if value is None:
            return (1 if zeros == "public" else 0), np.inf
        if status != "rounded":
            return value, value
        if zeros == "protected" and value in {0, BASE}:
            return 0, BASE if value == 0 else 2 * BASE - 1
        return max(0, value - BASE + 1), value + BASE - 1

    def range(self, key: Key) -> tuple[float, float]:
        ends: list[float] = []
        for sign in (1.0, -1.0):
            goal = np.zeros(len(self.free))
            goal[self.place[key]] = sign
            result = linprog(goal, A_eq=self.matrix, b_eq=self.right, bounds=self.free)
            ends.append(sign * result.fun if result.status == 0 else np.inf)
        return float(np.ceil(ends[0] - 1e-6)), float(np.floor(ends[1] + 1e-6))


def attack(tables: Sequence[CountTable], shown: Shown, zeros: str, most: int) -> Counter[str]:
    """How many of the attacked sensitive cells are known exactly, to be there, to be few."""
    attacker = Attacker(tables, shown, zeros)
    truth = {Attacker.key(t, row.codes): row.count for t in tables for row in t.rows}
    lowest = 0 if zeros == "protected" else 1
    sensitive = [key for key in attacker.place if lowest <= truth[key] < K]
    draw = random.Random(1)
    some = draw.sample(sensitive, min(most, len(sensitive)))
    counter = Counter(attacked=len(some))
    for key in some:
        low, high = attacker.range(key)
        counter["exact"] += low == high
        counter["presence"] += zeros == "protected" and low >= 1
        counter["fewer"] += high < K and shown[key][1] != "rounded"
    counter["false"] = sum(
        value is not None and status != "rounded" and value != truth[key]
        for key, (value, status) in shown.items()
    )
    return counter


def of_saathi(tables: Sequence[CountTable], method: str, zeros: str) -> Answer:
    start = time.process_time()
    done = protect_tables(
        tables,
        {},
        ProtectionSettings(DisclosurePolicy(K, ZeroPolicy(zeros)), DisclosureMethod(method)),
    )
    seconds = time.process_time() - start
    shown = {
        Attacker.key(table, row.codes): (
            None if row.status == CellStatus.SUPPRESSED else int(row.text or 0),
            str(row.status),
        )
        for table in done.tables
        for row in table.rows
    }
    gap = done.summary.partition("possible: ")[2].partition(";")[0] or "-"
    return shown, seconds, gap


def of_peer(table: CountTable, python: str, rule: str) -> Answer | None:
    rows = [[*row.codes, row.count] for row in table.rows]
    script = Path(__file__).with_name("disclosure_peer.py")
    with tempfile.TemporaryDirectory() as folder:  # the peer leaves logs where it runs
        done = subprocess.run(
            [python, str(script.absolute())],
            input=json.dumps({"rows": rows, "rule": rule}),
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
        )
    if done.returncode:
        return None
    answer = json.loads(done.stdout[done.stdout.index('{"seconds"') :])
    hidden = {Attacker.key(table, codes) for codes in answer["hidden"]}
    shown = {
        key: (None if key in hidden else row.count, "shown")
        for row in table.rows
        for key in [Attacker.key(table, row.codes)]
    }
    return shown, answer["seconds"], "?"


SUMS: defaultdict[str, Counter[str]] = defaultdict(Counter)


def show(
    names: tuple[str, str],
    tables: Sequence[CountTable],
    answer: Answer | None,
    zeros: str,
    most: int,
) -> None:
    what, who = names
    sums = SUMS[who]
    if answer is None:
        sums["failed"] += 1
        print(f"{what:34} {who:22} failed", flush=True)
        return
    shown, seconds, gap = answer
    truth = {Attacker.key(t, row.codes): row.count for t in tables for row in t.rows}
    hidden = [key for key, (value, _) in shown.items() if value is None]
    primary = [k for k in hidden if zeros == "protected" or truth[k]]
    primary = [key for key in primary if truth[key] < K]
    there = [key for key, count in truth.items() if count]
    seen = sum(shown[key][0] is not None for key in there)
    found = attack(tables, shown, zeros, most)
    sums.update(found)
    sums.update(tables=1, milliseconds=round(1000 * seconds), seen=seen, there=len(there))
    print(
        f"{what:34} {who:22} {len(truth):6,} cells {len(primary):5} sensitive "
        f"{len(hidden) - len(primary):4} besides  gap {gap:>3}  shown {seen / len(there):4.0%}  "
        f"exact {found['exact']} presence {found['presence']} <k {found['fewer']} "
        f"false {found['false']} of {found['attacked']}  {seconds:6.1f} s",
        flush=True,
    )


def totals() -> None:
    """What the attacker found in all tables together, and the times beside each other."""
    print("\nall together")
    for who, sums in SUMS.items():
        print(
            f"{who:22} {sums['tables']} releases ({sums['failed']} failed), {sums['attacked']} cells attacked: "
            f"exact {sums['exact']} presence {sums['presence']} <k {sums['fewer']} false {sums['false']}; "
            f"shown {sums['seen'] / max(1, sums['there']):.0%}; {sums['milliseconds'] / 1000:.1f} s"
        )


def referrals(options: argparse.Namespace, quarter: str) -> None:
    counts = counts_of(options.data, quarter)
    singles = [(" x ".join(SHORT[n] for n in shape), [shape]) for shape in SIX]
    for kind, shapes in [*singles, ("four linked tables", LINKED)][: options.tables]:
        what = f"{quarter} {kind}"
        tables = [table_of(counts, shape, f"t{n}") for n, shape in enumerate(shapes)]
        if sum(len(table.rows) for table in tables) > options.most_cells:
            continue
        for zeros in ("public", "protected"):
            for method in ("suppress", "round"):
                answer = of_saathi(tables, method, zeros)
                show((what, f"{method}, {zeros}"), tables, answer, zeros, options.attacked)
        if options.peer and len(tables) == 1:
            for rule in options.rules:
                answer = of_peer(tables[0], options.peer, rule)
                show((what, f"pytauargus {rule}"), tables, answer, "public", options.attacked)


def export(options: argparse.Namespace) -> None:
    for file in sorted(options.data.glob("glotip*.csv*")):
        print(f"\n{file.name}\n{glotip.audit_glotip_export(file).describe()}", flush=True)
        tables = [
            found for cells in glotip.read_glotip_tables(file).values() if (found := filled(cells))
        ]
        for method, zeros in product(("round", "suppress"), ("public", "protected")):
            republish(tables, method, zeros, options.most_exports)


def filled(cells: glotip.PrintedCells) -> list[CountTable]:
    """A table of the export with counts that what it prints allows; of sex and of age alone where not both fit."""
    attack_problem = glotip.build_table_attack_problem(cells)
    if not attack_problem.judged_cells.any():
        return []
    counts = IntegerAttacker(
        attack_problem.system.matrix, attack_problem.known.lower, attack_problem.known.upper
    ).find_table()
    if counts is None:
        return []
    number = {key: int(counts[place]) for key, place in attack_problem.system.index.items()}

    def table(name: str, rows: Sequence[tuple[str, str]]) -> CountTable:
        both = CountTable(name, ("sex", "age"), [TableRow(codes, 0) for codes in rows])
        places = [p for p in (0, 1) if len({codes[p] for codes in rows}) > 1]
        counted = [
            TableRow(tuple(row.codes[p] for p in places), number[both.key_of_row(row)])
            for row in both.rows
        ]
        return CountTable(name, tuple(both.dimensions[p] for p in places), counted)

    views = [[c for c in cells if c[place] == "Total"] for place in (0, 1)]
    for chosen in ([list(cells)], views, views[:1], views[1:]):
        tables = [table(f"t{n}.csv", rows) for n, rows in enumerate(chosen) if len(rows) > 2]
        with suppress(InputError):
            if tables and all(
                "Total" in codes for each in tables for codes in each.codes_by_dimension()
            ):
                complete_and_check(tables, {})
                return tables
    return []


def republish(tables: Sequence[list[CountTable]], method: str, zeros: str, most: int) -> None:
    """What the attacker finds in these tables when Saathi publishes them instead."""
    sums, start, refused = Counter[str](), time.process_time(), 0
    for some in tables[:most]:
        try:
            shown, _seconds, _gap = of_saathi(some, method, zeros)
        except (InputError, TablesNotProtected):
            refused += 1
            continue
        whole = complete_and_check(some, {}).tables
        sums.update(attack(whole, shown, zeros, 1000))
    print(
        f"republished by Saathi ({method}, {zeros}): {len(tables[:most])} of {len(tables)} tables with a printed sum, "
        f"{refused} refused; {sums['attacked']} small cells attacked: exact {sums['exact']} presence "
        f"{sums['presence']} <k {sums['fewer']} false {sums['false']}; {time.process_time() - start:.0f} s",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--quarters", nargs="+", default=["2023_q2", "2023_q1"])
    parser.add_argument(
        "--rules", nargs="+", default=["FREQ(5,20)", "FREQ(5,100)"], help="the peer's"
    )
    parser.add_argument("--most-cells", type=int, default=100_000, help="leave larger releases out")
    parser.add_argument("--peer", help="a Python with pytauargus")
    parser.add_argument("--tables", type=int, default=7, help="only the first so many")
    parser.add_argument("--attacked", type=int, default=200)
    parser.add_argument("--most-exports", type=int, default=100_000, help="of the export's tables")
    options = parser.parse_args()
    for quarter in options.quarters:
        referrals(options, quarter)
    totals()
    export(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
