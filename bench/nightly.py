"""How long a night takes after a hundredth of the register changed, beside comparing all in the same run.

    python -m bench.nightly --children 100000 [--home FOLDER] [--share 0.01]

Loads a simulated nation into a home of its own (kept, so that a second run starts at once). Then, as the
matcher: all records with a plan learned anew; all records by that plan; a hundredth changed, and a night of
these; all records by the same plan once more, whose pairs must be those that stand after the night.
Peak memory is that of the whole process. Processor time is that of this process, without its database server; it
depends less on other work of the machine than elapsed time.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the process is started

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from saathi.config import start

CHANGE = """
UPDATE people_child SET version = version + 1, gender = gender
WHERE file_id IN (SELECT file_id FROM people_child ORDER BY md5(file_id::text) LIMIT %s)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=100_000)
    parser.add_argument("--home", type=Path, default=Path("/tmp/saathi-nightly"))  # noqa: S108 - a bench
    parser.add_argument("--share", type=float, default=0.01)
    options = parser.parse_args()
    os.environ["SAATHI_HOME"] = str(options.home)
    options.home.mkdir(parents=True, exist_ok=True)
    with start.database():
        for command in (
            ["migrate"],
            ["simulate", "--children", str(options.children), "--if-empty"],
        ):
            subprocess.run([sys.executable, "-m", "saathi.config.command", *command], check=True)
        with start.process("matcher"):
            measure(options)


def measure(options: argparse.Namespace) -> None:
    from saathi.protection.identification.matches import nightly

    rows: list[tuple[float, float]] = []

    def night(what: str, **wanted: bool) -> None:
        began, processor = time.perf_counter(), time.process_time()
        steps: list[str] = []

        def say(line: str) -> None:
            steps.append(f"    {time.perf_counter() - began:7.1f} s {line}")

        done = nightly.run_matching(nightly.MatchRunOptions(**wanted), using="default", say=say)
        rows.append((time.perf_counter() - began, time.process_time() - processor))
        took = "{:.1f} s, {:.1f} s of processor time".format(*rows[-1])
        print(f"{what}: {took}, {done}", *steps[-12:], sep="\n", flush=True)

    night("all, learned anew", learns_plan=True)
    night("all, by the same plan", is_full_run=True)
    night("nothing changed")
    with psycopg.connect(os.environ["SAATHI_DATABASE_URL_MAINTENANCE"]) as connection:
        connection.execute(CHANGE, [int(options.children * options.share)])
    night(f"{options.share:.1%} changed")
    after = pairs()
    night("all, by the same plan, once more", is_full_run=True)
    same = after == pairs()
    for part, whole, by in zip(
        rows[3], rows[4], ("on the clock", "of processor time"), strict=True
    ):
        share = f"{part / whole:.1%} of comparing all ({whole:.1f} s)"
        print(
            f"{options.share:.1%} changed: {part:.1f} s {by}, {share}, load {os.getloadavg()[0]:.1f}"
        )
    print(f"the same pairs: {'yes' if same else 'NO'} ({len(after)})")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


def pairs() -> set[tuple[str, str, str]]:
    with psycopg.connect(os.environ["SAATHI_DATABASE_URL_MAINTENANCE"]) as connection:
        result = connection.execute(
            "SELECT p.file_id::text, p.other_id::text, p.state || o.strength FROM matches_pair p "
            "JOIN matches_opinion o ON o.pair_id = p.id WHERE p.state = 'waiting'"
        )
        return {(item, other, state) for item, other, state in result.fetchall()}


if __name__ == "__main__":
    main()
