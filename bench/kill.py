"""Kills each process of a serving installation under load, and counts what is lost. Nothing may be.

Run: `python -m bench.kill [seconds between kills] [requests a second] [children]`. It serves in a home of its own,
which goes away again: the supervisor, two web processes, the worker, the sealer, the database. A
process of its own asks: 80 % reads (my day, a child's file, find a child), 20 % visits recorded.
A refused person tries again, as people do, with the same form.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.load import Request
from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import environment, migrated, saathi
from tests.ops.installations import Installation, serving, until

ROOT = Path(__file__).resolve().parent.parent
LOOKS = """
SELECT "by"::text, coalesce(file_id::text, ''), count(*) FROM audit_entry
WHERE kind = %s AND coalesce(detail->>'screen', '') = %s AND at >= to_timestamp(%s) GROUP BY 1, 2
"""
# Which entry the log must hold for each read that was answered.
READS = {"file": ("looked", "desk:child_file"), "find": ("searched", "")}


@dataclass(frozen=True)
class Outage:
    """One kill, with what the people noticed until the next."""

    what: str
    at: float
    until: float
    requests: list[Request]

    @property
    def _tries(self) -> list[tuple[float, float, str]]:
        tries = (entry for request in self.requests for entry in request.tries)
        return sorted(item for item in tries if self.at <= item[1] < self.until)

    @property
    def errors(self) -> Counter[str]:
        """The tries that failed in it, by what came."""
        return Counter(outcome for _, _, outcome in self._tries if outcome != "ok")

    @property
    def answers_after(self) -> float:
        """Seconds from the kill to the first answer to a try that began after it."""
        tries = (item for request in self.requests for item in request.tries)
        ended = (end for began, end, outcome in tries if outcome == "ok" and began > self.at)
        return min(ended, default=float("inf")) - self.at

    @property
    def last_error_after(self) -> float:
        """Seconds from the kill to the last try that failed; nought where none did."""
        return (
            max((end for _, end, outcome in self._tries if outcome != "ok"), default=self.at)
            - self.at
        )


@dataclass(frozen=True)
class Outcome:
    """What was asked, what was kept, what the log says."""

    outages: list[Outage]
    requests: list[Request]
    notes: Counter[str]  # the notes of all visits, by how often each is there
    looks: "dict[str, Looks]"  # by kind of read
    verified: str
    troubles: Counter[str]  # the errors in the server's own log, by screen and kind

    @property
    def acknowledged(self) -> list[str]:
        """The keys of visits whose sender learned that it is recorded."""
        return [
            request.key
            for request in self.requests
            if request.kind == "visit" and request.is_answered
        ]

    @property
    def lost(self) -> list[str]:
        """Visits that were acknowledged and are not there."""
        return [key for key in self.acknowledged if not self.notes[f"kept {key}"]]

    @property
    def doubled(self) -> list[str]:
        """Visits that are there more than once, acknowledged or not."""
        return [
            note for note, times in self.notes.items() if note.startswith("kept ") and times > 1
        ]

    @property
    def strange(self) -> list[str]:
        """Answers that were neither the page nor trouble."""
        # 409: two visits to one child were saved at once, and the second is sent again.
        known = {"ok", "409 ", "500", "502", "503"}
        outcomes = (try_[2] for request in self.requests for try_ in request.tries)
        return [each for each in outcomes if each not in known and not each[0].isupper()]

    @property
    def given_up(self) -> int:
        """How many were not answered at all."""
        return sum(not request.is_answered for request in self.requests)

    def unrecorded(self) -> list[str]:
        """Reads that were answered and have no entry of their own in the log."""
        return unrecorded(self.requests, self.looks)


type Looks = dict[tuple[str, str], int]  # entries of the log by (staff, file)


def unrecorded(requests: Sequence[Request], seen: Mapping[str, Looks]) -> list[str]:
    """Of these requests the reads that were answered and have no entry of their own in the log."""
    results = []
    for kind, of_kind in seen.items():
        answered: Counter[tuple[str, str]] = Counter()
        for request in requests:
            if request.kind == kind and request.is_answered:
                answered[request.staff, request.file if kind == "file" else ""] += 1
        results += [
            f"{kind} {who}" for who, times in answered.items() if of_kind.get(who, 0) < times
        ]
    return results


@contextmanager
def installed(children: int) -> Iterator[Path]:
    """A home with a simulated nation, which goes away again."""
    with tempfile.TemporaryDirectory(prefix="saathi-kill-") as folder:
        Path(folder).chmod(0o755)  # the database's account passes through
        home = Path(folder) / "home"
        migrated(home)
        saathi(home, "simulate", "--children", str(children), "--seed", "7")
        try:
            yield home
        finally:
            EmbeddedServer(home).remove()


def said_by_people(home: Path, *words: str) -> list[Any]:
    """What `bench.people` prints in this home."""
    command = [sys.executable, "-m", "bench.people", *words]
    done = subprocess.run(
        command, env=environment(home), cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=300
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def kill(pids: list[int]) -> None:
    assert pids, "there is nothing to kill"
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def victims(running: Installation) -> dict[str, Callable[[], None]]:
    """Each process that is killed, in the order in which it is."""

    def database() -> None:
        pid = EmbeddedServer(running.home).status().pid
        kill([pid] if pid else [])

    return {
        "web processes": lambda: kill(running.web_workers()),
        "web server": lambda: kill(running.part("wsgi:application")),
        "worker": lambda: kill(running.part("work")),
        "sealer": lambda: kill(running.part("seal")),
        "database": database,
    }


def run(home: Path, *, between: float, rate: float, workers: int = 2) -> Outcome:
    """Serves, asks, kills every so many seconds, and counts."""
    with serving(home, workers=workers) as running:
        people = "\n".join(
            json.dumps(said_by_person) for said_by_person in said_by_people(home, "in")
        )
        started = time.time()
        command = [sys.executable, "-m", "bench.load", str(running.port), str(rate), "11"]
        with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as log:
            given.write(people)
            given.seek(0)
            asking = subprocess.Popen(command, cwd=ROOT, stdin=given, stdout=log)
            try:
                kills = _kill_each(running, between)
                asking.terminate()
                assert asking.wait(240) == 0
            finally:
                asking.kill()
            log.seek(0)
            requests = [Request(**json.loads(line)) for line in log]
        until(lambda: all(map(running.part, ("wsgi:application", "work", "seal"))))
        seen = {kind: looks(home, *READS[kind], started) for kind in READS}
        notes = Counter(said_by_people(home, "visits"))
        verified = saathi(home, "audit", "verify")
    ends = [at for _, at in kills[1:]] + [float("inf")]
    outages = [Outage(what, at, end, requests) for (what, at), end in zip(kills, ends, strict=True)]
    return Outcome(outages, requests, notes, seen, verified, _troubles(running.log))


def _troubles(log: Path) -> Counter[str]:
    counter: Counter[str] = Counter()
    for line in log.read_text("utf-8").splitlines():
        entry = json.loads(line) if line.startswith("{") else {}
        if "error" in entry:
            counter[
                f"{entry['error'][0].rpartition('.')[2]} {entry.get('sqlstate', '')}".strip()
            ] += 1
    return counter


def _kill_each(running: Installation, between: float) -> list[tuple[str, float]]:
    """What was killed when: each when pages come again after the one before."""
    kills = []
    for what, strike in victims(running).items():
        time.sleep(between)
        until(running.answers, 120)
        kills.append((what, time.time()))
        strike()
    time.sleep(between)
    until(running.answers, 120)
    return kills


def looks(home: Path, kind: str, screen: str, since: float) -> Looks:
    """The entries of the log of one kind since a moment, by who looked at which file."""
    with psycopg.connect(EmbeddedServer(home).url("auditor")) as connection:
        rows = connection.execute(LOOKS, [kind, screen, since]).fetchall()
    return {(by, file): times for by, file, times in rows}


def table(outcome: Outcome) -> str:
    """The table that is printed."""
    lines = [f"{'killed':<16}{'errors':>8}{'answers after s':>17}{'last error after s':>20}  which"]
    for outage in outcome.outages:
        which = ", ".join(f"{times} {name}" for name, times in outage.errors.most_common())
        lines.append(
            f"{outage.what:<16}{outage.errors.total():>8}{outage.answers_after:>17.2f}"
            f"{outage.last_error_after:>20.2f}  {which or 'none'}"
        )
    asked = Counter(entry.kind for entry in outcome.requests)
    tries = sum(len(item.tries) for item in outcome.requests)
    took = sorted(request.tries[-1][1] - request.due for request in outcome.requests)
    kinds = ", ".join(f"{kind} {times}" for kind, times in asked.most_common())
    result = sum(note.startswith("kept ") for note in outcome.notes)
    half, most = took[len(took) // 2], took[len(took) * 99 // 100]
    lines.append(
        f"\nrequests {len(outcome.requests)} ({kinds}), tries {tries}, given up {outcome.given_up}, "
        f"strange answers {len(outcome.strange)}\n"
        f"from arrival to the answer, retries included: p50 {half:.2f} s, p99 {most:.2f} s, "
        f"longest {took[-1]:.2f} s\n"
        f"visits acknowledged {len(outcome.acknowledged)}, found {result}, "
        f"lost {len(outcome.lost)}, doubled {len(outcome.doubled)}\n"
        f"answered reads without their entry in the log: {len(outcome.unrecorded())}\n"
        f"audit verify: {outcome.verified.strip().splitlines()[-1]}\n"
        f"errors in the log: {', '.join(f'{n} {kind}' for kind, n in outcome.troubles.most_common())}"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]] + [25.0, 30.0, 2000.0][len(sys.argv) - 1 :]
    with installed(int(given[2])) as home:
        outcome = run(home, between=given[0], rate=given[1])
    print(f"{given[1]:.0f} requests a second, {given[2]:.0f} children")
    print(table(outcome))
    sound = not (outcome.lost or outcome.doubled or outcome.unrecorded() or outcome.given_up)
    sys.exit(0 if sound else 1)
