"""Checks of a translation that need no knowledge of the language."""

import re
import runpy
from pathlib import Path
from typing import Any

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "saathi" / "locale").glob("*/LC_MESSAGES/django.po"))
RIGHT_TO_LEFT = {"ur", "ar", "fa", "ps", "dv"}
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd%]|{\w*}")
# Characters that change the direction of text by hand; isolation in the markup does that here.
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
tool: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "messages.py"))


def translated(path: Path) -> list[tuple[str, str]]:
    entries = [entry for entry in polib.pofile(str(path)) if entry.translated()]
    pairs = [(entry.msgid, entry.msgstr) for entry in entries if entry.msgstr]
    return pairs + [
        (entry.msgid_plural, text) for entry in entries for text in entry.msgstr_plural.values()
    ]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_keeps_every_place_for_a_value(path: Path) -> None:
    wrong = [
        text
        for text, translation in translated(path)
        if set(PLACES.findall(text)) - {"%(n)s"} - set(PLACES.findall(translation))
    ]

    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_turns_no_direction_by_hand(path: Path) -> None:
    assert [
        translation for _text, translation in translated(path) if TURNING.search(translation)
    ] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_right_to_left_language_uses_its_own_marks(path: Path) -> None:
    if path.parts[-3] not in RIGHT_TO_LEFT:
        return
    latin_marks = [
        translation
        for _text, translation in translated(path)
        if re.search(r"[\u0600-\u06ff]\s?[.,?;](\s|$)", translation)
    ]

    assert latin_marks == []


def test_a_draft_says_so_at_its_head() -> None:
    draft = polib.pofile(str(ROOT / "saathi" / "locale" / "ur" / "LC_MESSAGES" / "django.po"))

    assert draft.metadata["X-Saathi-Status"] == "draft for native review"


def test_texts_are_found_in_python() -> None:
    source = "_('one'); gettext_lazy('two'); ngettext('a child', '%(n)s children', n); pgettext('verb', 'Close'); _(name)"

    assert [
        (message.text, message.plural, message.context) for message in tool["from_python"](source)
    ] == [
        ("one", "", ""),
        ("two", "", ""),
        ("a child", "%(n)s children", ""),
        ("Close", "", "verb"),
    ]


def test_texts_are_found_in_templates() -> None:
    source = """{% load i18n %}{% translate "one" %}{% if x %}{% translate "Close" context "verb" %}{% endif %}
    {% blocktranslate count n=n %}a child{% plural %}{{ n }} children{% endblocktranslate %}{% include x with y=_("two") %}"""

    assert {
        (message.text, message.plural, message.context) for message in tool["from_template"](source)
    } == {
        ("one", "", ""),
        ("Close", "", "verb"),
        ("a child", "%(n)s children", ""),
        ("two", "", ""),
    }


def test_merging_keeps_what_was_translated_and_drops_what_is_gone() -> None:
    message = tool["Message"]
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="kept", msgstr="رکھا"))
    catalogue.append(polib.POEntry(msgid="gone", msgstr="گیا"))

    assert tool["merge"](catalogue, {message("kept"): ["a.py"], message("new"): ["a.py"]})
    assert [(entry.msgid, entry.msgstr) for entry in catalogue] == [("kept", "رکھا"), ("new", "")]
    assert not tool["merge"](catalogue, {message("kept"): ["a.py"], message("new"): ["a.py"]})
