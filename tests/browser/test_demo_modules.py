"""The demo as a visitor finds it: no item of anybody's navigation opens a page without content.

Navigation is the main menu, My day, and the links from these pages to other lists. A page is empty if it
has an empty state, or says that there is nothing and has neither a table nor a record.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from saathi.agencies.permissions import SHIPPED_ROLES
from tests.browser.fixtures import running_demo
from tests.browser.http_walk import HttpWalk

pytestmark = [pytest.mark.deploy, pytest.mark.slow, pytest.mark.xdist_group("demo-modules")]
CHILDREN = 2000  # as `saathi demo` has them: from few children no release is published
NIGHT_SECONDS = 120
ROLES = {
    "intake_officer": "Intake officer",
    "case_worker": "Case worker",
    "counsellor": "Counsellor",
    "house_mother": "Residential care worker",
    "supervisor": "Supervisor",
    "data_officer": "Data officer",
    "administrator": "Administrator",
    "oversight": "Oversight officer",
    "rapporteur": "National rapporteur",
}
NOT_A_LIST = re.compile(
    r"[?.#]|[0-9a-f]{8}-|^/(away|account|demo|static|unsent|sign-out|public|published)\b"
    r"|/(new|add|invite|upload|indicators|sample|import|table)/|^/law/."
)
SAYS_NOTHING = re.compile(r"(No|None|Nothing)\b")
# A calendar has a table of its days, also if nothing is due.
HAS_ROWS = "//main//table[not(contains(@class, 'calendar'))] | //main//dl"


@pytest.fixture(scope="module")
def full_demo() -> Iterator[str]:
    """The address of a demo of the usual size, after its nightly comparison."""
    with running_demo(CHILDREN) as (address, home, _environment):
        _await_night(home / "demo.log")
        yield address


def _await_night(log: Path) -> None:
    end = time.monotonic() + NIGHT_SECONDS
    while "seen before" not in log.read_text():
        assert time.monotonic() < end, f"no nightly comparison:\n{log.read_text()[-2000:]}"
        time.sleep(0.5)


def test_each_shipped_role_is_looked_at() -> None:
    assert set(ROLES) == set(SHIPPED_ROLES)


@pytest.mark.parametrize("role_kind", ROLES)
def test_no_item_of_the_navigation_is_empty(full_demo: str, role_kind: str) -> None:
    walk = HttpWalk(full_demo, f"Sign in as {ROLES[role_kind]}").sign_in()
    menu = _lists(walk.open("/"), "//header")
    assert "/numbers/" in menu or "/agency/" in menu
    further = {
        path for page in menu for path in _lists(walk.open(page), "//*[self::main or self::aside]")
    }
    found = {}
    for path in sorted({*menu, *further}):
        status = walk.status(path)
        if status == 200 and (words := _says_nothing(walk.open(path))):
            found[path] = words
        elif status not in {200, 302}:  # the first page of some roles is another
            found[path] = [f"status {status}"]
    assert found == {}


def _lists(walk: HttpWalk, within: str) -> set[str]:
    """The addresses of lists to which this part of the page leads."""
    return {link for link in walk.page.links(within=within) if link.startswith("/")} - {
        link for link in walk.page.links(within=within) if NOT_A_LIST.search(link)
    }


def _says_nothing(walk: HttpWalk) -> list[str]:
    """What says on this page that there is nothing; of My day only if nothing waits either."""
    page = walk.page
    if walk.path == "/" and page.find("//aside//section[.//li]"):
        return []
    paragraphs = [words for words in page.words("main p") if SAYS_NOTHING.match(words)]
    has_rows = page.find(HAS_ROWS)
    return [*page.words("main .empty-state"), *([] if has_rows else paragraphs)]
