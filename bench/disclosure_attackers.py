"""Two attackers who know the rule and the program, on random small releases of 2 to 16 inner cells.

    python -m bench.disclosure_attackers [--releases N] [--seed S] [--seconds S] [--replays N] [--keys N] [--tables N]

Both attackers are those of the tests and share nothing with the engine's: one infers from the rule,
the other replays the program with keys of her own on every table that agrees with what is printed
(at most `--replays` releases, of at most `--tables` such tables each, `--keys` keys per table). k is
3, 5 or 10, zeros are public or protected. Prints each finding, then the counts; exit code 1 if
anything was found.
"""

import argparse
import random
import sys
import time
from collections import Counter

from tests.engines.disclosure.rule_attackers import (
    InferenceAttacker,
    ReplayAttacker,
    SmallRelease,
    draw_release,
)


def attack(options: argparse.Namespace) -> tuple[Counter[str], list[str]]:
    """Draws, protects and attacks; returns what was counted, and the findings."""
    draw = random.Random(options.seed)
    counted: Counter[str] = Counter()
    findings: list[str] = []
    end = time.monotonic() + options.seconds
    for number in range(options.releases):
        if time.monotonic() > end:
            break
        counted["releases"] += 1
        release = draw_release(draw)
        hidden = release.hide(f"{options.seed} {number}".encode())
        if hidden is None:
            is_few = sum(release.counts) < release.k
            counted["refused, fewer than k in all" if is_few else "refused"] += 1
        elif not hidden:
            counted["nothing to hide"] += 1
        else:
            counted["attacked"] += 1
            counted["cells hidden"] += len(hidden)
            counted["cells of these"] += len(release.parts)
            result = InferenceAttacker(release, hidden).findings()
            counted["inferred from the rule"] += bool(result)
            if counted["replayed"] < options.replays:
                replayed = ReplayAttacker(release, hidden, options.keys, options.tables).findings()
                counted["replayed"] += replayed is not None
                counted["found by replay"] += bool(replayed)
                result += replayed or []
            findings += [f"{describe(release)}: {text}" for text in result]
    return counted, findings


def describe(release: SmallRelease) -> str:
    """The release in one line."""
    return f"{release.shape} {release.counts} k={release.k} {release.zeros}"


def main() -> int:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="draw no more after")
    parser.add_argument("--replays", type=int, default=10)
    parser.add_argument("--keys", type=int, default=8)
    parser.add_argument("--tables", type=int, default=15)
    options = parser.parse_args()
    start = time.monotonic(), time.process_time()
    counted, findings = attack(options)
    print("\n".join(findings))
    print(f"{counted['releases']:,} releases, seed {options.seed}:")
    for name in ("inferred from the rule", "found by replay"):
        counted[name] += 0
    for name, many in sorted(counted.items()):
        print(f"  {name}: {many:,}")
    worked = time.process_time() - start[1]
    print(f"  seconds: {time.monotonic() - start[0]:.0f}, of the processor {worked:.0f}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
