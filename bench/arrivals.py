"""Requests that arrive by chance, thirty a second, at a real `saathi serve`; no request waits for another.

Run: `python -m bench.arrivals [seconds] [requests a second] [children]`; 600, 30 and 40,000 where not
said. With SAATHI_HOME it uses that installation, and loads children into it where it has none; without,
a home of its own, which goes away again. It is vacuumed before. A process of its own asks (`bench/load.py`): 80 % reads (my
day, a child's file, find a child), 20 % visits recorded. So many people ask that no one reaches the hourly limit
of searches: otherwise refused people would ask repeatedly and make up most of the load.
Times are from the moment a request was meant to arrive to its answer, so that a server that falls
behind cannot hide it. Every acknowledged visit is checked afterwards.

Processor time is counted for each part, since waiting for other work on the machine is not caused by
the server; the load by other work is printed as well.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import psycopg

from bench.kill import READS, ROOT, installed, looks, said_by_people, unrecorded
from bench.load import READS as KINDS
from bench.load import SEARCHES_AN_HOUR, WRITES, Request
from saathi.config import supervisor
from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import saathi
from tests.ops.installations import Installation, serving

TICK = 1000 / os.sysconf("SC_CLK_TCK")  # milliseconds
WARM = 10.0  # seconds of the same load before it counts: pages and plans are read once


@dataclass(frozen=True)
class Used:
    """Milliseconds of processor time since the start, by part; and the machine's, busy in all."""

    web: float
    database: float
    rest: float
    busy: float

    def since(self, before: "Used") -> "Used":
        """What was used from then until now."""
        return Used(
            self.web - before.web,
            self.database - before.database,
            self.rest - before.rest,
            self.busy - before.busy,
        )


