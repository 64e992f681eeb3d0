"""From the sheets of an XLSForm to a form, with every error at the place where its author made it."""

import pytest

from saathi.engines.xlsform import form_reader, limits
from saathi.engines.xlsform.definition import (
    XlsformQuestionKind,
    form_from_json,
)
from tests.engines.xlsform.books import CHOICES, HEAD, book, form, line, mistakes

ASK = line("text", "a", "Ask")
NAME_RULE = (
    "A name must begin with a letter and contain only letters, digits and _ . -, "
    "at most 80 characters."
)


def test_form_with_all_supported_features() -> None:
    head = [
        "Type",
        "name",
        "label::English (en)",
        "label::اردو (ur)",
        "hint::English (en)",
        "constraint_message::English (en)",
        *HEAD[3:],
    ]
    definition = form(
        ["begin_group", "g", "Home", "گھر"],
        ["select one yn", "safe", "Safe?", "محفوظ؟", "Ask gently", "", "yes", "", "", "", "", "statistical"],
        ["integer", "n", "How many?", "کتنے؟", "", "Too many", "", "${safe} = 'yes'", ". < 9", "", "", "identifying"],
        ["end_group"],
        ["begin repeat", "r", "Somebody", ""],
        ["string", "who", "Who?", ""],
        ["end repeat"],
        ["select_multiple district", "where", "Where?", "", "", "", "", "", "", "", "province = ${safe}"],
        ["calculate", "c", "", "", "", "", "", "", "", "count(${r})"],
        ["note", "end_note", "Thank you, ${who}", ""],
        ["start", "start"],
        head=head,
    )  # fmt: skip
    assert definition.code == "a_visit"
    assert dict(definition.languages) == {"en": "English", "ur": "اردو"}
    assert [question.kind for question in definition.questions] == [
        XlsformQuestionKind.ONE,
        XlsformQuestionKind.INTEGER,
        XlsformQuestionKind.TEXT,
        XlsformQuestionKind.MANY,
        XlsformQuestionKind.CALCULATE,
        XlsformQuestionKind.NOTE,
    ]
    safe, number = definition.questions_by_name["safe"], definition.questions_by_name["n"]
    assert safe.is_required
    assert safe.within == ("g",)
    assert definition.text_in_language(safe.label, "ur") == "محفوظ؟"
    assert definition.text_in_language(safe.hint, "ur") == "Ask gently"
    assert definition.text_in_language(number.message) == "Too many"
    assert definition.repeat_of(definition.questions_by_name["who"]) == "r"
    assert [question.name for question in definition.unclassified] == ["who", "where", "c"]
    assert form_from_json(definition.to_json()) == definition


def test_ignored_columns_are_noted() -> None:
    result = form_reader.read_form(
        book([*ASK, "x"], ["deviceid", "d"], head=[*HEAD, "media::image"])
    )
    assert result.form is not None
    assert [(note.row, note.column) for note in result.notes] == [(1, "media::image"), (3, "type")]
    untranslated = form_reader.read_form(
        book(
            ["text", "a", "Ask", ""],
            head=["type", "name", "label::English (en)", "label::Urdu (ur)"],
            choices=[],
        )
    )
    assert (
        "1 labels are missing in Urdu" in untranslated.notes[0].text % untranslated.notes[0].values
    )


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ([["", "a", "Ask"]], (2, "type", "type is missing")),
        ([line("include", "a")], (2, "type", "“include” is not supported")),
        ([line("text", "1a")], (2, "name", NAME_RULE)),
        ([line("text", "")], (2, "name", NAME_RULE)),
        ([line("text", "a b")], (2, "name", NAME_RULE)),
        ([ASK, line("text", "a")], (3, "name", "is used twice")),
        ([line("select_one", "a")], (2, "type", "“select_one” is not supported")),
        ([line("select_one nolist", "a")], (2, "type", "There is no list of choices named “nolist”")),
        ([line("text", "a", relevant="${b} = 1")], (2, "relevant", "There is no question named “b”")),
        ([line("text", "a", relevant="1 +")], (2, "relevant", "The expression is incomplete")),
        ([line("text", "a", relevant=". = 1")], (2, "relevant", "can be used only in a constraint")),
        ([line("text", "a", "Hello ${who}")], (2, "label", "There is no question named “who”")),
        ([ASK, line("calculate", "c")], (3, "calculation", "calculation is missing")),
        ([line("text", "a", classification="secret")], (2, "classification", "Enter “identifying”, “sensitive”")),
        ([line("text", "a", classification="statistical")], (2, "classification", "Only select_one and integer")),
        ([line("begin repeat", "r"), line("integer", "a", classification="statistical"), line("end repeat")], (3, "classification", "Questions inside a repeat cannot be statistical:")),
        ([line("begin group", "g"), ASK], (2, "type", "begins here but has no end")),
        ([ASK, line("end group")], (3, "type", "has no matching “begin group”")),
        ([line("begin group", "g"), ASK, line("end repeat")], (4, "type", "has no matching “begin repeat”")),
        ([line("text", "a", relevant="${b} = 1"), line("text", "b", relevant="${a} = 1")], (2, "relevant", "a → b → a")),
        ([line("begin group", "g", relevant="${a} = 1"), ASK, line("end group")], (3, "relevant", "in a circle")),
        ([line("calculate", "c", calculation="${c} + 1"), ASK], (2, "relevant", "in a circle")),
    ],
)  # fmt: skip
def test_a_mistake_in_the_survey_is_reported_with_its_cell(
    lines: list[list[str]], place: tuple[int, str, str]
) -> None:
    errors = mistakes(*lines)
    assert any(
        (sheet, row, column) == ("survey", *place[:2]) and place[2] in text
        for sheet, row, column, text in errors
    ), errors


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([CHOICES[0], ["yn", "_not_asked", "Yes", ""]], (2, "name", "begin with a letter or digit")),
        ([CHOICES[0], ["", "yes", "Yes", ""]], (2, "list_name", "name of the list")),
        ([*CHOICES[:2], ["yn", "yes", "Yes", ""]], (3, "name", "is used twice")),
        ([["list_name", "name", "label", "label"], ["yn", "yes", "Yes", "x"]], (1, "label", "twice")),
    ],
)  # fmt: skip
def test_a_mistake_in_the_choices_is_reported_with_its_cell(
    rows: list[list[str]], place: tuple[int, str, str]
) -> None:
    errors = mistakes(ASK, choices=rows)
    assert any(
        (sheet, row, column) == ("choices", *place[:2]) and place[2] in text
        for sheet, row, column, text in errors
    ), errors


