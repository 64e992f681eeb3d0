"""Pages read without a browser: what is not there cannot be used, and a form sends what Chromium sends."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.html_page import HtmlPage, SentFile

ADDRESS = "http://localhost/child/new/"
FORM = """<main>
<form method="post" action="/sent/" enctype="multipart/form-data">
  <input type="hidden" name="form_key" value="k1">
  <input name="name" value="Sunita" required> <input name="empty">
  <input name="off" value="no" disabled> <fieldset disabled><input name="off2" value="no"></fieldset>
  <textarea name="told">
First line
second &amp; last</textarea>
  <select name="district"><option value="">-</option><optgroup label="NP">
    <option value="NP-DHA" selected>Dhanusha</option><option value="NP-X" disabled>X</option>
  </optgroup></select>
  <select name="first"><option>one</option><option>two</option></select>
  <select name="several" multiple><option value="a" selected>A</option><option value="b" selected>B</option></select>
  <label><input type="checkbox" name="topics" value="home" checked> Home</label>
  <input type="checkbox" name="topics" value="school" id="school"> <label for="school">At  school</label>
  <input type="checkbox" name="agreed">
  <input type="radio" name="risk" value="low" checked> <input type="radio" name="risk" value="high">
  <div data-step="2" hidden><input name="later" value="of the second step"></div>
  <details><summary>More</summary><input name="folded"> <a href="/in-a-fold/">fold</a></details>
  <template><input name="leg__n__"></template>
  <input type="file" name="drawing">
  <button class="btn" name="step" value="2">Next</button>
  <button class="btn" type="button" name="no" value="no">Nothing</button>
  <button class="btn" name="save" value="yes">Save</button>
</form>
<a href="/shown/" hidden>hidden</a> <a href="/other/">other</a>
</main><input form="none" name="outside">"""


def page_of(content: str = FORM) -> HtmlPage:
    return HtmlPage.read(ADDRESS, f"<!doctype html><html><body>{content}</body></html>")


def sent(page: HtmlPage) -> list[tuple[str, object]]:
    return list(page.pressed(page.button("")).values)


@pytest.mark.browser
@pytest.mark.slow
def test_a_form_sends_what_chromium_sends(page: Page) -> None:
    read = page_of()
    page.set_content(f"<!doctype html><html><body>{FORM}</body></html>")
    for name, typed in (("name", "रमिला"), ("told", "one\ntwo"), ("folded", "x")):
        read.fill(name, typed)
        page.locator(f"[name={name}]").evaluate("(each, text) => { each.value = text }", typed)
    for name, chosen in (("topics", "school"), ("risk", "high")):
        read.fill(name, chosen)
        page.locator(f"[name={name}][value={chosen}]").check()
    for name, chosen in (("first", "two"), ("several", "b"), ("district", "")):
        read.fill(name, chosen)
        page.locator(f"[name={name}]").select_option(chosen)
    read.upload("drawing", SentFile("a.png", b"1", "image/png"))
    page.locator("[name=drawing]").set_input_files(
        [{"name": "a.png", "mimeType": "image/png", "buffer": b"1"}]
    )
    by_chromium = page.evaluate(
        """() => [...new FormData(document.forms[0], document.querySelector('[name=save]'))]
        .map(([name, value]) => [name, value.name ?? value.replaceAll('\\n', '\\r\\n')])"""
    )
    assert len(by_chromium) > 10
    by_us = [
        (name, value.name if isinstance(value, SentFile) else value) for name, value in sent(read)
    ]
    assert by_us == [tuple(pair) for pair in by_chromium]


def test_an_untouched_form_sends_what_is_in_it() -> None:
    page = page_of()
    request = page.pressed(page.button(""))
    assert dict(request.values)["save"] == "yes"
    assert dict(request.values)["told"] == "First line\r\nsecond & last"
    assert (request.method, request.address, request.has_files) == ("post", "/sent/", True)


@pytest.mark.parametrize(
    ("use", "why"),
    [
        (lambda page: page.fill("age", "4"), "no field age"),
        (lambda page: page.fill("off", "4"), "no field off"),
        (lambda page: page.fill("off2", "4"), "no field off2"),
        (lambda page: page.fill("leg1", "NPL"), "no field leg1"),
        (lambda page: page.fill("form_key", "4"), "form_key cannot be typed into"),
        (lambda page: page.fill("risk", "none"), "risk does not offer none .*'low', 'high'"),
        (lambda page: page.fill("topics", "river"), "topics does not offer river"),
        (lambda page: page.fill("district", "NP-JHA"), "district does not offer NP-JHA"),
        (lambda page: page.fill("district", "NP-X"), "district does not offer NP-X"),
        (lambda page: page.upload("name", SentFile()), "no field name for a file"),
        (lambda page: page.button("delete"), "no button delete .*yes: Save"),
        (lambda page: page.button("", to="/elsewhere/"), "no button  /elsewhere/"),
        (
            lambda page: page.pressed(filled(page, name="").button("")),
            r"\['name'\] must be filled in",
        ),
    ],
)
def test_what_is_not_on_the_page_cannot_be_used(
    use: Callable[[HtmlPage], object], why: str
) -> None:
    with pytest.raises(AssertionError, match=why):
        use(page_of())


def filled(page: HtmlPage, **values: str) -> HtmlPage:
    for name, value in values.items():
        page.fill(name, value)
    return page


def test_links_that_are_hidden_or_folded_away_are_not_in_sight() -> None:
    page = page_of()
    assert page.links() == ["/other/"]
    page.fill("folded", "opens the fold around it")
    assert page.links() == ["/in-a-fold/", "/other/"]


def test_choices_have_the_words_of_their_labels() -> None:
    assert page_of().choices("topics") == [("home", "Home"), ("school", "At school")]
    assert page_of().choices("first") == [("one", "one"), ("two", "two")]
    assert page_of().choices("nothing") == []
