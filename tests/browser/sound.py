"""What is checked on every page: axe, the direction, 320 pixels, sizes for a thumb, bytes."""

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

from tests.web.stage import AXE

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TOUCH = (
    "button, summary, select, .btn, .menu a, .sections a, .tabs a, .pager a, .crumb a, a.crumb, "
    ".leave, .choices label, .tick label, "
    "main input:not([type=hidden], [type=radio], [type=checkbox])"
)


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
        """Forgets what came so far."""
        self.came.clear()

    def bytes(self, *kinds: str) -> float:
        """Bytes that came, of these kinds or of all."""
        return sum(s for item, s in self.came.items() if not kinds or self.kinds.get(item) in kinds)

    def weak(self) -> None:
        """50 kbit/s each way, 800 ms there and back."""
        slow = {"downloadThroughput": 6250, "uploadThroughput": 6250, "latency": 800}
        self.session.send("Network.emulateNetworkConditions", {"offline": False} | slow)


def line(page: Page) -> Line:
    """The wire of this page from now on."""
    return Line(page.context.new_cdp_session(page), page)


def faults(
    page: Page, *, colours: bool = True, with_axe: bool = True, dark: bool = True
) -> list[tuple[str, str]]:
    """The faults of the page in the window; its colours in both schemes, or in the light one only.

    Colours are the same in every language, and to look at them takes as long as all the rest.
    """
    page.evaluate("document.querySelectorAll('main details').forEach((each) => each.open = true)")
    found = []
    if with_axe:
        found = _axe(page, {"runOnly": RULES, "rules": {"color-contrast": {"enabled": colours}}})
    if colours and dark:
        page.emulate_media(color_scheme="dark")
        found += _axe(page, {"runOnly": ["color-contrast"]})
        page.emulate_media(color_scheme="light")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found += [("wide", f"{wide} pixels")] if wide > 0 else []
    found += [("said twice", words) for words in said_twice(page)]
    return found + [("small", html) for html in small(page)]


def _axe(page: Page, options: dict[str, object]) -> list[tuple[str, str]]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "(options) => axe.run(options)", options | {"resultTypes": ["violations"]}
    )
    return [
        (fault["id"], node["html"][:160])
        for fault in found["violations"]
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


def said_twice(page: Page) -> list[str]:
    """Labels that repeat the title of the page or of their form."""
    found: list[str] = page.evaluate(
        """() => {
        const words = (each) => each.textContent.replace(/[\\s:?…]+/g, ' ').trim();
        const titles = new Set([...document.querySelectorAll('h1, h2.always, form.form > h2')]
          .filter((each) => each.checkVisibility()).map(words));
        return [...document.querySelectorAll('form.form :is(.field > label, .field > legend) > bdi')]
          .filter((each) => !each.closest('.unseen')).map(words).filter((each) => titles.has(each));
        }"""
    )
    return found


def small(page: Page) -> list[str]:
    """Targets too small for a thumb: lower than 44 pixels. A searchable list has a line instead."""
    found: list[str] = page.evaluate(
        """(wanted) => [...document.querySelectorAll(wanted)]
        .filter((each) => each.checkVisibility() && !each.closest('.unseen, [aria-hidden]') && each.getBoundingClientRect().height < 43.9)
        .map((each) => each.outerHTML.slice(0, 100))""",
        TOUCH,
    )
    return found
