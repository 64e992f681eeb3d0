"""The letters of the child view in a browser on a machine that has no fonts for them."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

from saathi.protection.casework.reintegration import child_questions
from saathi.protection.casework.reintegration.forms.outcomes import ChildViewForm
from saathi.web import template_context
from tests.web.stage import BrowserStage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STATIC = Path(template_context.__file__).parent / "static"
# The files that the letters of a language need; the other languages' files do not come.
FILES = {
    "en": "noto-sans-latin-", "ur": "noto-naskh-arabic-", "ne": "noto-sans-devanagari-",
    "hi": "noto-sans-devanagari-", "bn": "noto-sans-bengali-",
}  # fmt: skip
PLACES = {
    "child_view": ("h1", "legend", ".faces span", "[data-next]", "footer a"),
    "child_view_done": ("h1", "footer a"),
}
ON_A_SLOW_LINE = """Object.defineProperty(navigator, "connection", {
  value: { saveData: true, effectiveType: "2g" },
});"""


def answered(language: str, template: str = "child_view") -> str:
    """The page as the view draws it."""
    context = {
        "form": ChildViewForm(language=language),
        "language": language,
        "voice": child_questions.VOICES[language],
        "fonts": template_context.font_sheet(language),
    }
    return render_to_string(f"reintegration/{template}.html", context)


def fonts_of(page: Page, selector: str) -> list[dict[str, Any]]:
    """The fonts in which the browser set the words of an element."""
    chromium = page.context.new_cdp_session(page)
    chromium.send("DOM.enable")
    chromium.send("CSS.enable")
    root = chromium.send("DOM.getDocument")["root"]["nodeId"]
    node = chromium.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts: list[dict[str, Any]] = chromium.send("CSS.getPlatformFontsForNode", {"nodeId": node})[
        "fonts"
    ]
    return fonts


@pytest.mark.requirement("REI-008")
@pytest.mark.parametrize("language", child_questions.ChildViewLanguage.values)
def test_a_child_can_read_the_questions_on_any_device(browser: Browser, language: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.add_init_script(ON_A_SLOW_LINE)
    came: list[str] = []
    page.on("request", lambda request: came.append(request.url.rpartition("/")[2]))
    for template, places in PLACES.items():
        BrowserStage(page, has_scripts=False).show(answered(language, template))
        page.evaluate("document.fonts.ready")
        for place in places:
            fonts = fonts_of(page, place)
            assert fonts, place
            assert all(font["isCustomFont"] for font in fonts), (place, fonts)
    own = {each for each in came if each.endswith(".woff2")}
    assert any(each.startswith(FILES[language]) for each in own)
    assert all(each.startswith((FILES[language], FILES["en"])) for each in own), own
    page.close()


def test_no_other_page_grows() -> None:
    sheets = [template_context.font_sheet(each) for each in ("en", "ur")]
    for language in child_questions.ChildViewLanguage.values:
        sheet = template_context.font_sheet(language)
        assert len(gzip.compress((STATIC / sheet).read_bytes(), 6)) < 4 * 1024
        assert (sheet in sheets) == (language in {"en", "ur"})
