"""What a weak line and a small telephone can bear: bytes, seconds, sizes; and what axe finds."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser import story
from tests.browser.walk import Walk
from tests.web.stage import AXE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
FIRST_BYTES, LATER_BYTES, SAVED_BYTES = 20_000, 25_000, 5_000
USABLE_SECONDS = 15
SMALL = {"width": 320, "height": 640}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class Line:
    """The wire of one browser page: what came over it, by what it was."""

    session: CDPSession
    page: Page

    def __post_init__(self) -> None:
        self.came: dict[str, float] = {}
        self.kinds: dict[str, str] = {}
        self.session.send("Network.enable")
        self.session.on("Network.responseReceived", self._kind)
        self.session.on("Network.loadingFinished", self._size)

    def _kind(self, event: dict[str, object]) -> None:
        self.kinds[str(event["requestId"])] = str(event["type"])

    def _size(self, event: dict[str, object]) -> None:
        self.came[str(event["requestId"])] = float(str(event["encodedDataLength"]))

    def clear(self) -> None:
        self.page.wait_for_timeout(500)
        self.came.clear()

    def bytes(self, *kinds: str) -> float:
        """Bytes that came, of these kinds or of all."""
        self.page.wait_for_timeout(500)
        return sum(s for one, s in self.came.items() if not kinds or self.kinds.get(one) in kinds)

    def weak(self) -> None:
        """50 kbit/s each way, 800 ms there and back."""
        slow = {"downloadThroughput": 6250, "uploadThroughput": 6250, "latency": 800}
        self.session.send("Network.emulateNetworkConditions", {"offline": False} | slow)


def line(page: Page) -> Line:
    return Line(page.context.new_cdp_session(page), page)


@pytest.fixture
def child(walks: Callable[..., Walk]) -> tuple[Walk, str]:
    """A worker, and a child's file with something in each part."""
    worker = walks("Gita Karki")
    story.report(worker, "Sunita Mahato")
    story.search(worker)
    file = story.open_file(worker)
    story.listen(worker, file, "Gita Karki")
    story.what_happened(worker, file)
    story.assess(worker, file)
    story.plan(worker, file)
    story.visit(worker, file)
    return worker, file


PARTS = ("", "voice/", "voice/new/", "voice/limits/", "happened/", "happened/new/", "needs/",
         "needs/new/", "visits/", "visits/new/", "plan/", "plan/new/", "closing/", "closing/ask/",
         "who/", "looks/")  # fmt: skip
PLACES = ("/", "/find/", "/reports/", "/reports/new/", "/numbers/", "/law/", "/emergency/")


def pages(file: str) -> list[str]:
    return [*PLACES, *(file + part for part in PARTS)]


def test_bytes_and_seconds_on_a_weak_line(
    child: tuple[Walk, str], walks: Callable[..., Walk], record_property: Callable[..., None]
) -> None:
    worker, file = child
    fresh = walks("Gita Karki")
    wire = line(fresh.page)
    fresh.page.context.new_cdp_session(fresh.page).send("Network.clearBrowserCache")
    wire.weak()
    began = time.monotonic()
    fresh.page.goto(fresh.site + "/", wait_until="domcontentloaded")
    seconds = time.monotonic() - began
    fresh.page.wait_for_load_state()
    first = wire.bytes("Document", "Stylesheet")
    print(f"my day on a weak line: {seconds:.1f} s; before first paint {first:.0f} bytes")
    assert seconds < USABLE_SECONDS
    assert first <= FIRST_BYTES

    quick = line(worker.page)
    later = {}
    for path in pages(file):
        quick.clear()
        worker.open(path)
        later[path.removeprefix(file) or path] = quick.bytes()
    print({path.rsplit("-", 1)[-1]: round(size) for path, size in later.items()})
    assert {path: size for path, size in later.items() if size > LATER_BYTES} == {}

    worker.open(f"{file}visits/new/").fill(outcome="met_alone", kind="home", note="Well.")
    quick.clear()
    with worker.page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        worker.page.locator("main form:visible button.btn").first.click()
    sizes = saved.value.request.sizes()
    sent = sum(sizes[name] for name in sizes)  # type: ignore[literal-required]
    print(f"a saved visit: {sent} bytes, {sizes}")
    assert sent <= SAVED_BYTES


@pytest.mark.parametrize("language", ["en", "ur"])
def test_each_page_is_sound_in_both_directions_and_schemes(
    child: tuple[Walk, str], walks: Callable[..., Walk], language: str
) -> None:
    _worker, file = child
    reader = walks("Gita Karki", language=language, viewport=SMALL)
    faults = []
    for scheme in ("light", "dark"):
        reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for path in pages(file):
            reader.open(path)
            where = (path.removeprefix(file) or path, scheme)
            assert (reader.page.locator("html").get_attribute("dir") == "rtl") == (language == "ur")
            assert "Sunita" not in reader.page.title()
            faults += [(where, *fault) for fault in serious(reader.page)]
            if reader.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append((where, "wide"))
            faults += [(where, "small", html) for html in small(reader.page)]
    assert faults == [], "\n".join(map(str, faults))


def serious(page: Page) -> list[tuple[str, str]]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run({{runOnly: {RULES}}})")["violations"]
    return [
        (fault["id"], node["html"][:120])
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


def small(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('button, select, .btn, .menu a, .sections a, .leave, main input:not([type=hidden], [type=radio], [type=checkbox]), .choices label')]
        .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.9)
        .map((each) => each.outerHTML.slice(0, 100))""",
    )
    return found
