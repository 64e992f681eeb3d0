"""Two records of one child, made and decided on through the pages."""

import itertools
import re

from tests.browser import nights
from tests.browser.story import open_file, report, search
from tests.browser.walk import Walk


def twice(worker: Walk, name: str, reviewer: Walk, again: str = "") -> str:
    """One child on record twice, found by the night: the id of the pair in the reviewer's queue."""
    return all_twice(worker, reviewer, (name, again or name))[0]


def all_twice(worker: Walk, reviewer: Walk, *named: tuple[str, str]) -> list[str]:
    """The same for several children, each by the names on its two records, in a single night."""
    nights.night(worker.site)
    before = pairs_of(reviewer)
    for name in itertools.chain.from_iterable(named):
        report(worker, name)
        search(worker, father="Ganga Ram", mother="Phulmati")
        open_file(worker)
    nights.night(worker.site)
    new = sorted(pairs_of(reviewer) - before)
    said = {pair: reviewer.open(f"/matches/{pair}/").words("main")[0] for pair in new}
    return [_pair_of(names, said) for names in named]


def _pair_of(names: tuple[str, str], said: dict[str, str]) -> str:
    for pair, text in said.items():
        if all(name in text for name in names):
            return pair
    raise AssertionError(f"the night found no pair of {names}")


def seen_before(worker: Walk, file: str) -> None:
    """One man at one house, as it is said in the files of two children; the night compares them."""
    report(worker, "Pramila Sada")
    search(worker)
    for each in (file, open_file(worker)):
        worker.open(f"{each}around/alleged/new/").fill(
            subject="person", name="Bikram Lal Yadav", where="Hotel Shanti, Birgunj",
            roles=["recruited"], said_by="child", on_what="Stated by the child.",
        )  # fmt: skip
        worker.day("said_on", 2026, 3, 2).press()


def pairs_of(reviewer: Walk) -> set[str]:
    """The pairs that wait for someone."""
    links = "\n".join(reviewer.open("/matches/").each_link())
    return set(re.findall(r"/matches/([0-9a-f-]{36})/", links))


def say_same(reviewer: Walk, pair: str, decision: str = "same") -> Walk:
    """One person's decision on two records."""
    reviewer.open(f"/matches/{pair}/")
    said = {"decision": decision, "ground": "asked_family", "words": "Her aunt knows both."}
    return reviewer.fill(**said).press()
