"""Windows of everybody who reads pages, at 320 pixels, each signed in once and kept open."""

import time
from collections.abc import Callable

from playwright.sync_api import Browser, Page

from tests.browser import joining
from tests.browser.browser_walk import BrowserWalk
from tests.browser.pages import LOCKED, NOBODY, SECOND_STEP
from tests.browser.world import NEW, UNSURE, World
from tests.web.stage import AXE

SMALL = {"width": 320, "height": 640}
# Seconds without a page after which a member of the cast signs in anew: sessions end after 30 minutes
# of inactivity, and a rare reader waits longer than that for the next page on a slow machine.
IDLE = 900.0
AGAIN = 200.0  # seconds after which who opens grave pages proves herself again; they ask after 300


# Who signs in with what was handed out once, so not twice.
JOINED = frozenset({NEW, UNSURE, LOCKED, SECOND_STEP, NOBODY})


class Windows:
    """A browser with a window for each reader and language.

    A browser that fell is opened anew for the next page: the page that felled it has failed.
    """

    def __init__(self, site: str, world: World, launch: Callable[..., Browser]) -> None:
        self.site, self.world, self.launch = site, world, launch
        self.browser = launch()
        self.open: dict[tuple[str, str], Page] = {}
        self.proved: dict[Page, float] = {}
        self.used: dict[tuple[str, str], float] = {}

    def of(self, reader: str, language: str) -> Page:
        """The window of a reader; her style, script and fonts are there."""
        if not self.browser.is_connected():
            self.browser, self.open = self.launch(), {}
        now = time.monotonic()
        is_idle = now - self.used.get((reader, language), now) > IDLE
        self.used[reader, language] = now
        if is_idle and reader not in JOINED and (reader, language) in self.open:
            self.open.pop((reader, language)).context.close()
        if (reader, language) not in self.open:
            page = self._sign_in(reader, language)
            page.goto(f"{self.site}/account/inactive/")
            page.wait_for_load_state("networkidle")
            self.open[reader, language] = page
        page = self.open[reader, language]
        if reader in {NEW, UNSURE} and time.monotonic() - self.proved[page] > AGAIN:
            self._prove(BrowserWalk(self.site, page, reader))
        return page

    def close(self) -> None:
        """All of them."""
        self.browser.close()

    def _sign_in(self, reader: str, language: str) -> Page:
        context = self.browser.new_context(viewport=SMALL)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        context.add_init_script(path=AXE)  # faster than to hand it to each page
        context.add_cookies([{"name": "django_language", "value": language, "url": self.site}])
        walk = BrowserWalk(self.site, context.new_page(), reader)
        if reader in {SECOND_STEP, UNSURE}:
            joining.password(walk, joining.address(UNSURE if reader == UNSURE else NEW))
        elif reader in {NEW, LOCKED}:
            joining.sign_in(walk, self.world.paper)
        elif reader != NOBODY:
            walk.sign_in()
        if reader == LOCKED:
            joining.lock(walk)
        elif reader in {NEW, UNSURE}:
            self._prove(walk)
        return walk.page

    def _prove(self, walk: BrowserWalk) -> None:
        """What is grave asks once more, and not for five minutes then."""
        walk.open("/account/reauthenticate/").fill(password=joining.PASSWORD).press()
        self.proved[walk.page] = time.monotonic()
