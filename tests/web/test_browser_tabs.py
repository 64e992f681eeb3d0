"""The tabs of one browser: what happens in one is known in the others."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.web.gallery import draw
from tests.web.stage import BrowserStage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAVED = "sessionStorage.getItem('saathi-saved')"

type Tabs = tuple[BrowserStage, BrowserStage]


@pytest.fixture
def tabs(browser: Browser) -> Iterator[Tabs]:
    """Two tabs on a page of one session; each remembers where a saved form led."""
    context = browser.new_context()
    pair = BrowserStage(context.new_page()), BrowserStage(context.new_page())
    for each in pair:
        each.show(draw("form"))
        each.page.evaluate("sessionStorage.setItem('saathi-saved', '{}')")
    yield pair
    context.close()


@pytest.mark.parametrize("next_page", ["signed out", "another person", "locked"])
def test_tab_is_left_when_its_session_is_over_in_another(tabs: Tabs, next_page: str) -> None:
    first, second = tabs
    first.html = {
        "signed out": draw("public"),
        "another person": draw("list", session="of-another"),
        "locked": draw("public").replace("<main", "<form data-is-locked></form><main"),
    }[next_page]
    with first.page.expect_navigation():
        second.show(first.html)
    assert first.page.title() == second.page.title()
    assert first.page.evaluate(SAVED) is None


def test_typed_text_is_covered_and_leaves_once_another_person_signs_in(tabs: Tabs) -> None:
    first, second = tabs
    cover = first.page.locator("dialog[data-cover]")
    first.page.locator("main textarea:visible").first.fill("Typed and not saved")
    second.show(draw("public"))
    expect(cover).to_be_visible()

    first.html = draw("list", session="of-another")
    with first.page.expect_navigation():
        second.show(first.html)
    expect(cover).to_be_hidden()


def test_quick_exit_hides_every_tab_and_forgets_where_forms_led(tabs: Tabs) -> None:
    for _ in range(3):
        tabs[1].page.keyboard.press("Escape")
    for each in tabs:
        each.page.wait_for_url("**/away")
        assert each.page.evaluate(SAVED) is None


def test_browser_that_stores_nothing_keeps_its_page(browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
    )
    stage = BrowserStage(context.new_page())
    stage.show(draw("form"))
    stage.page.evaluate("window.isSameDocument = true")
    for _ in range(2):
        stage.page.keyboard.press("Shift")
        stage.page.wait_for_timeout(1100)
    assert stage.page.evaluate("window.isSameDocument")
    context.close()
