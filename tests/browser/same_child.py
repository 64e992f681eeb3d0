"""Two records of one child, made and decided on through the pages."""

import re

from tests.browser import nights
from tests.browser.story import open_file, report, search
from tests.browser.walk import Walk


def twice(worker: Walk, name: str, reviewer: Walk, again: str = "") -> str:
    """Two records of one child, found by the nightly run: the id of the pair in the reviewer's queue."""
    nights.night(worker.site)
    before = pairs_of(reviewer)
    for written in (name, again or name):
        report(worker, written)
        search(worker, father="Ganga Ram", mother="Phulmati")
        open_file(worker)
    nights.night(worker.site)
    for pair in pairs_of(reviewer) - before:
        text = reviewer.open(f"/matches/{pair}/").page.inner_text("main")
        if name in text and (again or name) in text:
            return pair
    raise AssertionError("the night found no such pair")


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
    """The pending pairs."""
    links = "\n".join(reviewer.open("/matches/").each_link())
    return set(re.findall(r"/matches/([0-9a-f-]{36})/", links))


def say_same(reviewer: Walk, pair: str, decision: str = "same") -> Walk:
    """One person's decision on two records."""
    reviewer.open(f"/matches/{pair}/")
    said = {"decision": decision, "ground": "asked_family", "words": "Her aunt knows both."}
    return reviewer.fill(**said).press()
