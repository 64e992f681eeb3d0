"""What no one may: the looks and the words that a story must refuse, each tried for real."""

import re
from collections.abc import Callable

import pytest

from tests.browser.browser_walk import BrowserWalk
from tests.browser.http_walk import HttpWalk

WORKER, LEADER, COLLEAGUE, MOTHER = "Gita Karki", "Laxmi Thapa", "Maya Rai", "Sarita Jha"
DECIDER = "Kamal Sherpa"  # a supervisor who decides on a determination, and authorises nothing
HOLDER, ADMINISTRATOR, ELSEWHERE = "Devi Koirala", "Binod Sah", "Rafiq Ansari"
RAPPORTEUR, OVERSIGHT = "Purna Chettri", "Roshan Pradhan"
PARTS = ("", "who/", "voice/", "happened/", "needs/", "plan/", "visits/", "orders/", "consent/",
         "consent/decisions/", "closing/", "erasure/",
         "team/", "hidden/", "access-log/")  # fmt: skip

type Walks = Callable[..., BrowserWalk]
type HttpWalks = Callable[[str], HttpWalk]  # for what another story looks at in a browser


def find_nothing(walks: Walks, file: str, name: str, *people: str) -> None:
    """Whoever has no right to the file cannot tell that it is there, nor find the name."""
    for person in people:
        stranger = walks(person)
        for part in PARTS:
            assert stranger.status(file + part) == 404, (person, part)
        stranger.open(file).is_nowhere()
        assert name not in stranger.page.content()


def seat(leader: BrowserWalk, file: str, role: str, who: str) -> BrowserWalk:
    """Gives someone a seat in the child's team."""
    leader.open(f"{file}team/")
    form = leader.page.locator("form:has(input[value=add])")
    form.locator("[name=role]").select_option(role)
    form.locator("[name=staff_search]").fill(who)
    with leader.page.expect_navigation():
        form.locator("button").click()
    return leader.look()


def try_in_vain(walk: BrowserWalk, *reasons: str) -> BrowserWalk:
    """Sends the page's form, which is refused: the page stays and says why."""
    before, main = walk.path, walk.page.locator("main")
    for reason in reasons:
        assert reason not in main.inner_text(), f"{before} says so already: {reason}"
    main.locator("form button.btn").first.click()
    walk.says(*reasons)
    assert walk.path == before
    return walk


def be_refused(walk: HttpWalk, reason: str, *, to: str = "") -> None:
    """The same without a browser."""
    with pytest.raises(AssertionError, match=re.escape(reason)):
        walk.press(to=to)
