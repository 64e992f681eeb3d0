"""Takes pictures of the gallery: `python -m tests.web.shoot FOLDER [PAGE …]`."""

import itertools
import os
import sys
from pathlib import Path

import django
from playwright.sync_api import Browser, sync_playwright

from tests.browser_support import launch_options

WIDTHS = (1280, 390, 320)
SCHEMES = ("light", "dark")
LANGUAGES = ("en", "ur")


def main(folder: str, *wanted: str) -> None:
    from tests.web.gallery import PAGES

    target = Path(folder)
    target.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for case in itertools.product(wanted or PAGES, WIDTHS, SCHEMES, LANGUAGES):
            shoot(browser, target, *case)
        browser.close()


def shoot(
    browser: Browser, target: Path, name: str, width: int, scheme: str, language: str
) -> None:
    from tests.web.gallery import draw
    from tests.web.stage import BrowserStage

    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    BrowserStage(page).show(draw(name, language))
    page.screenshot(path=target / f"{name}-{width}-{scheme}-{language}.png", full_page=True)
    page.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saathi.config.settings")
    django.setup()
    main(*sys.argv[1:])
