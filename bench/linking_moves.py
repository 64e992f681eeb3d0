"""How many children are found who moved: recall at a precision of .999, by whether the districts of the two records are equal.

Run: `python -m bench.linking_moves [--records 20000] [--seeds 101 102] [--models auto duplicate] [--peers PYTHON]`; `--peers` as in `bench.linking`.
Records by `bench/generate_moves.py`. All go through `saathi matching link` with `--threshold 0`; Splink runs on the same files. One threshold for
all pairs: the lowest at which .999 of the pairs at or above it are true. Then the same at the threshold for daily use (Splink: .5), and the share of
the true pairs that were compared at all.
"""

import argparse
import tempfile
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from bench.generate_moves import generate
from bench.linking import HERE, SAATHI, Pairs, pair, timed

PRECISION = 0.999
GROUPS = ("equal", "different", "unknown")


@dataclass(frozen=True)
class Truth:
    """The true pairs of a file, by whether the child's districts are equal."""

    groups: dict[str, Pairs]

    @cached_property
    def pairs(self) -> Pairs:
        return set().union(*self.groups.values())


def truth_of(path: Path) -> Truth:
    by_person: dict[int, list[dict[str, str]]] = {}
    for row in pq.read_table(path, columns=["rec_id", "person", "district"]).to_pylist():
        by_person.setdefault(row["person"], []).append(row)
    groups: dict[str, Pairs] = {name: set() for name in GROUPS}
    for rows in by_person.values():
        for entry, other in combinations(rows, 2):
            known = entry["district"] and other["district"]
            group = GROUPS[entry["district"] != other["district"]] if known else "unknown"
            groups[group].add(pair(entry["rec_id"], other["rec_id"]))
    return Truth(groups)


def read_scored(path: Path) -> tuple[list[tuple[str, str]], np.ndarray]:
    table = pq.read_table(path)
    scored, other, probability = (column.to_numpy() for column in table.columns[:3])
    order = np.argsort(-probability, kind="stable")
    return [pair(str(scored[at]), str(other[at])) for at in order], probability[order]


def recall_at(found: Pairs, truth: Truth) -> dict[str, float]:
    shares = {name: len(pairs & found) / max(len(pairs), 1) for name, pairs in truth.groups.items()}
    return shares | {"all": len(found & truth.pairs) / len(truth.pairs)}


def at_precision(
    pairs: list[tuple[str, str]],
    probability: np.ndarray,
    truth: Truth,
) -> tuple[float, Pairs]:
    """The lowest threshold at which the pairs are precise enough, and these pairs."""
    is_true = np.array([item in truth.pairs for item in pairs], dtype=bool)
    precise = np.cumsum(is_true) / np.arange(1, len(pairs) + 1) >= PRECISION
    last_of_equals = np.append(probability[1:] != probability[:-1], True)
    ends = np.flatnonzero(precise & last_of_equals)
    if not len(ends):
        return 1.0, set()
    return float(probability[ends[-1]]), set(pairs[: ends[-1] + 1])


def report(
    who: str, out: Path, truth: Truth, spent: tuple[float, float, float], used: Pairs
) -> None:
    """A line; `used` are the pairs at the threshold for daily use."""
    pairs, probability = read_scored(out)
    at, result = at_precision(pairs, probability, truth)
    daily, compared, shares = (recall_at(item, truth) for item in (used, set(pairs), result))
    precision = len(used & truth.pairs) / max(len(used), 1)
    print(
        f"{who:<16}" + "".join(f"{shares[name]:>10.4f}" for name in (*GROUPS, "all"))
        + f"{at:>8.4f} | {precision:.4f}{daily['equal']:>8.4f}{daily['different']:>8.4f}"
        + f" | {compared['equal']:.4f}{compared['different']:>8.4f}{spent[0]:>7.1f} s{spent[1]:>6.0f} MB"
        + f"{spent[2]:>7.1f} s of processor time",
        flush=True,
    )  # fmt: skip


def measure(seed: int, options: argparse.Namespace, folder: Path) -> None:
    made, records, out = (folder / name for name in ("made.parquet", "in.parquet", "out.parquet"))
    table = generate(options.records, seed)
    pq.write_table(table, made)
    pq.write_table(table.drop_columns(["person"]), records)
    truth = truth_of(made)
    for model in options.models:
        link = [
            str(SAATHI),
            "matching",
            "link",
            str(records),
            "--model",
            model,
            "--out",
            str(out),
            "--overwrite",
        ]
        timed(link, folder)
        used = set(read_scored(out)[0])
        spent = timed([*link, "--threshold", "0"], folder)
        report(f"{seed} {Path(model).stem}", out, truth, spent, used)
    if options.peers:
        out.unlink()
        command = [options.peers, str(HERE / "linking_peers.py"), "moves", str(out), str(records)]
        spent = timed(command, folder)
        if out.exists():
            pairs, probability = read_scored(out)
            used = {item for item, share in zip(pairs, probability, strict=True) if share >= 0.5}
            report(f"{seed} Splink", out, truth, spent, used)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102])
    parser.add_argument("--models", nargs="+", default=["duplicate", "auto"])
    parser.add_argument("--peers", help="a Python that has splink")
    options = parser.parse_args()
    head = "".join(f"{name:>10}" for name in (*GROUPS, "all"))
    print(f"{'seed, by':<16}{head}      at | daily: precision, equal, different | compared, time")
    with tempfile.TemporaryDirectory() as name:
        for seed in options.seeds:
            measure(seed, options, Path(name))


if __name__ == "__main__":
    main()
