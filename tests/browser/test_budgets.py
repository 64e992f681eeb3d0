"""Limits for slow connections: bytes and seconds. The weight of each page: `test_pages.py`."""

import time
from collections.abc import Callable

import pytest

from tests.browser import story
from tests.browser.browser_walk import SENDS, BrowserWalk
from tests.browser.http_walk import HttpWalk
from tests.browser.sound import line

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
FIRST_BYTES, SAVED_BYTES = 20_000, 5_000
USABLE_SECONDS = 15


def test_my_day_is_usable_on_a_weak_line(walks: Callable[..., BrowserWalk]) -> None:
    fresh = walks("Gita Karki")
    wire = line(fresh.page)
    fresh.page.context.new_cdp_session(fresh.page).send("Network.clearBrowserCache")
    wire.clear()
    wire.weak()
    began = time.monotonic()
    fresh.page.goto(fresh.site + "/", wait_until="domcontentloaded")
    seconds = time.monotonic() - began
    fresh.page.wait_for_load_state()
    first = wire.bytes("Document", "Stylesheet")
    print(f"my day on a weak line: {seconds:.1f} s; before first paint {first:.0f} bytes")
    assert seconds < USABLE_SECONDS
    assert 5_000 < first <= FIRST_BYTES


def test_a_saved_visit_is_small_on_the_wire(
    http_walks: Callable[[str], HttpWalk], walks: Callable[..., BrowserWalk]
) -> None:
    file = story.new_file(http_walks("Gita Karki"), "Sunita Mahato")
    worker = walks("Gita Karki")
    worker.open(f"{file}visits/new/").fill(outcome="met_alone", kind="home", note="Well.")
    with worker.page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        worker.page.locator(f"main form:visible button.btn{SENDS}").first.click()
    sizes = saved.value.request.sizes()
    sent = sum(sizes[name] for name in sizes)  # type: ignore[literal-required]
    print(f"a saved visit: {sent} bytes, {sizes}")
    assert sent <= SAVED_BYTES
