"""A browser that shows pages of the gallery."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.web.stage import BrowserStage


@pytest.fixture
def stage(browser: Browser) -> Iterator[BrowserStage]:
    page = browser.new_page()
    page.set_default_timeout(5000)
    yield BrowserStage(page)
    page.close()
