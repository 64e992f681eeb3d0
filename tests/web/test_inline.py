"""Isolated text: typed text by its first letter, our own by the direction of the page."""

import pytest
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy, override

from saathi.infra import join_words
from saathi.infra.district_list import district_name
from saathi.web.inline_elements import bidi

IN_URDU = "CSV یا Excel فائل"


@pytest.mark.parametrize("translate", [gettext, gettext_lazy])
def test_our_own_text_has_the_direction_of_the_page_whatever_word_it_begins_with(
    translate: object,
) -> None:
    with override("ur"):
        assert callable(translate)
        assert bidi(translate("CSV or Excel file")) == f'<bdi dir="rtl">{IN_URDU}</bdi>'
    with override("en"):
        assert bidi(translate("CSV or Excel file")) == "<bdi>CSV or Excel file</bdi>"


@pytest.mark.parametrize(
    "typed", ["Sita", "CSV کی فائل", "ستا", "NP-7K3F-921", "No such text, in English. <i>"]
)
def test_what_people_typed_keeps_the_direction_of_its_first_letter(typed: str) -> None:
    for language in ("en", "ur"):
        with override(language):
            assert bidi(typed).startswith("<bdi>")


def test_case_id_at_the_beginning_of_a_line_in_urdu_stays_unbroken() -> None:
    with override("ur"):
        assert bidi("NP-7K3F-92: فوری").startswith(
            '<bdi dir="rtl"><bdi class="code" dir="ltr">NP-7K3F-92</bdi>: '
        )
    with override("en"):
        assert (
            bidi("NP-7K3F-92: urgent") == '<bdi><span class="code">NP-7K3F-92:</span> urgent</bdi>'
        )


def test_ids_in_a_sentence_are_on_one_line_and_the_rest_is_escaped() -> None:
    assert bidi("Report R-9C4Q-YFMB to <b>accept</b>") == (
        '<bdi>Report <span class="code">R-9C4Q-YFMB</span> to &lt;b&gt;accept&lt;/b&gt;</bdi>'
    )
    for language in ("en", "ur"):
        with override(language):
            for alone in ("NP-7K3F-92", "R-9C4Q-YFMB"):
                assert bidi(alone) == f'<bdi><span class="code">{alone}</span></bdi>'
    for whole in ("a NP-7K3F-921", "x-NP-7K3F-92 y", "well-known"):
        assert bidi(whole) == f"<bdi>{whole}</bdi>"
    marked = format_html('<a href="{}">{}</a> more', "/NP-7K3F-92 ", "it")
    assert bidi(marked) == f"<bdi>{marked}</bdi>"


def test_a_text_without_a_translation_keeps_its_own_direction() -> None:
    with override("ur"):
        assert bidi("CSV, in a sentence without an Urdu translation.").startswith("<bdi>CSV")
        assert bidi("<b>") == "<bdi>&lt;b&gt;</bdi>"


def test_inline_direction_cache_is_per_language() -> None:
    with override("ur"):
        bidi(IN_URDU)
    with override("ne"):
        assert bidi(IN_URDU) == f"<bdi>{IN_URDU}</bdi>"
    with override("ur"):
        assert bidi(IN_URDU) == f'<bdi dir="rtl">{IN_URDU}</bdi>'


def test_a_line_of_ours_that_begins_with_a_typed_name_has_the_direction_of_the_page() -> None:
    with override("ur"):
        district = district_name("NP-DHA")
        assert district == "\N{RIGHT-TO-LEFT MARK}Dhanusha, نیپال"
        assert join_words.isolate_direction("NP-7K3F-92 · شکایت").startswith(
            "\N{RIGHT-TO-LEFT MARK}NP"
        )
    with override("en"):
        assert district_name("NP-DHA") == "Dhanusha, Nepal"
