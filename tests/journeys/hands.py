"""A person without a mouse: the same walk, with Tab, arrows, Space and Enter alone."""

from typing import Self

import pytest
from playwright.sync_api import Locator

from tests.browser.browser_walk import SENDS, BrowserWalk

FAR = 260  # more stations than any page has


class Hands(BrowserWalk):
    """A walk by keyboard. What the keyboard does not reach cannot be done."""

    def sign_in(self) -> Self:
        """One press at the demo's door."""
        self.open("/demo/")
        card = self.page.locator("section.card").filter(has_text=self.person)
        person = card.locator("[name=person]").get_attribute("value")
        self._tab_to(f"form:has([value='{person}']) button")
        return self._enter()

    def follow(self, ending: str) -> Self:
        """Goes to the link by Tab and opens it with Enter."""
        self._tab_to(f'a[href$="{ending}"]')
        return self._enter()

    def enter(self, part: str) -> Self:
        """The same for a link in the page's own content."""
        self._tab_to(f':is(main, aside) a[href*="{part}"]')
        return self._enter()

    def press(self, value: str = "", *, to: str = "") -> Self:
        """The button of the page's form."""
        chosen = f'[value="{value}"]' if value else SENDS
        form = ":is(main, aside) form" + (f'[action$="{to}"]' if to else "")
        self._tab_to(f"{form} button.btn{chosen}")
        return self._enter()

    def unfold(self) -> Self:
        """What is folded away opens with Enter as well."""
        self._tab_to("main details.more > summary")
        self.page.keyboard.press("Enter")
        return self

    def _enter(self) -> Self:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.look()

    def _tap(self, what: Locator) -> None:
        self._tab_to(what)
        self.page.keyboard.press("Enter")

    def _type(self, field: Locator, text: str) -> None:
        self._tab_to(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def _check(self, field: Locator) -> None:
        if field.get_attribute("type") == "checkbox":
            self._tab_to(field)
            self.page.keyboard.press("Space")
            return
        name, value = (field.get_attribute(each) for each in ("name", "value"))
        self._tab_to(f':is(main, aside) [name="{name}"]')
        self._arrow(f'[name="{name}"][value="{value}"]:checked')

    def _choose(self, field: Locator, value: str) -> None:
        self._tab_to(field)
        self._arrow(f'[name="{field.get_attribute("name")}"]:has(option[value="{value}"]:checked)')

    def _tab_to(self, target: str | Locator) -> None:
        """Presses Tab until the focus is there, or has been everywhere."""
        wanted = target if isinstance(target, str) else target.element_handle()
        here = (
            "(wanted) => typeof wanted === 'string' ? document.activeElement.matches(wanted)"
            " : document.activeElement === wanted"
        )
        for _station in range(FAR):
            if self.page.evaluate(here, wanted):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"the keyboard does not reach {target} on {self.path}")

    def _arrow(self, wanted: str) -> None:
        """Down through the choices of the focused field until the wanted one is chosen; then up."""
        chosen = "(wanted) => document.querySelector(wanted) !== null"
        self.page.keyboard.press("Space" if self._is_radio() else "Home")
        for _choice in range(FAR):
            if self.page.evaluate(chosen, wanted):
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"the arrows do not choose {wanted} on {self.path}")

    def _is_radio(self) -> bool:
        return bool(self.page.evaluate("document.activeElement.type === 'radio'"))
