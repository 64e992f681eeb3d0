"""Counts clicks, pages and controls of one child's way from a report to the requested closure.

Run: `python -m bench.desk_walk http://127.0.0.1:8000 [pictures]` against a running demo; it adds a
report and a case to it. A control is a field or button of the page's content that is visible when
the page is left (each checkbox is one, as in `desk-review.md`); buttons that send the form are not
counted, nor what is folded away and was not opened.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium-headless-shell")
VISIBLE_CONTROLS = """() => [...document.querySelectorAll(
    ':is(main, aside) :is(input:not([type=hidden]), select, textarea)')]
    .filter(each => each.checkVisibility() && !each.closest('[hidden]')).length"""
DAY = ("2", "11", "2026")


@dataclass
class Count:
    """What one step took."""

    step: str
    clicks: int = 0
    pages: int = 0
    controls: int = 0
    filled: int = 0


@dataclass
class DeskWalk:
    """One person after the other at one browser; everything done is counted."""

    site: str
    page: Page
    pictures: Path | None = None
    counts: list[Count] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Counts what happens inside under this name."""
        self.counts.append(Count(name))
        yield
        if self.pictures is not None:
            number = f"{len(self.counts):02d}"
            self.page.screenshot(path=self.pictures / f"{number}.png", full_page=True)

    def sign_in(self, role: str) -> None:
        """Signs in as a person of the demo; signing in is not counted."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.site}/demo/")
        self.page.get_by_role("button", name=f"Sign in as {role}", exact=True).click()
        self.page.wait_for_load_state()

    def follow(self, ending: str) -> None:
        """Clicks the first visible link whose address ends so."""
        link = self.page.locator(f'a[href$="{ending}"]:visible').first
        if not link.count():
            raise SystemExit(f"{self.page.url}: no link to …{ending}")
        with self.page.expect_navigation():
            link.click()
        self._add(clicks=1, pages=1)

    def fill(self, **values: Any) -> None:
        """Fills in fields by name; a choice, a text, or several choices."""
        for name, value in values.items():
            for one in value if isinstance(value, list) else [value]:
                self._fill(name, str(one))
                self._add(filled=1)

    def unfold(self, text: str) -> None:
        """Opens a folded part of the page."""
        self.page.locator("main summary", has_text=text).first.click()
        self._add(clicks=1)

    def press(self, name: str) -> None:
        """Presses the button with this text; the page's controls are counted before."""
        self._add(controls=int(self.page.evaluate(VISIBLE_CONTROLS)), clicks=1, pages=1)
        before = self.page.url
        button = self.page.locator(":is(main, aside) button:visible", has_text=name).first
        with self.page.expect_navigation():
            button.click()
        if self.page.url == before and self.page.locator(".errors, .trouble").count():
            raise SystemExit(f"{before}: {self.page.locator('main').inner_text()[:900]}")

    def _fill(self, name: str, value: str) -> None:
        found = self.page.locator(f':is(main, aside) [name="{name}"]')
        kind = found.first.evaluate("(each) => each.type")
        if kind in {"radio", "checkbox"}:
            found.locator(f'xpath=self::*[@value="{value}"]').first.check()
        elif kind == "select-one":
            found.first.select_option(value)
        else:
            found.first.fill(value)

    def _add(self, **more: int) -> None:
        for name, number in more.items():
            setattr(self.counts[-1], name, getattr(self.counts[-1], name) + number)


def walk(desk: DeskWalk) -> None:
    """From the report of a neighbour to the case of a worker, and what the worker does first."""
    desk.sign_in("Intake officer")
    desk.page.goto(f"{desk.site}/reports/")
    with desk.step("Record a report (intake officer)"):
        desk.follow("/reports/new/")
        desk.fill(
            what="Her aunt has not seen her since Sunday. A man promised work in a hotel.",
            concerns=["trafficking", "missing"],
            urgency="today",
            suspect="A man called Raju",
            reporter_kind="community",
            child_names="Sunmaya Tamang",
            child_gender="girl",
            age_low="14",
            place="Near the bus park",
        )
        desk.press("report")
    with desk.step("Open the case from the report: identity, concerns, risk, caregiver, consent"):
        desk.follow("/open/")
        worker = desk.page.locator("datalist#workers option").first.get_attribute("value") or ""
        desk.unfold("Record consent")
        desk.fill(
            risk="high",
            risk_reason="Gone since Sunday with a man whom nobody knows",
            caregiver_name="Maya Tamang",
            caregiver_kind="aunt_uncle",
            contact_how="Through her teacher",
            consent_basis="vital",
            consent_answer="not_asked",
            consent_reason="The child may be in danger and cannot be asked yet",
            consent_on_0=DAY[0],
            consent_on_1=DAY[1],
            consent_on_2=DAY[2],
            assign_to="worker",
            worker_name=_demo_worker(desk) or worker,
        )
        desk.press("Open case")


def _demo_worker(desk: DeskWalk) -> str:
    """The demo's case worker as the list names them, if there is room."""
    options = desk.page.locator("datalist#workers option")
    return next((value for value in options.evaluate_all("all => all.map(one => one.value)")
                 if value.startswith("Tilak Subedi")), "")  # fmt: skip


def printed(counts: list[Count]) -> str:
    """A line for each step, and the total."""
    total = Count("Total")
    for count in counts:
        for name in ("clicks", "pages", "controls", "filled"):
            setattr(total, name, getattr(total, name) + getattr(count, name))
    lines = [f"{'clicks':>7}{'pages':>7}{'controls':>10}{'filled':>8}  step"]
    lines += [
        f"{each.clicks:>7}{each.pages:>7}{each.controls:>10}{each.filled:>8}  {each.step}"
        for each in [*counts, total]
    ]
    return "\n".join(lines)


def main() -> None:
    """Walks once and prints what it took."""
    site = sys.argv[1].rstrip("/")
    pictures = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    options = {"executable_path": str(CHROMIUM)} if CHROMIUM.exists() else {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        desk = DeskWalk(site, page, pictures)
        walk(desk)
        print(printed(desk.counts))
        browser.close()


if __name__ == "__main__":
    main()
