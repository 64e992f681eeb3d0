"""Hands at the keyboard: a visit without a mouse, a double tap, two who write, and leaving quickly."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import story
from tests.browser.browser_walk import BrowserWalk
from tests.browser.http_walk import HttpWalk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
NAME = "Sunita Mahato"


@pytest.fixture
def child(
    walks: Callable[..., BrowserWalk], http_walks: Callable[[str], HttpWalk]
) -> tuple[BrowserWalk, str]:
    return walks("Gita Karki"), story.new_file(http_walks("Gita Karki"), NAME)


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the focus is there, as a person without a mouse does."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def test_signing_in_and_a_visit_by_keyboard_alone(
    child: tuple[BrowserWalk, str], site: str, opened: Callable[..., object]
) -> None:
    _worker, file = child
    page: Page = opened().new_page()  # type: ignore[attr-defined]
    page.goto(f"{site}/demo/")
    person = page.locator("section.card").filter(has_text="Gita Karki").locator("[name=person]")
    tab_to(page, f"form:has([value='{person.get_attribute('value')}']) button")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    page.goto(f"{site}{file}visits/new/")
    tab_to(page, "[name=outcome]")
    page.keyboard.press("Space")
    tab_to(page, "[name=kind]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=note]")
    page.keyboard.type("By keyboard alone.")
    tab_to(page, "form.card button.btn")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{site}{file}visits/")
    expect(page.locator("main")).to_contain_text("By keyboard alone.")


def test_a_double_tap_saves_once(child: tuple[BrowserWalk, str]) -> None:
    worker, file = child
    worker.open(f"{file}visits/new/").fill(outcome="met_alone", kind="home", note="Tapped twice.")
    with worker.page.expect_navigation():
        worker.page.locator("main form:visible button.btn").first.dblclick()
    worker.open(f"{file}visits/")
    assert worker.page.inner_text("main").count("Tapped twice.") == 1


def test_two_who_write_the_same_lose_nothing(
    child: tuple[BrowserWalk, str], walks: Callable[..., BrowserWalk]
) -> None:
    first, file = child
    second = walks("Laxmi Thapa")
    for each, mark in ((first, "A scar on the left hand"), (second, "A limp")):
        each.open(f"{file}who/change/").fill(marks=mark)
    first.press()
    second.page.locator("main form:visible button.btn").first.click()
    expect(second.page.locator("main")).to_contain_text("A limp")
    expect(second.page.locator("main")).to_contain_text(
        "This record has changed since you opened it"
    )
    assert (
        first.open(f"{file}who/change/").page.input_value("[name=marks]")
        == "A scar on the left hand"
    )


def test_nothing_is_asked_of_a_child_who_died_also_after_an_error(
    child: tuple[BrowserWalk, str],
) -> None:
    worker, file = child
    form = worker.open(f"{file}closing/ask/").page
    form.locator("[name=reason]").select_option("died")
    expect(form.locator("[name=words]")).to_be_hidden()
    form.locator("main form:visible button.btn").first.click()
    expect(form.locator("main")).to_contain_text("There is a problem")
    expect(form.locator("[name=reason]")).to_have_value("died")
    expect(form.locator("[name=words]")).to_be_hidden()
    expect(form.locator("[name=death_source]")).to_be_visible()


def test_leaving_quickly_shows_no_child_to_whoever_goes_back(
    child: tuple[BrowserWalk, str],
) -> None:
    worker, file = child
    worker.open(file)
    for _ in range(3):
        worker.page.keyboard.press("Escape")
    worker.page.wait_for_url("**/away")
    worker.page.go_back()
    worker.page.wait_for_load_state()
    assert NAME not in worker.page.content()
    worker.page.goto(worker.site + file)
    assert NAME not in worker.page.content()
