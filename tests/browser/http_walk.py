"""A walk without a browser: the same requests, sent to the same demo, and the same pages, read as HTML.

For what is only there to be looked at later (`tests/browser/world.py`): what a person sees and can reach
is found out in Chromium. No script runs here, so each page says in its HTML all that is needed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urljoin

import requests
from lxml.html import HtmlElement

from tests.browser import nights
from tests.browser.html_page import FormRequest, HtmlPage, SentFile
from tests.browser.walk import Choice, Walk

SECONDS = 60  # for one answer, beside tests that load and restore whole databases
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
HEADERS = {"User-Agent": BROWSER, "Accept": "text/html", "Accept-Language": "en-US"}


@dataclass
class HttpWalk(Walk):
    """One person, by the links and forms of the HTML that she is sent."""

    site: str
    person: str
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.headers.update(HEADERS)
        self.page = HtmlPage.read(self.site, "<body></body>")

    def sign_in(self) -> Self:
        """The button of her card at the demo's door."""
        self.open("/demo/")
        card = "//section[contains(concat(' ', @class, ' '), ' card ')][contains(., $person)]"
        buttons = self.page.find(f"{card}//button", person=self.person)
        assert buttons, f"no card of {self.person} at the demo's door"
        self._press(buttons[0])
        assert "/demo/" not in self.path, "she was not signed in"
        return self

    def is_signed_in(self) -> bool:
        """Whether a page that asks for a session opens."""
        return self.status("/law/") == 200

    def open(self, path: str) -> Self:
        """A request of its own."""
        return self._read(self.session.get(self.site + path, timeout=SECONDS))

    def follow(self, ending: str) -> Self:
        """Any link of the page, as it is in sight."""
        return self._go(self.page.links(ending=ending, within=""), ending)

    def enter(self, part: str) -> Self:
        """The same in the page's own content."""
        return self._go(self.page.links(part), part)

    def _go(self, found: list[str], wanted: str) -> Self:
        assert found, f"no link {wanted} on {self.path}, but {self.page.links(within='')}"
        return self._read(self.session.get(self._absolute(found[0]), timeout=SECONDS))

    def press(self, value: str = "", *, to: str = "") -> Self:
        """What the form sends is taken, or the page's own words on what is wrong are raised."""
        self.controls += 1
        return self._press(self.page.button(value, to))

    def go_on(self, value: str, *, until: str) -> Self:
        """The server sends the form again, with the field."""
        found = self.page.find("//main//button[@value=$value]", value=value)
        assert found, f"no button {value} on {self.path}"
        self._press(found[0])
        assert until in self.page.names(), f"{value} does not lead to {until} on {self.path}"
        return self

    def _press(self, button: HtmlElement) -> Self:
        answer = self._send(self.page.pressed(button))
        before = self.path
        self._read(answer)
        wrong = self.page.words("main .summary-box")
        assert not wrong, f"{before}: {wrong}"
        return self

    def _send(self, form: FormRequest) -> requests.Response:
        address = self._absolute(form.address)
        where = {"Referer": self._absolute(self.path), "Origin": self.site}
        if form.method == "get":
            return self.session.get(address, params=form.values, headers=where, timeout=SECONDS)
        if not form.has_files:
            values = [(name, _text(value)) for name, value in form.values]
            return self.session.post(address, data=values, headers=where, timeout=SECONDS)
        parts = [(name, _part(value)) for name, value in form.values]
        return self.session.post(address, files=parts, headers=where, timeout=SECONDS)

    def _read(self, answer: requests.Response) -> Self:
        """The page that came; an error of the server is an error of the walk, as where a browser waits."""
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code >= 400 or not kind.startswith("text/html"):
            path = answer.url.removeprefix(self.site)
            error = AssertionError(f"{answer.status_code} {kind} at {path}, from {self.path}")
            error.add_note(HtmlPage.read(answer.url, answer.text or "-").words()[0])
            error.add_note(nights.answers(self.site))
            raise error
        self.page = HtmlPage.read(answer.url, answer.text)
        return self

    def _absolute(self, address: str) -> str:
        return urljoin(self.page.address, address)

    def _fill(self, name: str, value: object) -> None:
        self.page.fill(name, value)

    def upload(self, name: str, file: str, media_type: str, data: bytes) -> Self:
        """Goes with the form."""
        self.page.upload(name, SentFile(file, data, media_type))
        return self

    def unfold(self) -> Self:
        """What is in it is in sight then."""
        self.page.unfold()
        return self

    def says(self, *texts: str) -> Self:
        """Somewhere in its words."""
        said = self.page.words()[0]
        for text in texts:
            assert " ".join(text.split()) in said, f"{text} is not said on {self.path}: {said}"
        return self

    @property
    def path(self) -> str:
        """Without the site."""
        return self.page.address.removeprefix(self.site)

    def status(self, path: str) -> int:
        """Of the first answer, which may lead elsewhere."""
        answer = self.session.get(self.site + path, allow_redirects=False, timeout=SECONDS)
        return answer.status_code

    def links(self, part: str) -> list[str]:
        """As they are written in the page."""
        return self.page.links(part)

    def each_link(self) -> Iterator[str]:
        """Hidden ones too, as in the browser."""
        yield from (self._absolute(str(each.get("href"))) for each in self.page.find("//a[@href]"))

    def fields(self, beginning: str) -> list[str]:
        """In the page's content, each once."""
        return [each for each in self.page.names() if each.startswith(beginning)]

    def choices(self, name: str) -> list[Choice]:
        """Options, or boxes."""
        return self.page.choices(name)

    def has_form(self, to: str) -> bool:
        """One that is in the page."""
        forms = self.page.find("//main//form[@action] | //aside//form[@action]")
        return any(str(each.get("action")).endswith(to) for each in forms)

    def words(self, place: str) -> list[str]:
        """As they stand in the HTML."""
        return self.page.words(place)


def _text(value: str | SentFile) -> str:
    """Without an encoding for files, a form sends the name alone."""
    return value.name if isinstance(value, SentFile) else value


def _part(value: str | SentFile) -> tuple[str | None, bytes] | tuple[str, bytes, str]:
    if isinstance(value, SentFile):
        return value.name, value.data, value.media_type
    return None, value.encode()
