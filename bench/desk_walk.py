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
from playwright.sync_api import TimeoutError as PlaywrightTimeout

CHROMIUM = Path("/usr/bin/chromium-headless-shell")
VISIBLE_CONTROLS = """() => [...document.querySelectorAll(
    ':is(main, aside) :is(input:not([type=hidden]), select, textarea):not([aria-hidden=true])')]
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
        self._click_link(f'a[href$="{ending}"]:visible')

    def follow_first(self, part: str) -> None:
        """Clicks the first link whose address goes on after this part."""
        self._click_link(f'main a[href*="{part}"]:not([href$="{part}"]):visible')

    def follow_approval(self, code: str) -> None:
        """From My day by the list of approvals to the one of this case."""
        self._click_link('main a[href*="/approvals/"]:visible')
        self._click_link(f'main :is(tr, li):has-text("{code}") a[href*="/approvals/"]:visible')

    def _click_link(self, selector: str) -> None:
        link = self.page.locator(selector).first
        if not link.count():
            raise SystemExit(f"{self.page.url}: no link {selector}")
        with self.page.expect_navigation():
            link.click()
        self._add(clicks=1, pages=1)

    def fill(self, **values: Any) -> None:
        """Fills in fields by name; a choice, a text, or several choices."""
        for name, value in values.items():
            for item in value if isinstance(value, list) else [value]:
                self._fill(name, str(item))
                self._add(filled=1)

    def unfold(self, text: str) -> None:
        """Opens a folded part of the page."""
        self.page.locator(":is(main, .file-head) summary", has_text=text).first.click()
        self._add(clicks=1)

    def press(self, name: str, *, is_refused: bool = False) -> None:
        """Presses the button with this text; the page's controls are counted before.

        `is_refused`: the same page is expected again, with what is to be decided first.
        """
        self._add(controls=int(self.page.evaluate(VISIBLE_CONTROLS)), clicks=1, pages=1)
        before = self.page.url
        buttons = self.page.locator(":is(main, aside) button:visible")
        exact = buttons.get_by_text(name, exact=True)
        (exact.first if exact.count() else buttons.filter(has_text=name).first).click()
        if is_refused:
            self.page.wait_for_load_state()
            return
        refused = ":is(main, aside) :is(.summary-box, .trouble):visible, [data-say]:not(:empty)"
        try:
            self.page.wait_for_url(lambda url: url != before, timeout=8000)
        except PlaywrightTimeout:
            if (result := self.page.locator(refused)).count():
                raise SystemExit(f"{before}: {result.first.inner_text()[:900]}") from None
        self.page.wait_for_load_state()

    def _fill(self, name: str, value: str) -> None:
        locator = self.page.locator(f':is(main, aside) [name="{name}"]')
        kind = locator.first.evaluate("(each) => each.type")
        if kind in {"radio", "checkbox"}:
            box = locator.locator(f'xpath=self::*[@value="{value}"]').first
            if not box.is_visible():  # found by searching for its text
                text = box.evaluate("(each) => each.closest('label').textContent.trim()")
                box.locator("xpath=ancestor::fieldset[1]").locator("[data-searched]").fill(text)
            box.check()
        elif kind == "select-one":
            locator.first.select_option(value)
        else:
            locator.first.fill(value)

    def _add(self, **more: int) -> None:
        for name, number in more.items():
            setattr(self.counts[-1], name, getattr(self.counts[-1], name) + number)


def walk(desk: DeskWalk) -> None:
    """From the report of a neighbour to the requested closure of the case.

    One worker does it all except for the approval: the demo has no sign-in for the colleague who gets the
    intake officer would assign the case.
    """
    desk.sign_in("Case worker")
    desk.page.goto(f"{desk.site}/reports/")
    report_and_register(desk)
    file = desk.page.url.partition("/child/")[2].partition("/")[0]
    code = desk.page.locator(".file-head").get_attribute("aria-label") or ""
    assess_and_plan(desk)
    desk.sign_in("Supervisor")
    with desk.step("Approve the plan (supervisor)"):
        desk.follow_approval(code)
        desk.press("Approve")
    desk.sign_in("Case worker")
    help_and_close(desk, file)


def report_and_register(desk: DeskWalk) -> None:
    """The report, and the case that is opened from it."""
    with desk.step("Record a report"):
        desk.follow("/reports/new/")
        desk.fill(
            what="Her aunt has not seen her since Sunday. A man promised work in a hotel.",
            concerns=["trafficking", "missing"],
            urgency="today",
            suspect="A man called Raju",
            channel="in_person",
            reporter_kind="community",
            child_names="Sunmaya Tamang",
            child_gender="girl",
            age_low="14",
            place="Near the bus park",
        )
        desk.press("Save report")
    with desk.step("Open the case from the report: identity, concerns, risk, caregiver, consent"):
        desk.follow("/open/")
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
        )
        desk.press("Open case and record what happened")


def assess_and_plan(desk: DeskWalk) -> None:
    """What happened, the needs, and a plan with its first goal, submitted for approval."""
    with desk.step("What happened"):
        desk.fill(acts=["recruitment"], known="stated", source="family", confidence="not_weighed")
        desk.press("Save and record an assessment")
    with desk.step("Assessment"):
        desk.fill(risk="high", danger="Still gone; the man has her telephone")
        desk.fill(state_protection="urgent", text_protection="Has to be found and kept safe")
        desk.press("Save and create a case plan")
    with desk.step("Plan with its first goal, submitted for approval"):
        desk.fill(
            **{
                "child_words": "I want to go back to school",
                "contribution": "given",
                "agreement": "agrees",
                "goal-text": "Sunmaya lives safely with her aunt",
                "goal-facet": "protection",
                "goal-decided_by": "child_with_team",
                "goal-step_text": "Ask the police and the border posts",
            }
        )
        desk.press("Save and submit for approval")


def help_and_close(desk: DeskWalk, file: str) -> None:
    """A visit with the child's words, a referral, and the request to close the case."""
    with desk.step("Visit"):
        desk.follow(f"/child/{file}/visits/new/")
        desk.fill(outcome="met_alone", kind="school_or_work", note="Back since this morning")
        desk.press("Save and record what the child said")
    with desk.step("What the child said"):
        desk.fill(state="said", form="verbatim", words="He told me of a hotel", audience="team")
        desk.press("Save and refer to a service")
    with desk.step("Referral"):
        desk.follow_first("/support/offer/")
        needed = "Someone to talk to after school"
        desk.fill(urgency="soon", child_answer="yes", need=needed, shared="need")
        desk.press("Save")
    with desk.step("Request closure"):
        desk.unfold("Actions")
        desk.follow(f"/child/{file}/closing/ask/")
        desk.fill(
            reason="safe_no_further_need",
            evaluation="given",
            words="You came quickly",
            form="verbatim",
            summary="Back with her aunt",
            where_to_get_help="Her teacher",
        )
        desk.press("Request case closure", is_refused=True)  # the page lists what is still open
        desk.press("Submit despite open matters")


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
