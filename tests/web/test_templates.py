"""Rules for templates, and properties of the page frame."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from saathi.web import assets, error_pages
from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    TeamSeatItem,
    first_letter,
)
from tests.web.gallery import PAGES, draw

PACKAGE = Path(assets.__file__).parent.parent
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
BANNED = {
    "an inline script": r'<script(?![^>]*(\bsrc=|type="application/json"))',
    "an inline style": r"<style|\sstyle=",
    "an inline handler": r"\son[a-z]+=",
    "unescaped text": r"\|\s*safe\b|autoescape off",
}


def test_templates_keep_the_house_rules() -> None:
    assert TEMPLATES
    faults = [
        (str(template.relative_to(PACKAGE)), fault)
        for template in TEMPLATES
        for fault in faults_of(template.read_text(encoding="utf-8"))
    ]
    assert faults == []


def faults_of(text: str) -> list[str]:
    banned = [name for name, pattern in BANNED.items() if re.search(pattern, text)]
    return banned + (["more than 100 lines"] if text.count("\n") > 100 else [])


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_its_language_and_direction(name: str, language: str) -> None:
    html = draw(name, language)

    assert f'<html lang="{language}" dir="{"rtl" if language == "ur" else "ltr"}">' in html
    assert html.count("<main") == 1
    assert 'href="#main"' in html


def test_no_title_holds_a_name() -> None:
    title = draw("file").partition("<title>")[2].partition("</title>")[0]

    assert " ".join(title.split()) == "Overview · NP-7K3F-92 · Saathi"


def test_every_signed_in_page_has_quick_exit() -> None:
    assert "data-leave" in draw("file")
    assert "data-leave" in draw("list")
    assert "data-leave" not in draw("public")


def test_a_signed_out_page_has_no_menu_and_no_lock() -> None:
    html = draw("public")

    assert 'id="menu"' not in html
    assert "data-lock" not in html
    assert "data-cover" not in html


def test_current_menu_item_is_marked_once() -> None:
    html = draw("file")
    html = html[html.index('id="menu"') : html.index("</nav>")]

    assert html.count('aria-current="page"') == 1
    assert re.search(r'href="/desk/my_day/" aria-current="page"', html)


def test_a_draft_language_says_so() -> None:
    html = draw("public")

    assert "اردو" in html
    assert re.search(r'value="ur"[^<]*(<(?!/button)[^<]*)*<small>draft', html)


def test_text_of_people_is_isolated_in_its_own_direction() -> None:
    assert "<bdi>सुनिता</bdi>" in draw("file", "ur")
    assert "<bdi>9 March, child’s words" in draw("file", "ur")


def test_suppressed_no_data_and_zero_differ() -> None:
    html = draw("list")

    assert '<span class="hidden-number">suppressed</span>' in html
    assert '<span class="no-data">no data</span>' in html
    assert "<bdi>0</bdi>" in html
    assert "<bdi>&lt;5</bdi>" in html


def test_pages_of_a_list_keep_the_rest_of_the_address() -> None:
    html = draw("list")

    assert 'href="?page=1"' in html
    assert 'href="?page=3"' in html


def test_a_list_has_at_most_seven_columns() -> None:
    with pytest.raises(ValueError, match="seven"):
        DisplayTable("Too wide", [DisplayTableColumn(str(n)) for n in range(8)], [])


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="one cell for each column"):
        DisplayTable(
            "Torn", [DisplayTableColumn("a"), DisplayTableColumn("b")], [[DisplayTableCell("a")]]
        )


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Anita K.", "AK"),
        ("सुनिता", "सु"),
        ("Maya", "M"),
        ("", "?"),
        ("ফারহানা আ.", "ফাআ"),
        ("اسما", "ا"),
    ],
)
def test_initials_keep_vowel_signs(name: str, letters: str) -> None:
    assert TeamSeatItem("counsellor", name).letters == letters


def test_first_letter_of_empty_text_is_empty() -> None:
    assert first_letter(" ") == ""


@pytest.mark.parametrize(
    "trouble",
    [
        error_pages.NOT_FOUND,
        error_pages.CSRF_FAILED,
        error_pages.CONFLICT,
        error_pages.TOO_LARGE,
        error_pages.TOO_MANY_REQUESTS,
        error_pages.SERVER_ERROR,
    ],
    ids=lambda trouble: trouble.status,
)
def test_error_page_says_what_happened_and_what_to_do(
    trouble: error_pages.ErrorPage,
) -> None:
    html = render_to_string("web/broken.html", {"trouble": trouble})

    assert str(trouble.what_happened).split("’")[0] in html
    assert str(trouble.what_was_kept).split("’")[0] in html
    assert str(trouble.what_to_do).split("’")[0] in html


def test_the_page_of_a_broken_server_needs_no_one_signed_in() -> None:
    response = error_pages.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert b"data-lock" not in response.content


@override_settings(ROOT_URLCONF="tests.web.gallery")
def test_too_many_tries_say_how_long_to_wait() -> None:
    response = error_pages.too_many_requests(page_request(), wait_seconds=60)

    assert (response.status_code, response["Retry-After"]) == (429, "60")


@override_settings(ROOT_URLCONF="tests.web.gallery")
def test_a_conflict_shows_every_word_that_was_typed() -> None:
    response = error_pages.conflict_response(
        page_request(), typed={"Child’s statement": "I want <b>to go</b>"}, newest_url="/newest"
    )

    assert response.status_code == 409
    assert "I want &lt;b&gt;to go&lt;/b&gt;" in response.content.decode()
    assert 'href="/newest"' in response.content.decode()


@override_settings(ROOT_URLCONF="tests.web.gallery")
def test_not_found_page_does_not_repeat_the_address() -> None:
    response = error_pages.not_found(page_request(), LookupError("Sunita"))

    assert response.status_code == 404
    assert b"Sunita" not in response.content


def page_request() -> object:
    request = RequestFactory().get("/")
    request.session = {}
    return request


@override_settings(ROOT_URLCONF="tests.web.gallery")
def test_a_form_that_is_too_large_says_so_and_nonsense_finds_nothing() -> None:
    assert error_pages.too_large(page_request(), RequestDataTooBig("3 MB")).status_code == 413
    assert error_pages.too_large(page_request(), ValueError("nonsense")).status_code == 404
