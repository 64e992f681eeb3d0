"""Every page, in both directions, at 320 pixels, in light and dark: what axe and a thumb say of it."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import joining
from tests.browser.pages import LOCKED, SECOND_STEP, Shown, pages
from tests.browser.people import CAST
from tests.browser.sound import faults, line
from tests.browser.walk import Walk
from tests.browser.world import NAME, NEW, UNSURE, World

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
LATER_BYTES = 25_000
SMALL = {"width": 320, "height": 640}
PICTURES = os.environ.get("SAATHI_TEST_PICTURES")  # a folder: a picture of each page is kept there


@pytest.mark.parametrize("language", ["en", "ur"])
def test_each_page_is_sound_in_both_directions_and_schemes(
    world: World,
    walks: Callable[..., Walk],
    opened: Callable[..., object],
    site: str,
    language: str,
) -> None:
    wrong: list[object] = []
    weights: dict[str, int] = {}
    for shown, page in seen_by_each(world, walks, opened, site, language):
        wire = line(page)
        answer = page.goto(site + shown.path)
        assert answer is not None
        expected = 404 if shown.name == "what is not there" else 200
        kind = answer.headers["content-type"].partition(";")[0]
        if (answer.status, kind) != (expected, "text/html") or page.url != site + shown.path:
            wrong.append((shown.name, answer.status, kind, page.url))
            continue
        html = page.locator("html")
        if (html.get_attribute("dir") == "rtl") != (language == "ur"):
            wrong.append((shown.name, "direction"))
        if NAME.split()[0] in page.title() + page.url:
            wrong.append((shown.name, "a name in the title or the address"))
        if PICTURES:
            name = shown.name.replace(":", "-").replace(" ", "-").replace(",", "")
            page.screenshot(path=Path(PICTURES) / f"{language}-{name}.png", full_page=True)
        wrong += [(shown.name, *fault) for fault in faults(page, colours=language == "en")]
        weights[shown.name] = round(wire.bytes())
        wire.session.detach()
    heavy = {name: weight for name, weight in weights.items() if weight > LATER_BYTES}
    print(f"the heaviest of {len(weights)} pages:", sorted(weights.values())[-3:], heavy)
    assert wrong == [], "\n".join(map(str, wrong))
    assert heavy == {}


def seen_by_each(
    world: World,
    walks: Callable[..., Walk],
    opened: Callable[..., object],
    site: str,
    language: str,
) -> Iterator[tuple[Shown, Page]]:
    """Each page with the window of its reader, reader after reader; the first load is not counted."""
    by_reader: dict[str, list[Shown]] = defaultdict(list)
    for shown in pages(world):
        by_reader[shown.reader].append(shown)
    for reader, theirs in by_reader.items():
        page = window(reader, world, walks, opened, site, language)
        page.goto(f"{site}/account/inactive/")  # style, script and fonts come with the first page
        page.wait_for_load_state("networkidle")
        for shown in theirs:
            yield shown, page
        page.context.close()


def window(
    reader: str,
    world: World,
    walks: Callable[..., Walk],
    opened: Callable[..., object],
    site: str,
    language: str,
) -> Page:
    """A window of somebody: of the cast, of a new colleague, or of nobody."""
    if reader in {name for name, _bundle, _office in CAST}:
        return walks(reader, language=language, viewport=SMALL).page
    context = opened(viewport=SMALL)
    context.add_cookies([{"name": "django_language", "value": language, "url": site}])  # type: ignore[attr-defined]
    walk = Walk(site, context.new_page(), reader)  # type: ignore[attr-defined]
    if reader in {SECOND_STEP, UNSURE}:
        joining.password(walk, joining.address(UNSURE if reader == UNSURE else NEW))
    elif reader in {NEW, LOCKED}:
        joining.sign_in(walk, world.paper)
    if reader == LOCKED:
        joining.lock(walk)
    elif reader in {NEW, UNSURE}:
        walk.open("/account/reauthenticate/").fill(password=joining.PASSWORD).press()
    return walk.page