def _of(pid: int, *, with_ended: bool) -> float:
    """The time of a process; with that of its children that have ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    ticks = text.rpartition(")")[2].split()[11 : 15 if with_ended else 13]
    return sum(map(int, ticks)) * TICK


def _below(parent: int) -> list[int]:
    below = []
    for thread in Path(f"/proc/{parent}/task").glob("*/children"):
        for child in thread.read_text(encoding="ascii").split():
            below += [int(child), *_below(int(child))]
    return below


def _tree(parents: Sequence[int]) -> float:
    own = sum(_of(pid, with_ended=True) for pid in parents)
    return own + sum(_of(child, with_ended=False) for pid in parents for child in _below(pid))


def used(running: Installation) -> Used:
    """What the parts of an installation have used until now."""
    postmaster = EmbeddedServer(running.home).status().pid
    words = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()
    user, nice, system, _idle, _waiting, irq, soft = map(int, words[1:8])
    return Used(
        web=_tree(running.part("wsgi:application")),
        database=_tree([postmaster] if postmaster else []),
        rest=_tree(
            [*running.part("work"), *running.part("run-exchange-jobs"), *running.part("seal")]
        ),
        busy=(user + nice + system + irq + soft) * TICK,
    )


@dataclass(frozen=True)
class Outcome:
    """What was asked, what was kept, what it took."""

    seconds: float
    requests: Sequence[Request]
    notes: Counter[str]
    unrecorded: Sequence[str]
    used: Used
    asking: float  # the processor time of the process that asks, in milliseconds
    loads: Sequence[float]
    verified: str

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
        """Those of them that are not there."""
        return [key for key in self.acknowledged if not self.notes[f"kept {key}"]]

    @property
    def doubled(self) -> list[str]:
        """Visits that are there more than once."""
        return [key for key in self.acknowledged if self.notes[f"kept {key}"] > 1]

    @property
    def errors(self) -> Counter[str]:
        """Every try that failed, by what came."""
        return Counter(
            what for request in self.requests for _, _, what in request.tries if what != "ok"
        )

    @property
    def is_sound(self) -> bool:
        """Whether nothing failed and nothing was lost."""
        return not (self.errors or self.lost or self.doubled or self.unrecorded)


def people_for(seconds: float, rate: float) -> int:
    """Enough people that none reaches the limit of searches by chance: more than twice the minimum."""
    searches = seconds * rate * (1 - WRITES) / len(KINDS)
    return ceil(2.5 * searches / SEARCHES_AN_HOUR)


def run(home: Path, *, seconds: float, rate: float) -> Outcome:
    """Serves, asks for so many seconds, and counts."""
    # So many searches are allowed that two runs within an hour do not refuse each other's people.
    limit = {"SAATHI_SEARCHES_AN_HOUR": "300"}
    with serving(home, workers=supervisor.web_processes(), patience=900, **limit) as running:
        asked_of = said_by_people(home, "in", str(wanted := people_for(seconds + WARM, rate)))
        if len(asked_of) < wanted:
            sys.exit(f"{wanted} people are needed, and {len(asked_of)} are there: more children.")
        people = "\n".join(json.dumps(item) for item in asked_of)
        started = time.time()
        command = [sys.executable, "-m", "bench.load", str(running.port), str(rate), "11"]
        with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as log:
            given.write(people)
            given.seek(0)
            asking = subprocess.Popen(command, cwd=ROOT, stdin=given, stdout=log)
            try:
                time.sleep(WARM)
                counts_from, before = time.time(), used(running)
                loads = [os.getloadavg()[0]]
                while time.time() < counts_from + seconds:
                    time.sleep(min(5.0, max(0.0, counts_from + seconds - time.time())))
                    loads.append(os.getloadavg()[0])
                asked_with = _of(asking.pid, with_ended=False)
                spent, counts_until = used(running).since(before), time.time()
                asking.terminate()
                assert asking.wait(120) == 0
            finally:
                asking.kill()
            log.seek(0)
            requests = [Request(**json.loads(line)) for line in log]
        seen = {kind: looks(home, *READS[kind], started) for kind in READS}
        notes = Counter(said_by_people(home, "visits", str(started - 60)))
        verified = saathi(home, "audit", "verify")
    return Outcome(
        counts_until - counts_from,
        [request for request in requests if request.due >= counts_from],
        notes,
        unrecorded(requests, seen),
        spent,
        asked_with,
        loads,
        verified,
    )


def table(outcome: Outcome) -> str:
    """The table that is printed."""
    lines = [f"{'ms from arrival':<18}{'requests':>9}{'p50':>8}{'p95':>8}{'p99':>8}{'longest':>9}"]
    kinds = Counter(item.kind for item in outcome.requests)
    for kind in ("all", *sorted(kinds)):
        took = sorted(
            (request.tries[-1][1] - request.due) * 1000
            for request in outcome.requests
            if kind in {"all", request.kind}
        )
        marks = [took[len(took) * share // 100] for share in (50, 95, 99)]
        figures = "".join(f"{mark:>8.0f}" for mark in marks)
        lines.append(f"{kind:<18}{len(took):>9}{figures}{took[-1]:>9.0f}")
    lines.append(_by_minute(outcome.requests))
    count, spent = len(outcome.requests), outcome.used
    mine = spent.web + spent.database + spent.rest + outcome.asking
    others = (spent.busy - mine) / outcome.seconds / 1000
    errors = ", ".join(f"{times} {what}" for what, times in outcome.errors.most_common())
    served = spent.web + spent.database + spent.rest
    lines.append(
        f"\n{count / outcome.seconds:.1f} requests a second for {outcome.seconds:.0f} s; "
        f"errors: {errors or 'none'}\n"
        f"visits acknowledged {len(outcome.acknowledged)}, lost {len(outcome.lost)}, "
        f"doubled {len(outcome.doubled)}; "
        f"answered reads without their entry in the log: {len(outcome.unrecorded)}\n"
        f"audit verify: {outcome.verified.strip().splitlines()[-1]}\n"
        f"processor ms a request: web {spent.web / count:.1f}, "
        f"database {spent.database / count:.1f}, worker, carrier and sealer "
        f"{spent.rest / count:.1f}: together {served / outcome.seconds / 1000:.2f} cores; "
        f"whoever asks {outcome.asking / outcome.seconds / 1000:.2f} cores\n"
        f"other work on the machine: {others:.2f} of {os.cpu_count()} cores; load average "
        f"{min(outcome.loads):.1f} to {max(outcome.loads):.1f}"
    )
    return "\n".join(lines)


def _by_minute(requests: Sequence[Request]) -> str:
    """The 95th of each minute: a standstill shows as one, a server that falls behind as the last."""
    began = min((request.due for request in requests), default=0.0)
    minutes: dict[int, list[float]] = {}
    for item in requests:
        waited = (item.tries[-1][1] - item.due) * 1000
        minutes.setdefault(int((item.due - began) // 60), []).append(waited)
    marks = [sorted(each)[len(each) * 95 // 100] for _, each in sorted(minutes.items())]
    return "p95 by minute: " + " ".join(f"{mark:.0f}" for mark in marks)


@contextmanager
def installation(children: int) -> Iterator[Path]:
    """The home that is named, or one of its own."""
    if "SAATHI_HOME" not in os.environ:
        with installed(children) as home:
            yield home
        return
    home = Path(os.environ["SAATHI_HOME"])
    with EmbeddedServer(home):  # it stays for what is counted afterwards
        saathi(home, "migrate")
        saathi(home, "simulate", "--children", str(children), "--if-empty")
        _settle(home)
        yield home


def _settle(home: Path) -> None:
    """Vacuums what was loaded at once: a register that grew over years has long been, little by little."""
    with psycopg.connect(EmbeddedServer(home).url("saathi_owner"), autocommit=True) as owner:
        owner.execute("VACUUM")


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]] + [600.0, 30.0, 40_000.0][len(sys.argv) - 1 :]
    with installation(int(given[2])) as home:
        outcome = run(home, seconds=given[0], rate=given[1])
    print(table(outcome))
    sys.exit(0 if outcome.is_sound else 1)
