"""Every page at 320 pixels: what axe and a thumb say of it.

`make test` opens every third page in English, and every twelfth in both directions, in light and dark.
`make test-deploy` opens all of them so. Who may open each page is tested without a browser
(`tests/architecture/test_access_matrix.py`).
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from playwright.sync_api import Browser, Page

from tests.browser.pages import Shown, pages
from tests.browser.sound import Line, faults, line
from tests.browser.windows import Windows
from tests.browser.world import NAME, World

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("pages")]
LATER_BYTES = 25_000
SAMPLED_EVERY = 12
OPENED_EVERY = 3
PICTURES = os.environ.get("SAATHI_TEST_PICTURES")  # a folder: a picture of each page is kept there


@pytest.fixture(scope="module")
def windows(site: str, world: World, launch_browser: Callable[..., Browser]) -> Iterator[Windows]:
    found = Windows(site, world, launch_browser)
    yield found
    found.close()


def both_directions() -> list[ParameterSet]:
    """Each page in English and Urdu; most of them in `make test-deploy` only."""
    return [
        pytest.param(
            shown,
            language,
            marks=[pytest.mark.deploy] if number % SAMPLED_EVERY else [],
            id=f"{shown}-{language}",
        )
        for number, shown in enumerate(pages())
        for language in ("en", "ur")
    ]


def opened_once() -> list[Shown]:
    """Every third page without those that are opened in both directions anyway."""
    return [
        shown
        for number, shown in enumerate(pages())
        if number % OPENED_EVERY == 0 and number % SAMPLED_EVERY
    ]


@pytest.mark.repeated
@pytest.mark.parametrize("shown", opened_once(), ids=str)
def test_a_page_is_sound(windows: Windows, shown: Shown) -> None:
    assert faults_of(windows, shown, "en", colours=False) == []


@pytest.mark.parametrize(("shown", "language"), both_directions())
def test_a_page_is_sound_in_both_directions_and_schemes(
    windows: Windows, shown: Shown, language: str
) -> None:
    assert faults_of(windows, shown, language, colours=language == "en") == []


def faults_of(
    windows: Windows, shown: Shown, language: str, *, colours: bool
) -> list[tuple[str, str]]:
    """Opens the page that was meant, which is light enough; what is wrong with it."""
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
    found = faults(page, colours=colours)
    assert weight(wire) <= LATER_BYTES
    return found


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
