"""Takes pictures of the gallery: `python -m tests.web.shoot FOLDER`."""

import sys
from pathlib import Path

import django
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, sync_playwright

from tests.browser_support import launch_options

ORIGIN = "http://saathi.test"


def serve(page: Page, html: str) -> None:
    """Answers every request of the page from the files here: no server, no network."""

    def answer(route: Route) -> None:
        url = route.request.url.removeprefix(ORIGIN).partition("?")[0]
        if url.startswith("/static/"):
            found = finders.find(url.removeprefix("/static/"))
            route.fulfill(path=found) if found else route.fulfill(status=404)
        elif url == "/page":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(body="<title>elsewhere</title>", content_type="text/html")

    page.route("**/*", answer)


def main(folder: str, *wanted: str) -> None:
    from tests.web.gallery import PAGES, draw

    target = Path(folder)
    target.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for name in wanted or PAGES:
            for width in (1280, 390, 320):
                for scheme in ("light", "dark"):
                    for language in ("en", "ur"):
                        if width == 320 and scheme == "dark":
                            continue
                        page = browser.new_page(
                            viewport={"width": width, "height": 900}, color_scheme=scheme
                        )
                        serve(page, draw(name, language))
                        page.goto(f"{ORIGIN}/page")
                        page.wait_for_load_state("networkidle")
                        page.screenshot(
                            path=target / f"{name}-{width}-{scheme}-{language}.png", full_page=True
                        )
                        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                        if wide > 0:
                            print("too wide", name, width, language, wide)
                        page.close()
        browser.close()


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
