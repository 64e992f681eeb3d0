"""Shows pages of the gallery to a browser without a server: requests are answered from the files."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route

ORIGIN = "https://saathi.test"
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class BrowserStage:
    """A browser page, what it asked for, and how its POST requests are answered."""

    page: Page
    html: str = ""
    posts: list[tuple[str, str]] = field(default_factory=list)
    answer: dict[str, Any] = field(
        default_factory=lambda: {"status": 204, "headers": {"X-Saathi-To": "/next"}}
    )
    is_down: bool = False
    has_scripts: bool = True

    def __post_init__(self) -> None:
        self.page.route("**/*", self._reply)

    def show(self, html: str) -> Page:
        """Loads the page as a reader would, with the scripts that come after it (see send.js)."""
        self.html = html
        self.page.goto(f"{ORIGIN}/page")
        if self.has_scripts:
            self.page.wait_for_function("!document.body.dataset.forms || window.saathiUnsent")
        return self.page

    def _reply(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
        if route.request.method == "POST":
            self.posts.append((path, route.request.post_data or ""))
            if self.is_down:
                route.abort("internetdisconnected")
            else:
                route.fulfill(**self.answer)
        elif path.startswith("/static/"):
            path_found = finders.find(path.removeprefix("/static/"))
            if path_found:
                route.fulfill(path=path_found)
            else:
                route.fulfill(status=404)
        elif path == "/page":
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(body=f"<title>{path}</title>", content_type="text/html")
