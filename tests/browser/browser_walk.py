"""A walk in Chromium: what is checked on the way is what a person sees and can reach."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import Error, FilePayload, Locator, Page, expect

from tests.browser import nights
from tests.browser.walk import Choice, Walk

PICTURES = os.environ.get("SAATHI_TEST_PICTURES")  # a folder: each page of a walk is kept there
# What a page says is wrong, and what the browser itself would not send.
PROBLEMS = "(all) => all.map((each) => each.validationMessage ? each.name + ': ' + each.validationMessage : each.innerText)"
# The closed folds around a field, the outermost first, and the line in which its list is searched.
FOLDS = "xpath=ancestor::details[not(@open)]/summary"
LINE = (
    "xpath=(ancestor-or-self::*[@data-searching or self::select][1]"
    "/preceding-sibling::*/descendant-or-self::input[@list])[last()]"
)
IS_SEARCHED = """(each) => each.type === "checkbox"
    ? !each.checked && each.closest("label")?.hidden === true
    : each.getAttribute("aria-hidden") === "true"
"""
# What the line takes for a value: its text, with its group or its code where two are called the same.
SEARCH_TEXTS = """(each, value) => {
    if (each.type === "checkbox") return [each.closest("label").textContent.trim()];
    const found = [...each.options].find((option) => option.value === value);
    if (!found) return value ? [] : [""];
    return value ? [found.text, `${found.text}, ${found.parentElement.label}`, `${found.text} (${value})`] : [""];
}"""
MOST_STEPS = 6
SENDS = (
    # A button that sends the form: neither one that goes on in it nor one that only fills it in.
    ":not([name=step], [name=same], [type=button])"
)


@dataclass
class BrowserWalk(Walk):
    """One person in her browser."""

    site: str
    page: Page
    person: str
    on_page: list[object] = field(default_factory=list)
    seen: int = 0

    def sign_in(self) -> Self:
        """One click at the demo's door."""
        self.open("/demo/")
        card = self.page.locator("section.card").filter(has_text=self.person)
        card.get_by_role("button").click()
        self.page.wait_for_url(lambda url: "/demo/" not in url)
        return self.look()

    def is_signed_in(self) -> bool:
        """Whether a page that asks for a session opens, asked beside the window."""
        return self.status("/law/") == 200

    def open(self, path: str) -> Self:
        """Goes to an address, as by a bookmark."""
        self.page.goto(self.site + path)
        return self.look()

    def follow(self, ending: str) -> Self:
        """Clicks the first link in sight whose address ends so."""
        before = self.page.url
        link = self.page.locator(f'a[href$="{ending}"]:visible').first
        with self._explained():
            link.click()
            self.page.wait_for_url(lambda url: url != before)
        return self.look()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What stood there instead tells why, and how the server answered last."""
        try:
            yield
        except Error as error:
            problems = self.page.locator("main .summary-box, main :invalid:not(form, fieldset)")
            error.add_note(f"{self.path}: {problems.evaluate_all(PROBLEMS)}")
            error.add_note(self.page.locator("main").inner_text())
            error.add_note(nights.answers(self.site))
            raise

    def enter(self, part: str) -> Self:
        """Clicks the first link of the page's own content whose address has this in it."""
        before = self.page.url
        self.page.locator(f':is(main, aside) a[href*="{part}"]:visible').first.click()
        self.page.wait_for_url(lambda url: url != before)
        return self.look()

    def _fill(self, name: str, value: object) -> None:
        field = self.page.locator(f':is(main, aside) [name="{name}"]')
        kind = field.first.evaluate("(each) => each.type")
        if kind in {"radio", "checkbox"} and value is not True:
            field = self.page.locator(f':is(main, aside) [name="{name}"][value="{value}"]')
        self.show(field.first)
        if field.first.evaluate(IS_SEARCHED):
            self._search(field.first, str(value))
        elif kind in {"radio", "checkbox"}:
            self._check(field.first)
        elif kind.startswith("select"):
            self._choose(field.first, str(value))
        else:
            self._type(field.first, str(value))

    def show(self, field: Locator) -> None:
        """Goes to the step of the form with a field, and opens what is folded around it."""
        for _step in range(MOST_STEPS):
            step = field.evaluate("(each) => each.closest('[data-step][hidden]')?.dataset.step")
            if not step:
                break
            there = self.page.locator(f'[data-step-nav] button[value="{step}"]')
            forth = self.page.locator("main .actions:visible button[name=step]")
            self._tap(there if there.count() else forth.first)
        for _fold in range(field.locator(FOLDS).count()):
            self._tap(field.locator(FOLDS).first)

    def _search(self, field: Locator, value: str) -> None:
        """Types what is wanted into the line in which a long list is searched."""
        line, texts = field.locator(LINE), field.evaluate(SEARCH_TEXTS, value)
        assert texts, f"{value} is not offered"
        for text in texts:
            self._type(line, text)
            if field.evaluate("(each, value) => each.checked || each.value === value", value):
                return
        raise AssertionError(f"{texts} are not found")

    def _tap(self, what: Locator) -> None:
        what.click()

    def _type(self, field: Locator, text: str) -> None:
        field.fill(text)

    def _check(self, field: Locator) -> None:
        field.check()

    def _choose(self, field: Locator, value: str) -> None:
        field.select_option(value)

    def press(self, value: str = "", *, to: str = "") -> Self:
        """Presses the main button of the page's form; waits until another page is there."""
        self.controls += 1
        chosen = f'[value="{value}"]' if value else SENDS
        form = ":is(main, aside) form:visible" + (f'[action$="{to}"]' if to else "")
        with self._explained(), self.page.expect_navigation():
            self.page.locator(f"{form} button.btn{chosen}:visible").first.click()
        return self.look()

    def go_on(self, value: str, *, until: str) -> Self:
        """Goes to the step with the button and clicks it; waits for the field."""
        button = self.page.locator(f':is(main, aside) button[value="{value}"]').first
        self.show(button)
        with self._explained():
            self._tap(button)
            self.page.locator(f'[name="{until}"]').first.wait_for(state="attached")
        return self

    def upload(self, name: str, file: str, media_type: str, data: bytes) -> Self:
        """Chooses a file."""
        sent: FilePayload = {"name": file, "mimeType": media_type, "buffer": data}
        self.page.locator(f'main [name="{name}"]').set_input_files([sent])
        return self

    def unfold(self) -> Self:
        """Opens what the page's content has folded away."""
        self.page.locator("main details.more > summary").first.click()
        return self

    def says(self, *texts: str) -> Self:
        """The page says this, in sight."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)
        return self

    def status(self, path: str) -> int:
        """How the server answers this person at an address, without leaving the page."""
        # A connection that was idle for long may be closed at this moment: asked again.
        return self.page.request.get(self.site + path, max_redirects=0, max_retries=2).status

    @property
    def path(self) -> str:
        """Where she is."""
        return self.page.url.removeprefix(self.site)

    def look(self) -> Self:
        """What is checked on each page, and a picture of it where they are wanted."""
        self.page.wait_for_load_state()
        for check in self.on_page:
            check(self.page)  # type: ignore[operator]
        if PICTURES:
            self.seen += 1
            name = f"{self.person.partition(' ')[0]}-{self.seen:02}.png"
            self.page.screenshot(path=Path(PICTURES) / name, full_page=True)
        return self

    def each_link(self) -> Iterator[str]:
        """Every address of the page."""
        yield from self.page.eval_on_selector_all(
            "a[href]", "(all) => all.map((each) => each.href)"
        )

    def links(self, part: str) -> list[str]:
        """Their addresses as they are written in the page."""
        return self._each(
            f':is(main, aside) a[href*="{part}"]', "(each) => each.getAttribute('href')"
        )

    def fields(self, beginning: str) -> list[str]:
        """In the page's content, each once."""
        found = self._each(f':is(main, aside) [name^="{beginning}"]', "(each) => each.name")
        return list(dict.fromkeys(found))

    def choices(self, name: str) -> list[Choice]:
        """Options, or boxes."""
        place = f':is(main, aside) {{}}[name="{name}"]'
        options, boxes = place.format("select") + " option", place.format("input")
        found = self._each(
            f"{options}, {boxes}:is([type=radio], [type=checkbox])",
            "(each) => [each.value, (each.labels?.[0] ?? each).textContent.trim()]",
        )
        return [Choice(*each) for each in found]

    def has_form(self, to: str) -> bool:
        """One that is in the page."""
        return self.page.locator(f':is(main, aside) form[action$="{to}"]').count() > 0

    def words(self, place: str) -> list[str]:
        """As they stand in sight."""
        return self.page.locator(place).all_inner_texts()

    def _each(self, selector: str, what: str) -> list[Any]:
        found: list[Any] = self.page.eval_on_selector_all(selector, f"(all) => all.map({what})")
        return found
