"""Questions whose texts say that an answer is a name, phone, address, caste, ethnicity or religion."""

import re
import sys
import unicodedata

import pytest

from saathi.engines.xlsform import form_reader, limits
from saathi.engines.xlsform.data_classes import data_class_problem
from saathi.engines.xlsform.definition import XlsformDefinition
from saathi.engines.xlsform.disclosing_words import discloses
from saathi.engines.xlsform.form_state import FormState
from saathi.engines.xlsform.visible_text import (
    INVISIBLE,
    with_named_signs,
    without_invisible_signs,
)
from tests.engines.xlsform.books import book, form, line
from tests.engines.xlsform.disclosing import CHOICES, SURROUNDED, TEXTS


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_words_of_five_languages_disclose_and_others_do_not(text: str, *, expected: bool) -> None:
    assert discloses([text]) is expected
    assert discloses(["how often", text]) is expected


@pytest.mark.parametrize(("text", "expected"), CHOICES)
def test_choices_disclose_by_their_codes_and_labels(text: str, *, expected: bool) -> None:
    assert discloses(["how often"], [text]) is expected
    assert discloses(["how often"], ["other", text]) is expected


def test_no_word_goes_from_one_text_to_the_next() -> None:
    assert not discloses(["n", "a", "m", "e"], ["reli", "gion"])


@pytest.mark.parametrize(("asked", "is_refused"), SURROUNDED)
def test_groups_hints_and_choices_around_a_question_are_read(
    asked: XlsformDefinition, *, is_refused: bool
) -> None:
    question = asked.questions_by_name["which"]
    assert bool(data_class_problem(asked, question, "statistical")) is is_refused
    assert not data_class_problem(asked, question, "sensitive")


@pytest.mark.parametrize(
    ("name", "label", "list_name", "is_refused"),
    [
        ("faith", "Religion of the child", "faiths", True),
        ("religion", "Which of these?", "faiths", True),
        ("faith", "Which of these?", "religion", True),
        ("safe", "Is ${child_name} safe?", "yn", False),
    ],
)
def test_name_label_and_list_of_a_statistical_question_are_read(
    name: str, label: str, list_name: str, *, is_refused: bool
) -> None:
    choices = [["list_name", "name", "label"], [list_name, "a", "A"], [list_name, "b", "B"]]
    asked = form(
        line("text", "child_name", "Name", classification="identifying"),
        line(f"select_one {list_name}", name, label),
        choices=choices,
    )
    question = asked.questions_by_name[name]
    assert bool(data_class_problem(asked, question, "statistical")) is is_refused
    assert not data_class_problem(asked, question, "sensitive")
    # A form that was published earlier leaves no such answer in clear.
    earlier = asked.with_classes({"child_name": "identifying", name: "statistical"})
    counted = FormState(earlier, {name: "a"}, None).statistical_answers()
    assert counted == ({} if is_refused else {name: "a"})


@pytest.mark.parametrize("more", [0, 1])
def test_long_list_of_choices_is_never_statistical(more: int) -> None:
    number = limits.STATISTICAL_CHOICES + more
    choices = [["list_name", "name", "label"], *(["ward", f"w{n}", f"{n}"] for n in range(number))]
    asked = form(line("select_one ward", "ward", "Ward"), choices=choices)
    problem = data_class_problem(asked, asked.questions[0], "statistical")
    assert bool(problem) is bool(more)


# --- Signs that no reader sees --------------------------------------------------------------------


def test_every_format_sign_of_unicode_is_invisible() -> None:
    pattern = re.compile(f"[{INVISIBLE}]")
    signs = [chr(n) for n in range(sys.maxunicode) if unicodedata.category(chr(n)) == "Cf"]
    assert len(signs) > 150
    assert [hex(ord(sign)) for sign in signs if not pattern.match(sign)] == []


@pytest.mark.parametrize(
    ("text", "visible", "named"),
    [
        ("Na\u200bme\u00ad", "Name", "Na[U+200B]me[U+00AD]"),
        ("\u202eemaN", "emaN", "[U+202E]emaN"),
        ("A\u200dB", "AB", "A[U+200D]B"),
        ("र्\u200dय", "र्\u200dय", "र्\u200dय"),  # changes how the letters look
        ("می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم"),
        ("\u06dd", "\u06dd", "\u06dd"),  # seen, although of category Cf
    ],
)
def test_invisible_signs_are_left_out_or_named(text: str, visible: str, named: str) -> None:
    assert without_invisible_signs(text) == visible
    assert with_named_signs(text) == named


def test_form_is_read_without_invisible_signs_and_the_author_is_informed() -> None:
    choices = [["list_name", "name", "label"], ["yn", "yes\u200b", "Y\u00ades"], ["yn", "no", "No"]]
    read = form_reader.read_form(
        book(line("select_one yn", "sa\u2060fe", "Sa\u200bfe?"), choices=choices)
    )
    assert read.form is not None
    assert read.form.questions[0].name == "safe"
    assert read.form.questions[0].label == {"en": "Safe?"}
    assert read.form.lists["yn"][0].name == "yes"
    assert read.form.lists["yn"][0].label == {"en": "Yes"}
    notes = [(note.sheet, note.row, note.text % note.values) for note in read.notes]
    text = "Rows from which invisible characters were removed: 1."
    assert notes == [("survey", 2, text), ("choices", 2, text)]
