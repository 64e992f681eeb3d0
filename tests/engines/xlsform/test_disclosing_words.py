"""Questions whose texts say that an answer is a name, phone, address, caste, ethnicity or religion."""

import pytest

from saathi.engines.xlsform import limits
from saathi.engines.xlsform.disclosing_words import discloses
from saathi.engines.xlsform.form_checker import data_class_problem
from saathi.engines.xlsform.form_state import FormState
from tests.engines.xlsform.books import form, line
from tests.engines.xlsform.disclosing import TEXTS


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_words_of_five_languages_disclose_and_others_do_not(text: str, *, expected: bool) -> None:
    assert discloses([text]) is expected
    assert discloses(["how often", text]) is expected


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
