"""Requests of many people at once, arriving by chance at a rate, independent of earlier ones.

A process of its own, so that the server cannot slow the client. Without an answer, or with a server
error, it tries again after a moment as a person would, with the same form and its one-use
key. Run by `bench/kill.py`:
`python -m bench.load PORT RATE SEED < people > log`, both lines of JSON. SIGTERM ends the arrivals; it
ends by itself when all requests are answered.
"""

import http.client
import json
import os
import random
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

READS = ("day", "file", "find")
WRITES = 0.2  # the share of requests that record a visit
SEARCHES_AN_HOUR = 30  # of one person, where an installation does not say otherwise
PATIENCE = 60.0  # seconds until a person gives up
ONE_TRY = 20.0  # seconds until a person presses again
CSRF = "q" * 32  # a cookie of our own choice; the form repeats it


@dataclass
class Request:
    """What one person requested, each try, and its outcome."""

    kind: str
    staff: str
    file: str
    key: str
    due: float
    tries: list[tuple[float, float, str]] = field(default_factory=list)  # began, ended, outcome

    @property
    def is_answered(self) -> bool:
        return bool(self.tries) and self.tries[-1][2] == "ok"


class Answer(NamedTuple):
    """Status, where it leads, and the page."""

    status: int
    leads_to: str
    page: str


class Trouble(Exception):
    """A try that failed, in one word."""


@dataclass(frozen=True)
class Person:
    """One browser that is signed in."""

    port: int
    about: dict[str, Any]

    def ask(self, path: str, form: dict[str, str] | None = None) -> Answer:
        """What the server said; `Trouble` for no answer and for a server in trouble."""
        headers = {"Cookie": f"sessionid={self.about['session']}; csrftoken={CSRF}"}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form | {"csrfmiddlewaretoken": CSRF})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ONE_TRY)
        try:
            connection.request("POST" if body else "GET", path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Trouble(type(error).__name__) from None
        finally:
            connection.close()
        if answer.status >= 500:
            raise Trouble(str(answer.status))
        return Answer(answer.status, answer.headers.get("Location", ""), page)

    def do(self, request: Request) -> str:
        """`ok`, or what came instead."""
        if request.kind == "day":
            return self._seen("/")
        if request.kind == "file":
            return self._seen(f"/child/{request.file}/")
        if request.kind == "find":
            return self._found(request.key)
        return self._recorded(request.file, request.key)

    def _seen(self, path: str) -> str:
        status = self.ask(path).status
        return "ok" if status == 200 else str(status)

    def _found(self, key: str) -> str:
        status, leads_to, _ = self.ask("/find/", self.about["search"] | {"form_key": key})
        return self._seen(leads_to) if leads_to.startswith("/find/") else f"{status} {leads_to}"

    def _recorded(self, file: str, key: str) -> str:
        day = time.gmtime(time.time() - 86_400)
        form = {
            "outcome": "met_alone",
            "child_safe": "not_known",  # “yes” needs a note that says how it is known
            "kind": "home",
            "happened_on_0": str(day.tm_mday),
            "happened_on_1": str(day.tm_mon),
            "happened_on_2": str(day.tm_year),
            "note": f"kept {key}",
            "form_key": key,
        }
        status, leads_to, _ = self.ask(f"/child/{file}/visits/new/", form)
        return "ok" if leads_to == f"/child/{file}/" else f"{status} {leads_to}"


def carry_out(person: Person, request: Request, chance: random.Random) -> None:
    """Tries until the request is answered or the patience ends."""
    while not request.is_answered:
        began = time.time()
        try:
            outcome = person.do(request)
        except Trouble as trouble:
            outcome = str(trouble)
        request.tries.append((began, time.time(), outcome))
        if outcome != "ok" and time.time() - request.due > PATIENCE:
            return
        if outcome != "ok":
            time.sleep(chance.uniform(0.8, 1.6))


def run(port: int, rate: float, seed: int) -> None:
    ended, parent = threading.Event(), os.getppid()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    people = [Person(port, json.loads(line)) for line in sys.stdin]
    chance = random.Random(seed)
    writing = threading.Lock()

    def work(person: Person, request: Request, number: int) -> None:
        carry_out(person, request, random.Random(number))
        with writing:
            print(json.dumps(asdict(request)), flush=True)

    with ThreadPoolExecutor(2000) as pool:
        due, number = time.time(), 0
        while not ended.wait(max(0.0, (due := due + chance.expovariate(rate)) - time.time())):
            if os.getppid() != parent:  # no process reads the log any more
                os._exit(1)
            person = chance.choice(people)
            kind = "visit" if chance.random() < WRITES else chance.choice(READS)
            file = chance.choice(person.about["files"])
            request = Request(kind, person.about["staff"], file, str(uuid4()), due)
            number += 1
            pool.submit(work, person, request, number)


if __name__ == "__main__":
    run(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
