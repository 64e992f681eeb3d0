"""Breaks the code in thirty places, one after another, and runs the tests that have to notice.

Ten of rules, ten of locks, ten of engines. Each is undone at once; work in a clean checkout. A mutant that
no test notices is a gap in the tests. Usage: python tools/mutants.py [part of a name ...] [--table FILE]
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.schema import schema_hash  # noqa: E402 - found by the line above
from tools.mutant_list import MUTANTS, Mutant  # noqa: E402

LONGEST = 1800  # seconds for the tests of one mutant


@dataclass(frozen=True)
class MutantResult:
    """Which test noticed, if any, and after how many seconds."""

    mutant: Mutant
    failed: str
    seconds: float


def run(mutant: Mutant, environment: dict[str, str]) -> MutantResult:
    """Applies the mutant, runs its tests until one fails, and restores the file."""
    path = ROOT / mutant.file
    text = path.read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        sys.exit(f"{mutant.file} holds this {text.count(mutant.old)} times, not once: {mutant.old}")
    begun = time.monotonic()
    try:
        path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
        failed = first_failure(mutant.tests, environment)
    finally:
        path.write_text(text, encoding="utf-8")
    return MutantResult(mutant, failed, time.monotonic() - begun)


def first_failure(tests: tuple[str, ...], environment: dict[str, str]) -> str:
    """The first test that fails; empty if all pass. Ends the command where they could not run."""
    options = ["-q", "-x", "-n", "0", "-p", "no:randomly", "-p", "no:cacheprovider", "--tb=no"]
    process = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False,
    )  # fmt: skip
    if process.returncode == 0:
        return ""
    for line in process.stdout.splitlines():
        if line.startswith("FAILED "):
            return line.removeprefix("FAILED ").partition(" - ")[0]
    sys.exit(f"The tests could not run:\n{process.stdout}\n{process.stderr}")


def prepared(mutants: list[Mutant]) -> dict[str, str]:
    """The environment of the tests. Databases are copied from the one migrated for the code as it is."""
    tests = tuple(dict.fromkeys(test for mutant in mutants for test in mutant.tests))
    print(f"The tests of {len(mutants)} mutants, without any of them …", flush=True)
    failed = first_failure(tests, dict(os.environ))
    if failed:
        sys.exit(f"{failed} fails without a mutant.")
    return dict(os.environ) | {"SAATHI_TEST_BASE": f"template_{schema_hash()}"}


def row(result: MutantResult) -> str:
    """A line of the table."""
    noticed = f"`{result.failed}`" if result.failed else "**survived**"
    return f"| {result.mutant.kind} | {result.mutant.what} | `{result.mutant.file}` | {noticed} |"


def main() -> int:
    """Returns 1 if a mutant survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of names; without any, all")
    parser.add_argument("--table", type=Path, help="a Markdown file for the result")
    given = parser.parse_args()
    chosen = [m for m in MUTANTS if not given.names or any(name in m.name for name in given.names)]
    environment = prepared(chosen)
    results = []
    for mutant in chosen:
        results.append(run(mutant, environment))
        print(f"{results[-1].seconds:6.1f} s  {row(results[-1])}", flush=True)
    if given.table:
        head = ["| Kind | What is broken | File | First test that fails |", "|---|---|---|---|"]
        given.table.write_text("\n".join([*head, *map(row, results)]) + "\n", encoding="utf-8")
    survived = sum(not result.failed for result in results)
    print(f"{len(results) - survived} of {len(results)} mutants were noticed.")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
