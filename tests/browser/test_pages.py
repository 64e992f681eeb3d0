"""Every page, in both directions, at 320 pixels, in light and dark: what axe and a thumb say of it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import Shown, pages
from tests.browser.sound import Line, faults, line
from tests.browser.windows import Windows
from tests.browser.world import NAME, World

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
LATER_BYTES = 25_000
PICTURES = os.environ.get("SAATHI_TEST_PICTURES")  # a folder: a picture of each page is kept there


@pytest.fixture(scope="module")
def windows(site: str, world: World, launch_browser: Callable[..., Browser]) -> Iterator[Windows]:
    found = Windows(site, world, launch_browser)
    yield found
    found.close()


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("shown", pages(), ids=str)
def test_a_page_is_sound(windows: Windows, shown: Shown, language: str) -> None:
    page = windows.of(shown.reader, language)
    wire = line(page)
    path = shown.path(windows.world)
    answer = page.goto(windows.site + path)
    assert answer is not None
    assert answer.status == (404 if shown.name == "what is not there" else 200)
    assert answer.headers["content-type"].startswith("text/html")
    assert page.url == windows.site + path, "it is another page that opened"
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ur" else "ltr")
    assert NAME.split()[0] not in page.title() + page.url
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{language}-{shown}.png", full_page=True)
    assert faults(page, colours=language == "en") == []
    assert weight(wire) <= LATER_BYTES


def weight(wire: Line) -> float:
    """The bytes of the page; style, script and fonts were there before.

    A script that a name is written in comes once, after the page, where the machine has no font for
    it and the line is not slow; then it is kept. It is no part of the page.
    """
    came = wire.bytes() - wire.bytes("Font")
    assert came > 0, "the wire was not listened to"
    wire.session.detach()
    return came


def test_what_the_checks_would_find(windows: Windows) -> None:
    """The checks themselves can fail: each fault below is planted in a page that had none."""
    page: Page = windows.of("", "en")
    page.goto(f"{windows.site}/account/login/")
    page.evaluate(
        """() => {
        const main = document.querySelector('main');
        main.insertAdjacentHTML('beforeend', '<img src="/static/web/mark.svg">' +
          '<p id="faint">faint</p><p id="wide">wide</p><button id="low">low</button>' +
          '<form class="form"><h2>Why?</h2><div class="field"><label for="why"><bdi>Why</bdi>' +
          '</label><textarea id="why"></textarea></div></form>');
        document.getElementById('faint').style.color = '#ddd';
        document.getElementById('wide').style.width = '50rem';
        document.getElementById('low').style.height = '20px';
        }"""
    )
    assert {kind for kind, _where in faults(page)} == {
        "image-alt",
        "color-contrast",
        "wide",
        "small",
        "said twice",
    }
