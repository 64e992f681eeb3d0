"""An inspection on a telephone: the line and the browser are lost half-way, and it arrives once and whole.

Sixty criteria, some with photos. What the device holds meanwhile is read as someone who found it would.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, FilePayload, Page, Route, expect

from saathi.infra import clock
from tests.browser.browser_walk import BrowserWalk
from tests.browser.device import DUMP, WAITING
from tests.browser.sound import faults
from tests.browser_support import launch_options
from tests.protection.casework.documents import pictures

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
PHONE = {"width": 390, "height": 844}
INSPECTOR = "Laxmi Thapa"
CRITERIA = 60
# Where photos are added, and how many; the last of them in the page that opened without a connection.
PHOTOS = {3: 1, 24: 2, 31: 1, 45: 1}
CACHED = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      // The style and the scripts are the same for everyone.
      texts.push(request.url, request.url.includes("/static/") ? "" : await answer.text());
    }
  }
  return texts.join("\\n");
}"""


@contextmanager
def telephone(browser_type: BrowserType, profile: Path, *, offline: bool = False) -> Iterator[Page]:
    """A browser with the profile of the telephone; at its end it is gone, as when the system ends it."""
    context = browser_type.launch_persistent_context(
        profile, viewport=PHONE, has_touch=True, offline=offline, **launch_options()
    )
    context.set_default_timeout(30_000)
    try:
        yield context.pages[0] if context.pages else context.new_page()
    finally:
        context.close()


def evidence(place: int) -> str:
    return f"Zylquiri saw {place:02} of the rooms"


def assess(page: Page, place: int) -> None:
    """Chooses a result and types the evidence, as a person does; each is saved by itself."""
    card = page.locator(f"#c{place}")
    result = ("met", "partly", "not_applicable")[place % 3]
    choice = card.locator(f"[name=result][value={result}]")
    choice.click()
    if not choice.is_checked():  # a message that a card above was saved moved it under the finger
        choice.click()
    expect(choice).to_be_checked()
    card.locator("[name=evidence]").fill(evidence(place))
    for number in range(PHOTOS.get(place, 0)):
        photo: FilePayload = {
            "name": "Ayesha at school.jpg", "mimeType": "image/jpeg",
            "buffer": pictures.photo(size=(2400 + number, 1200)),
        }  # fmt: skip
        card.locator("input[type=file]").set_input_files([photo])
        expect(card.locator("figure")).to_have_count(number + 1)


def said(page: Page, place: int, *texts: str) -> None:
    expect(page.locator(f"#c{place} [data-said]")).to_have_text(re.compile("|".join(texts)))


def waiting(page: Page) -> int:
    return int(page.evaluate(WAITING))


def nothing_waits(page: Page) -> None:
    for _tenth in range(600):
        if not waiting(page):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{waiting(page)} still wait: {page.locator('main').inner_text()}")


def restored(page: Page) -> None:
    page.locator("[data-checklist][data-restored]").wait_for()


def no_answer_once(page: Page) -> list[str]:
    """The line drops when the server has the first criterion and the first photo: it cannot be known."""
    cut: list[str] = []

    def drop(route: Route) -> None:
        kind = "photo" if route.request.url.endswith("/photo/") else "criterion"
        if route.request.method == "POST" and kind not in cut:
            cut.append(kind)
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(re.compile("/criteria/"), drop)
    return cut


def assert_sealed(page: Page, *more: str) -> None:
    """No store of the browser has anything of what was entered, of the facility, or of a photo."""
    kept = page.evaluate(DUMP) + page.evaluate(CACHED)
    assert len(kept) > 100_000, "there is something to look at"
    for word in ("Zylquiri", "of the rooms", "invented", "Ayesha", "image/jpeg", "JFIF", *more):
        assert word not in kept, f"{word!r} can be read on the device"
    assert not re.search(r"value=\"\w+\"[^>]* checked", kept)


