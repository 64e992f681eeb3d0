"""The checks of pages can fail (`sound.py`, which `test_pages.py` uses)."""

import pytest

from tests.browser.fixtures import Opener
from tests.browser.sound import faults
from tests.browser.windows import SMALL

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]


def test_what_the_checks_would_find(site: str, opened: Opener) -> None:
    """Each fault below is planted in a page that had none."""
    page = opened(viewport=SMALL).new_page()
    page.goto(f"{site}/account/login/")
    assert faults(page) == []
    page.evaluate(
        """() => {
        const main = document.querySelector('main');
        main.insertAdjacentHTML('beforeend', '<img src="/static/web/mark.svg">' +
          '<p id="faint">faint</p><p id="wide">wide</p><button id="low">low</button>' +
          '<form class="form"><h2>Why?</h2><div class="field"><label for="why"><bdi>Why</bdi>' +
          '</label><textarea id="why"></textarea></div></form>');
        document.getElementById('faint').style.color = '#ddd';
        document.getElementById('wide').style.width = '50rem';
        document.getElementById('low').style.height = '20px';
        }"""
    )
    assert {kind for kind, _where in faults(page)} == {
        "image-alt",
        "color-contrast",
        "wide",
        "small",
        "said twice",
    }
