"""Every page at 320 pixels: what axe and a thumb say of it.

`make test` opens every sixth page in English, and every twenty-fourth in both directions, in light and
dark. `make test-deploy` opens all of them so, so that CI, which runs both, leaves the sample out. On every sixth
page only, axe looks at Urdu (the elements are those of the English page) and at the colours in dark
(`tests/web/test_stylesheet.py` measures each pair of them). Who may open each page is tested without a browser
(`tests/architecture/test_access_matrix.py`); what the checks would find, `test_sound.py`.
"""

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from playwright.sync_api import Browser

from tests.browser.pages import Shown, pages
from tests.browser.sound import Line, faults, line
from tests.browser.windows import Windows
from tests.browser.world import NAME, World
from tests.engines.examples import ARE_ALL_DRAWN

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("pages")]
LATER_BYTES = 25_000
SAMPLED_EVERY = 24
OPENED_EVERY = 6
PICTURES = os.environ.get("SAATHI_TEST_PICTURES")  # a folder: a picture of each page is kept there


@pytest.fixture(scope="module")
def windows(site: str, world: World, launch_browser: Callable[..., Browser]) -> Iterator[Windows]:
    found = Windows(site, world, launch_browser)
    yield found
    found.close()


def both_directions() -> list[ParameterSet]:
    """Each page in English and Urdu: all in `make test-deploy`, a sample of them in `make test`."""
    return [
        pytest.param(shown, language, marks=_when_opened(number), id=f"{shown}-{language}")
        for number, shown in enumerate(pages())
        for language in ("en", "ur")
    ]


@cache
def sixths() -> frozenset[str]:
    """Every sixth page, by name."""
    return frozenset(
        str(shown) for number, shown in enumerate(pages()) if number % OPENED_EVERY == 0
    )


def _when_opened(number: int) -> pytest.MarkDecorator:
    """In `make test`, the sample is what `make test-deploy` opens again with all the others."""
    is_sample = number % SAMPLED_EVERY == 0 and not ARE_ALL_DRAWN
    return pytest.mark.repeated if is_sample else pytest.mark.deploy


def opened_once() -> list[Shown]:
    """Every sixth page without those that are opened in both directions anyway."""
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
    is_english = language == "en"
    with_axe = is_english or str(shown) in sixths()
    assert faults_of(windows, shown, language, colours=is_english, with_axe=with_axe) == []


def faults_of(
    windows: Windows, shown: Shown, language: str, *, colours: bool, with_axe: bool = True
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
    found = faults(page, colours=colours, with_axe=with_axe, dark=str(shown) in sixths())
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