@pytest.mark.requirement("FAC-002")
def test_sixty_criteria_with_photos_arrive_once_after_the_line_and_the_browser_were_lost(
    site: str, browser_type: BrowserType, tmp_path: Path
) -> None:
    profile = tmp_path / "telephone"
    with telephone(browser_type, profile) as page:
        inspector = BrowserWalk(site, page, INSPECTOR).sign_in()
        inspection = open_inspection(inspector)
        inspector.open(f"{inspection}checklist/")
        expect(page.locator("[data-ready]")).to_be_visible()
        assert page.locator("form[data-criterion]").count() == CRITERIA
        assert faults(page, colours=False) == []
        on_a_line_that_is_cut(page, range(1, 21))
        page.context.set_offline(True)
        without_a_line(page, range(21, 41))

    with telephone(browser_type, profile, offline=True) as page:
        page.goto(f"{site}{inspection}checklist/")
        expect(page.locator("main")).to_contain_text("You are offline.")
        restored(page)
        said(page, 30, "Entered earlier and saved")
        expect(page.locator("main")).not_to_contain_text("Zylquiri")
        assert faults(page, colours=False) == []
        without_a_line(page, range(41, CRITERIA + 1))
        page.context.set_offline(False)
        page.locator("[data-online] a").click()
        page.wait_for_url(lambda url: "/account/" in url or url.endswith("/checklist/"))
        inspector = BrowserWalk(site, page, INSPECTOR).sign_in()
        inspector.open(f"{inspection}checklist/")
        nothing_waits(page)
        all_is_there_once(inspector, inspection)


def on_a_line_that_is_cut(page: Page, places: range) -> None:
    """What the server has, though the browser cannot know it, is sent again and saved once."""
    restored(page)
    cut = no_answer_once(page)
    for place in places:
        assess(page, place)
    page.wait_for_timeout(1500)
    page.evaluate("dispatchEvent(new Event('online'))")
    nothing_waits(page)
    assert sorted(cut) == ["criterion", "photo"]
    said(page, places[0], "Sent and saved")


def without_a_line(page: Page, places: range) -> None:
    """What is entered waits on the device, and no one who finds the device can read it."""
    before = waiting(page)
    for place in places:
        assess(page, place)
        said(page, place, "Saved on this device, not yet sent")
    page.wait_for_timeout(800)
    expected = before + len(places) + sum(PHOTOS.get(place, 0) for place in places)
    # One more for each criterion that was changed again while its first entry was on its way.
    assert expected <= waiting(page) <= expected + 2
    expect(page.locator("#unsent")).to_contain_text(
        f"Not yet sent from this device: {waiting(page)}"
    )
    assert_sealed(page)


def all_is_there_once(inspector: BrowserWalk, inspection: str) -> None:
    """The server has each criterion once, and the photos, reduced."""
    page = inspector.open(inspection).page
    shown = page.locator("main").inner_text()
    for place in range(1, CRITERIA + 1):
        assert shown.count(evidence(place)) == 1
    assert len(re.findall(r"Photos \(\d\)", shown)) == len(PHOTOS)
    inspector.open(f"{inspection}photos/")
    assert page.locator("figure img").count() == sum(PHOTOS.values())
    sizes = page.locator("figure img").evaluate_all(
        "async (all) => { for (const each of all) { each.loading = 'eager'; await each.decode(); } "
        "return all.map((each) => each.naturalWidth); }"
    )
    assert set(sizes) == {1600}
    assert faults(page, colours=False) == []


def open_inspection(inspector: BrowserWalk) -> str:
    """The address of an inspection that has just begun."""
    today = clock.today_in("Asia/Kathmandu")
    inspector.open("/inspections/risk/").enter("/plan/")
    inspector.fill(kind="unannounced").day("planned_on", today.year, today.month, today.day)
    inspection = inspector.press().path
    inspector.open(f"{inspection}begin/").fill(conflict="none")
    inspector.day("held_on", today.year, today.month, today.day).press()
    return inspection
