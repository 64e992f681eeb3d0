"""Conditions and errors in words for readers who do not know expressions."""

import pytest
from django.utils import translation

from saathi.engines.xlsform.problems import XlsformProblem
from saathi.protection.casework.supplements import explanations
from tests.engines.xlsform.books import form, line


@pytest.mark.parametrize(
    ("relevant", "said"),
    [
        ("", ""),
        ("${safe} = 'no'", "“Safe?”: No"),
        ("selected(${safe}, 'no')", "“Safe?”: No"),
        ("${safe} != 'no'", "not (“Safe?”: No)"),
        ("'no' = ${safe}", "“Safe?”: No"),
        ("${safe} = ''", "“Safe?” has no answer"),
        ("${safe} != ''", "“Safe?” has an answer"),
        ("${age} >= 12 and ${age} < 18", "“Age” is at least 12 and “Age” is less than 18"),
        ("${age} > 12 or ${age} <= 3", "“Age” is more than 12 or “Age” is at most 3"),
        ("not(${safe} = 'no')", "not (“Safe?”: No)"),
        ("${age} = 7", "“Age”: 7"),
        ("${age} + 1 = 7", "(“Age” + 1) is 7"),
        ("string-length(${safe}) > 2", "string-length(“Safe?”) is more than 2"),
        ("count(${somebody}) > 0", "count(“Somebody”) is more than 0"),
    ],
)  # fmt: skip
def test_a_condition_in_words(relevant: str, said: str) -> None:
    definition = form(
        line("select_one yn", "safe", "Safe?"),
        line("integer", "age", "Age"),
        line("begin repeat", "somebody", "Somebody"),
        line("text", "who", "Who?"),
        line("end repeat"),
        line("text", "last", "Last", relevant=relevant),
    )
    with translation.override("en"):
        assert (
            explanations.condition_text(definition, definition.questions_by_name["last"], "en")
            == said
        )


def test_condition_text_includes_group_conditions() -> None:
    definition = form(
        line("select_one yn", "safe", "Safe?"),
        line("begin group", "g", "More", relevant="${safe} = 'no'"),
        line("text", "last", "Last", relevant="${safe} != ''"),
        line("end group"),
    )
    with translation.override("en"):
        text = explanations.condition_text(definition, definition.questions_by_name["last"], "en")
    assert text == "“Safe?”: No and “Safe?” has an answer"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (XlsformProblem("The type is missing.", {}, "survey", 3, "type"), "Sheet survey, row 3, column type: The type is missing."),
        (XlsformProblem("The type is missing.", {}, "survey", 1), "Sheet survey, row 1: The type is missing."),
        (XlsformProblem("The file is larger than %(most)s kilobytes.", {"most": "9"}), "The file is larger than 9 kilobytes."),
    ],
)  # fmt: skip
def test_problem_text_names_its_place(told: XlsformProblem, said: str) -> None:
    with translation.override("en"):
        assert explanations.problem_text(told) == said


@pytest.mark.parametrize(("code", "way"), [("ur", "rtl"), ("ne", "ltr"), ("ps", "rtl"), ("en-GB", "ltr"), ("dv", "rtl")])  # fmt: skip
def test_which_languages_run_from_the_right(code: str, way: str) -> None:
    assert explanations.text_direction(code) == way