def test_a_workbook_without_a_survey_or_its_columns() -> None:
    assert "no sheet “survey”" in form_reader.form_from_rows({}).errors[0].text
    result = form_reader.read_form(book(["a"], head=["name"]))
    assert result.errors[0].text % result.errors[0].values == "The first row has no column “type”."


def test_all_mistakes_are_reported_at_once() -> None:
    errors = mistakes(line("include", "a"), line("text", "b", relevant="("), line("text", "b"))
    assert sorted(row for _sheet, row, _column, _said in errors) == [2, 3, 4]


def questions(count: int) -> list[list[str]]:
    return [line("text", f"q{number}") for number in range(count)]


def error_texts(*lines: list[str], **more: list[list[str]]) -> str:
    return " ".join(error[3] for error in mistakes(*lines, **more))


def test_limits_of_questions_and_group_depth() -> None:
    assert len(form(*questions(limits.QUESTIONS)).questions) == limits.QUESTIONS
    assert "more than 500 questions" in error_texts(*questions(limits.QUESTIONS + 1))
    for depth in (limits.GROUP_DEPTH, limits.GROUP_DEPTH + 1):
        begins = [line("begin group", f"g{number}") for number in range(depth)]
        lines = [*begins, ASK, *([line("end group")] * depth)]
        assert ("deep" in error_texts(*lines)) if depth > limits.GROUP_DEPTH else form(*lines)


def test_limits_of_choices() -> None:
    own = [["yn", f"c{number}", "C", ""] for number in range(limits.LIST_CHOICES)]
    assert len(form(ASK, choices=[CHOICES[0], *own]).lists["yn"]) == limits.LIST_CHOICES
    assert "more than 300 choices" in error_texts(
        ASK, choices=[CHOICES[0], *own, ["yn", "more", "C", ""]]
    )
    lists = limits.CHOICES // limits.LIST_CHOICES
    every = [
        [f"l{which}", name, "C", ""] for which in range(lists) for _of, name, _label, _more in own
    ]
    assert form(ASK, choices=[CHOICES[0], *every])
    assert "more than 1500 choices" in error_texts(
        ASK, choices=[CHOICES[0], *every, ["yn", "yes", "C", ""]]
    )


def test_limit_of_page_fields() -> None:
    own = [
        ["yn", f"c{number}", "C", ""] for number in range(99)
    ]  # a field each, and one for the reason
    many = [line("select_multiple yn", f"m{number}") for number in range(limits.PAGE_FIELDS // 100)]
    assert form(*many, choices=[CHOICES[0], *own])
    assert "The form has more questions than fit on one page" in error_texts(
        *many, ASK, choices=[CHOICES[0], *own]
    )
    in_repeat = [line("begin repeat", "r"), *questions(145), line("end repeat")]
    assert form(*in_repeat)
    assert "The form has more questions than fit on one page" in error_texts(*in_repeat, ASK)


def test_limit_of_dependency_chain() -> None:
    chain = [line("text", "q0")] + [
        line("text", f"q{n}", relevant=f"${{q{n - 1}}} = 'x'")
        for n in range(1, limits.DEPENDENCY_CHAIN + 2)
    ]
    assert form(*chain[:-1])
    assert "conditions depend on one another" in error_texts(*chain)


def test_limit_of_languages() -> None:
    codes = ["en", "ur", "ne", "hi", "bn", "ta", "si", "dv", "dz"]
    for count in (limits.LANGUAGES, limits.LANGUAGES + 1):
        head = ["type", "name", *(f"label::L (x{code[0]}{code[1]})" for code in codes[:count])]
        result = form_reader.read_form(book(["text", "a", *(["A"] * count)], head=head, choices=[]))
        assert (result.form is None) == (count > limits.LANGUAGES)
