"""Checks that need a browser: both directions, small screens, axe, and each behaviour."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.gallery import PAGES, draw
from tests.web.stage import AXE, ORIGIN, BrowserStage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 640}
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast"]


def test_axe_finds_nothing_serious_in_either_direction_or_scheme(stage: BrowserStage) -> None:
    """A scheme changes colours alone, so in the dark axe looks at these alone."""
    violations = []
    for language in ("en", "ur"):
        for name in PAGES:
            page = stage.show(draw(name, language))
            page.evaluate(AXE.read_text(encoding="utf-8"))
            violations += [(name, language, "light", *fault) for fault in faults(page, ALL_RULES)]
            page.emulate_media(color_scheme="dark")
            violations += [(name, language, "dark", *fault) for fault in faults(page, COLOURS)]
            page.emulate_media(color_scheme="light")

    assert violations == []


def test_axe_finds_faint_words_of_either_scheme(stage: BrowserStage) -> None:
    """The test above would find them."""
    page = stage.show(draw("file"))
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme, faint in (("light", "#ddd"), ("dark", "#333")):
        page.emulate_media(color_scheme=scheme)
        assert faults(page, COLOURS) == []
        page.evaluate("(colour) => { document.querySelector('h1').style.color = colour }", faint)
        assert [kind for kind, _where in faults(page, COLOURS)] == ["color-contrast"]
        page.evaluate("document.querySelector('h1').style.color = ''")


def faults(page: Page, rules: list[str]) -> list[tuple[str, Any]]:
    result = page.evaluate(
        "(rules) => axe.run({runOnly: rules, resultTypes: ['violations']})", rules
    )
    return [
        (fault["id"], [node["html"][:160] for node in fault["nodes"]])
        for fault in result["violations"]
    ]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_pages_fit_smallest_phone(stage: BrowserStage, language: str) -> None:
    stage.page.set_viewport_size(SMALLEST)
    wide = {}
    for name in PAGES:
        page = stage.show(draw(name, language))
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        wide[name] = page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert wide == dict.fromkeys(PAGES, 0)


def test_touch_targets_are_large_enough(stage: BrowserStage) -> None:
    stage.page.set_viewport_size(PHONE)
    small = []
    for name in PAGES:
        page = stage.show(draw(name))
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        small += page.evaluate(
            """() => [...document.querySelectorAll('button, summary, select, .btn, .menu a, .sections a, .tabs a, .pager a, .leave, input:not([type=hidden], [type=radio], [type=checkbox]), .choices label, .tick label')]
            .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.9)
            .map((each) => each.outerHTML.slice(0, 80))""",
        )

    assert small == []


def test_the_sections_of_a_file_are_a_menu_on_a_phone(stage: BrowserStage) -> None:
    stage.page.set_viewport_size(PHONE)
    page = stage.show(draw("file"))
    expect(page.get_by_role("link", name="Personal details")).to_be_hidden()

    page.get_by_text("Sections of the file").click()
    expect(page.get_by_role("link", name="Personal details")).to_be_visible()
    expect(page.locator(".file-nav").get_by_text("2 days late").first).to_be_visible()


def test_the_sections_of_a_file_are_beside_the_page_on_a_desktop(stage: BrowserStage) -> None:
    page = stage.show(draw("file"))
    expect(page.get_by_text("Sections of the file")).to_be_hidden()
    expect(page.get_by_role("link", name="Personal details")).to_be_visible()
    expect(page.get_by_role("link", name="Visits")).to_be_hidden()
    nav, main = page.locator(".file-nav").bounding_box(), page.locator("main").bounding_box()
    assert nav
    assert main
    assert nav["x"] + nav["width"] <= main["x"]

    page.get_by_text("Services and follow-up").click()
    expect(page.get_by_role("link", name="Visits")).to_be_visible()


def test_the_menu_of_a_phone_opens_without_script(browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False, viewport=SMALLEST)
    BrowserStage(page, has_scripts=False).show(draw("file"))
    expect(page.get_by_role("link", name="Law")).to_be_hidden()

    page.get_by_role("link", name="Menu").click()
    expect(page.get_by_role("link", name="Law")).to_be_visible()

    page.get_by_role("link", name="Close the menu").click()
    expect(page.get_by_role("link", name="Law")).to_be_hidden()
    page.close()


def test_the_keyboard_reaches_the_page_first(stage: BrowserStage) -> None:
    page = stage.show(draw("file"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("way", ["click", "escape"])
def test_quick_exit_locks_and_clears_history(stage: BrowserStage, way: str) -> None:
    page = stage.page
    page.goto(f"{ORIGIN}/before")
    stage.show(draw("file"))
    if way == "click":
        page.locator("[data-leave]").click()
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("**/away")

    assert [path for path, _body in stage.posts] == ["/lock"]
    page.go_back()
    assert page.url == f"{ORIGIN}/before"


def test_escape_twice_triggers_quick_exit(stage: BrowserStage) -> None:
    page = stage.show(draw("file"))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    assert page.url.endswith("/page")
    assert not page.evaluate("document.documentElement.classList.contains('gone')")


def test_quick_exit_hides_page_before_loading(stage: BrowserStage) -> None:
    page = stage.show(draw("file"))
    seen = page.evaluate(
        """() => {
            const link = document.querySelector('[data-leave]');
            link.href = '#away';
            link.click();
            return getComputedStyle(document.documentElement).visibility;
        }""",
    )

    assert seen == "hidden"


def test_a_tab_that_no_one_touches_does_not_lock_the_one_in_use(browser: Browser) -> None:
    context = browser.new_context()
    context.clock.install()
    used, idle = BrowserStage(context.new_page()), BrowserStage(context.new_page())
    minutes = 3
    html = re.sub(r'data-lock-after="[^"]*"', f'data-lock-after="{minutes}"', draw("form"))
    for each in (used, idle):
        each.show(html)
    for _ in range(4):
        used.page.keyboard.press("Shift")
        context.clock.run_for(minutes * 30_000)
    assert [used.posts, idle.posts] == [[], []]

    with idle.page.expect_response("**/lock"):
        context.clock.run_for(minutes * 60_000)
    assert [path for path, _body in idle.posts] == ["/lock"]
    context.close()


def test_an_idle_screen_without_typed_text_is_left(stage: BrowserStage) -> None:
    page = stage.page
    page.clock.install()
    stage.answer = {"status": 200, "body": "<title>locked</title>", "content_type": "text/html"}
    stage.show(draw("file"))
    page.clock.run_for("10:10")
    page.wait_for_url("**/lock")

    assert page.title() == "locked"


def test_an_idle_screen_with_typed_text_is_covered_and_keeps_it(stage: BrowserStage) -> None:
    page = stage.page
    page.clock.install()
    stage.show(draw("form"))
    page.get_by_label("Child’s statement").fill("Not saved")
    stage.answer = {"status": 204}
    page.clock.run_for("10:10")
    expect(page.get_by_text("Locked due to inactivity")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Locked due to inactivity")).to_be_visible()

    stage.answer = {"status": 400}
    page.get_by_label("Your PIN").fill("1111")
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_text("Incorrect PIN")).to_be_visible()

    stage.answer = {"status": 204}
    page.get_by_label("Your PIN").fill("2222")
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_text("Locked due to inactivity")).to_be_hidden()
    expect(page.get_by_label("Child’s statement")).to_have_value("Not saved")
    assert [path for path, _body in stage.posts] == ["/lock", "/unlock", "/unlock"]


def test_too_many_wrong_pins_uncover_nothing(stage: BrowserStage) -> None:
    page = stage.page
    page.clock.install()
    stage.show(draw("form"))
    page.get_by_label("Child’s statement").fill("Not saved")
    stage.answer = {"status": 204}
    page.clock.run_for("10:10")

    stage.answer = {"status": 204, "headers": {"X-Saathi-To": "/account/login/?ended=pin"}}
    page.get_by_label("Your PIN").fill("9999")
    page.get_by_role("button", name="Unlock").click()
    page.wait_for_url("**/account/login/*")


def test_used_screen_is_not_locked(stage: BrowserStage) -> None:
    page = stage.page
    page.clock.install()
    stage.show(draw("file"))
    page.clock.run_for("09:50")
    page.keyboard.press("Tab")
    page.clock.run_for("09:50")

    assert stage.posts == []
    assert page.url.endswith("/page")


def test_a_button_opens_its_dialog(stage: BrowserStage) -> None:
    page = stage.show(draw("pieces"))
    page.get_by_role("button", name="Close case").click()
    expect(page.get_by_role("dialog", name="Close the case?")).to_be_visible()

    page.get_by_role("button", name="Keep it open").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_small_menus_close_on_escape(stage: BrowserStage) -> None:
    page = stage.show(draw("file"))
    page.locator(".me summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


def test_menu_of_a_phone_closes_on_escape(stage: BrowserStage) -> None:
    stage.page.set_viewport_size(PHONE)
    page = stage.show(draw("file"))
    page.get_by_role("link", name="Menu").click()
    expect(page.get_by_role("link", name="Law")).to_be_visible()

    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Law")).to_be_hidden()
    expect(page.get_by_role("link", name="Menu")).to_be_focused()


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("width", [320, 360, 390, 700, 1024, 1200, 1280])
def test_the_bar_is_one_row_with_quick_exit_at_its_end(
    stage: BrowserStage, language: str, width: int
) -> None:
    stage.page.set_viewport_size({"width": width, "height": 740})
    page = stage.show(draw("file", language))

    bar, leave, logo = (
        page.locator(part).bounding_box() for part in (".bar", ".leave", ".brand svg")
    )
    assert bar
    assert leave
    assert logo
    assert bar["height"] < 70
    assert leave["y"] + leave["height"] <= bar["height"]
    space = leave["x"] if language == "ur" else width - leave["x"] - leave["width"]
    assert 0 <= space <= 40
    assert logo["width"] > 28
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_menu_of_the_account_is_inside_the_screen(
    stage: BrowserStage, language: str, width: int
) -> None:
    stage.page.set_viewport_size({"width": width, "height": 740})
    page = stage.show(draw("file", language))
    page.locator(".me summary").click()

    sheet = page.locator(".me .sheet").bounding_box()
    assert sheet
    assert sheet["x"] >= 0
    assert sheet["x"] + sheet["width"] <= width


def test_rare_items_of_the_menu_are_below_more(stage: BrowserStage) -> None:
    page = stage.show(draw("file"))
    expect(page.get_by_role("link", name="Law")).to_be_hidden()

    page.locator(".menu .menu-more summary").click()
    expect(page.get_by_role("link", name="Law")).to_be_visible()


def test_fonts_come_after_the_page(stage: BrowserStage) -> None:
    page = stage.show(draw("file", "ur"))

    assert page.evaluate("document.querySelector('link[data-fonts]').media") == "all"


def test_a_printed_file_has_no_buttons_and_no_menu(stage: BrowserStage) -> None:
    page = stage.show(draw("file"))
    page.emulate_media(media="print")

    for part in (".bar", ".leave", ".foot", ".btn"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.get_by_text("I want to learn sewing")).to_be_visible()


def test_on_a_phone_the_name_of_the_stage_is_below_the_dots(stage: BrowserStage) -> None:
    page = stage.show(draw("file"))
    page.set_viewport_size({"width": 390, "height": 800})
    dots = [dot.bounding_box() for dot in page.locator(".steps .dot").all()]
    name = page.locator(".steps-now").bounding_box()
    assert name
    assert all(dot and dot["y"] + dot["height"] <= name["y"] for dot in dots)
