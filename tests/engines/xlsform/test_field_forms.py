"""Forms as Kobo and ODK take them: what Saathi reads differently is a note, and refuses nothing."""

import datetime as dt

import pytest

from saathi.engines.xlsform import form_reader, limits
from saathi.engines.xlsform.definition import (
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
    form_from_json,
    with_settings,
)
from saathi.engines.xlsform.form_reader import (
    FormContext,
    FormReadResult,
    form_code,
)
from saathi.engines.xlsform.form_state import FormState
from saathi.engines.xlsform.language_codes import read_language
from saathi.engines.xlsform.question_types import SpecialType, SurveyRowRole, read_type
from tests.engines.xlsform.books import CHOICES, HEAD, book, form, line

KIND = XlsformQuestionKind
ASK = line("text", "a", "Ask")
TODAY = dt.date(2026, 11, 29)


def texts(result: FormReadResult) -> list[tuple[int, str, str]]:
    assert result.form is not None, result.errors
    return [(note.row, note.column, note.text % note.values) for note in result.notes]


def question(definition: XlsformDefinition, name: str) -> XlsformQuestion:
    return definition.questions_by_name[name]


@pytest.mark.parametrize(
    ("text", "kind", "choices", "special"),
    [
        ("text", KIND.TEXT, "", ""),
        ("string", KIND.TEXT, "", ""),
        ("barcode", KIND.TEXT, "", ""),
        ("phone number", KIND.TEXT, "", ""),
        ("Q Integer", KIND.INTEGER, "", ""),
        ("time", KIND.TIME, "", ""),
        ("dateTime", KIND.DATETIME, "", ""),
        ("select_one yn", KIND.ONE, "yn", ""),
        ("select one from yn", KIND.ONE, "yn", ""),
        ("select1 yn", KIND.ONE, "yn", ""),
        ("select_multiple yn", KIND.MANY, "yn", ""),
        ("select all that apply from yn", KIND.MANY, "yn", ""),
        ("select_one_from_file towns.csv", KIND.TEXT, "", "choices_elsewhere"),
        ("select_one ${person}", KIND.TEXT, "", "choices_elsewhere"),
        ("rank yn", KIND.NOTE, "", "not_recorded"),
        ("geoshape", KIND.NOTE, "", "not_recorded"),
        ("image", KIND.NOTE, "", "not_recorded"),
        ("osm houses", KIND.NOTE, "", "not_recorded"),
        ("acknowledge", KIND.TEXT, "", "confirmation"),
        ("range", KIND.TEXT, "", "range"),
        ("hidden", KIND.TEXT, "", "hidden"),
    ],
)
def test_types_of_questions(text: str, kind: str, choices: str, special: str) -> None:
    line_type = read_type(text)
    assert line_type.role == SurveyRowRole.QUESTION
    assert (line_type.kind, line_type.choices) == (kind, choices)
    assert line_type.special == SpecialType(special)


@pytest.mark.parametrize(
    ("text", "role", "block"),
    [
        ("begin group", SurveyRowRole.BEGIN, "group"),
        ("end_repeat", SurveyRowRole.END, "repeat"),
        ("begin loop over towns", SurveyRowRole.BEGIN, "loop"),
        ("deviceid", SurveyRowRole.METADATA, ""),
        ("get start time", SurveyRowRole.METADATA, ""),
        ("uri:deviceid", SurveyRowRole.METADATA, ""),
        ("include", SurveyRowRole.UNKNOWN, ""),
        ("select_one", SurveyRowRole.UNKNOWN, ""),
        ("geopiont", SurveyRowRole.UNKNOWN, ""),
    ],
)
def test_types_of_other_lines(text: str, role: SurveyRowRole, block: str) -> None:
    line_type = read_type(text)
    assert (line_type.role, line_type.block) == (role, block)


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        ([line("geoshape", "g")], (3, "type", "“geoshape” is not recorded in Saathi")),
        ([line("select_one_external t", "t")], (3, "type", "the choices are not in this workbook")),
        ([["text", "b", ""]], (3, "label", "Questions without a label, shown by their name: 1.")),
        ([line("text", "b", required="${a} = 1")], (3, "required", "read as not required")),
        ([line("note", "n"), line("text", "b", relevant="${n} = 1")], (4, "relevant", "“n” never has an answer")),
        ([line("text", "b", calculation="1")], (3, "calculation", "Only the type calculate")),
        ([line("text", "b", choice_filter="x = 1")], (3, "choice_filter", "Only a question with choices")),
        ([line("note", "n", constraint=". = 1")], (3, "constraint", "Only questions with an answer")),
        ([line("text", "b", relevant="/data/a = 1")], (3, "relevant", "is not supported in an expression")),
        ([line("text", "b", relevant="../a = 1")], (3, "relevant", "is not supported in an expression")),
        ([line("text", "b", constraint="pulldata('a')")], (3, "constraint", "pulldata() is not supported")),
        ([line("text", "b", constraint="regex(., '(a*)*')")], (3, "constraint", "repeats a group")),
        ([line("select_one yn", "b", choice_filter="zone = 1")], (3, "choice_filter", "all choices are offered")),
        ([line("begin repeat", "r"), line("begin repeat", "s"), line("text", "b"), line("end repeat"), line("end repeat")], (4, "type", "its questions are asked once")),
        ([line("begin group", "g"), line("text", "a"), line("end group")], (4, "name", "This question is called “g_a”")),
    ],
)  # fmt: skip
def test_what_saathi_reads_differently_is_a_note_at_its_cell(
    lines: list[list[str]], note: tuple[int, str, str]
) -> None:
    notes = texts(form_reader.read_form(book(ASK, *lines)))
    assert any((row, column) == note[:2] and note[2] in text for row, column, text in notes), notes


def test_condition_that_is_not_evaluated_leaves_its_question_asked() -> None:
    definition = form(ASK, line("text", "b", relevant="once(1)", constraint="indexed-repeat(1)"))
    assert (question(definition, "b").relevant, question(definition, "b").constraint) == ("", "")
    assert FormState(definition, {}, TODAY).is_asked(question(definition, "b"))


def test_calculation_that_is_not_evaluated_is_shown_without_a_result() -> None:
    definition = form(ASK, line("calculate", "c", "", calculation="random()"))
    lost = question(definition, "c")
    assert (lost.kind, lost.not_recorded, lost.data_class) == (KIND.NOTE, "calculate", "")


def test_question_that_is_not_recorded_keeps_its_label_and_no_answer() -> None:
    definition = form(ASK, line("image", "photo", "Photo of the house"))
    photo = question(definition, "photo")
    assert (photo.kind, photo.not_recorded) == (KIND.NOTE, "image")
    assert definition.text_in_language(photo.label) == "Photo of the house"
    assert photo not in definition.answerable_questions
    assert photo not in definition.unclassified


def test_or_other_adds_a_choice_and_a_question() -> None:
    choices = [CHOICES[0], ["fruit", "fig", "Fig", "a"], ["fruit", "plum", "Plum", "b"]]
    definition = form(
        ASK,
        line("select_one fruit or_other", "f", choice_filter="province = ${a}"),
        choices=choices,
    )
    chosen = question(definition, "f")
    assert [choice.name for choice in definition.lists[chosen.choices]] == ["fig", "plum", "other"]
    assert [choice.name for choice in definition.lists["fruit"]] == ["fig", "plum"]
    state = FormState(definition, {"a": "a", "f": "other"}, TODAY)
    assert [choice.name for choice in state.choices(chosen)] == ["fig", "other"]
    assert state.is_asked(question(definition, "f_other"))
    assert not FormState(definition, {"f": "fig"}, TODAY).is_asked(question(definition, "f_other"))


def test_texts_that_saathi_adds_are_in_the_languages_of_the_form_and_never_missing() -> None:
    read = form_reader.read_form(
        book(
            ["select_one fruit or_other", "f", "Which?", "کون سا؟", "कुन?"],
            ["acknowledge", "seen", "Read it", "پڑھ لیا", "पढियो"],
            head=["type", "name", "label::English (en)", "label::اردو (ur)", "label::नेपाली (ne)"],
            choices=[
                [
                    "list_name",
                    "name",
                    "label::English (en)",
                    "label::اردو (ur)",
                    "label::नेपाली (ne)",
                ],
                ["fruit", "fig", "Fig", "انجیر", "अन्जिर"],
            ],
        )
    )
    definition = read.form
    assert definition is not None
    other = definition.lists[question(definition, "f").choices][-1]
    assert other.label == {"en": "Other", "ur": "دیگر", "ne": "Other"}
    specify = question(definition, "f_other")
    assert set(specify.label) == {"en", "ur", "ne"}
    assert specify.label["ur"] != specify.label["en"] == "Please specify"
    assert not [note for note in read.notes if "labels are missing" in note.text]


def test_range_confirmation_and_hidden_questions() -> None:
    head = [*HEAD, "parameters", "default"]
    rows = [
        ["range", "pain", "Pain", *[""] * 6, "start=0 end=10 step=1"],
        ["range", "share", "Share", *[""] * 6, "start=0.5 end=1.5"],
        ["acknowledge", "seen", "Read it"],
        ["hidden", "project", "", *[""] * 7, "the child's"],
    ]
    definition = form(*rows, head=head)
    pain, share = question(definition, "pain"), question(definition, "share")
    assert (pain.kind, share.kind) == (KIND.INTEGER, KIND.DECIMAL)
    state = FormState(definition, {"pain": "11", "share": "1.2", "seen": "OK"}, TODAY)
    assert state.violates_constraint(pain)
    assert not state.violates_constraint(share)
    assert not state.violates_constraint(question(definition, "seen"))
    assert state.calculation_text(question(definition, "project")) == "the child's"


def test_loop_asks_its_questions_for_each_choice() -> None:
    rows = [
        line("begin loop over province", "by_province", "By province"),
        line("integer", "number", "How many in %(label)s?"),
        line("text", "why", "Why?", relevant="${number} > 3"),
        line("end loop"),
    ]
    definition = form(*rows)
    assert [item.name for item in definition.questions] == [
        "number_bagmati",
        "why_bagmati",
        "number_madhesh",
        "why_madhesh",
    ]
    assert dict(question(definition, "number_madhesh").label) == {"en": "How many in Madhesh?"}
    assert question(definition, "why_bagmati").relevant == "${number_bagmati} > 3"
    assert question(definition, "why_bagmati").within == ("by_province", "by_province_bagmati")
    read = form_reader.read_form(book(line("begin loop over nolist", "l"), ASK, line("end loop")))
    assert "begin loop over nolist" in read.errors[0].text % read.errors[0].values


def test_metadata_that_a_text_refers_to_is_the_day_or_nothing() -> None:
    definition = form(
        ASK, line("today", "now"), line("deviceid", "device"), line("note", "n", "${now} ${device}")
    )
    state = FormState(definition, {}, TODAY)
    assert state.fill_placeholders(question(definition, "n").label, "en") == "2026-11-29 …"
    assert not definition.unclassified[1:]  # only the question itself


def test_same_choice_under_several_filters() -> None:
    rows = [
        ["list_name", "name", "label", "state"],
        ["county", "king", "King", "texas"],
        ["county", "king", "King", "washington"],
    ]
    definition = form(
        ASK, line("select_one county", "c", choice_filter="state = ${a}"), choices=rows
    )
    for state in ("texas", "washington"):
        answered = FormState(definition, {"a": state, "c": "king"}, TODAY)
        assert not answered.violates_constraint(question(definition, "c"))


@pytest.mark.parametrize(
    ("heading", "code", "is_proposed"),
    [
        ("English (en)", "en", False),
        ("اردو", "ur", True),
        ("Hindi", "hi", True),
        ("EN", "en", False),
        ("pt-br", "pt-br", False),
        ("Klingon of the north", "x-klingono", True),
        ("क्लिंगन", "x-", True),
    ],
)
def test_code_of_a_language(heading: str, code: str, is_proposed: bool) -> None:
    language = read_language(heading)
    assert language.code.startswith(code)
    assert language.is_proposed == is_proposed


def test_headings_of_older_forms() -> None:
    head = [
        "type",
        "name",
        "label:English",
        "label:Hindi",
        "bind:relevant",
        "bind:jr:constraintMsg",
    ]
    rows = [["integer", "n", "Age", "उम्र", "", "Too old"], ["text", "b", "B", "बी", "${n} > 3", ""]]
    definition = form(*rows, head=head, choices=[])
    assert dict(definition.languages) == {"en": "English", "hi": "Hindi"}
    assert question(definition, "b").relevant == "${n} > 3"
    assert dict(question(definition, "n").message) == {"en": "Too old"}


@pytest.mark.parametrize(
    "only",
    [
        line("note", "n", "Read this."),
        line("geopoint", "where", "Where?"),
        line("calculate", "c", calculation="1 + 1"),
        line("hidden", "h"),
    ],
    ids=lambda only: only[0],
)
def test_form_that_asks_nothing_is_read_with_a_note(only: list[str]) -> None:
    said = "The form has no question that can be answered in Saathi"
    result = form_reader.read_form(book(only))
    assert result.form is not None
    assert any(said in text for _row, _column, text in texts(result))
    assert not any(said in text for _row, _column, text in texts(form_reader.read_form(book(ASK))))


@pytest.mark.parametrize(
    ("settings", "title", "code"),
    [
        ([], "Form", "form"),
        ([["form_title"], ["A visit"]], "A visit", "a_visit"),
        ([["form_id"], ["Home-Visit"]], "Home-Visit", "home_visit"),
        ([["form_title", "form_id"], ["घर", "घर"]], "घर", "form"),
        ([["title", "id_string"], ["A", "upload"]], "A", "form_upload"),
        ([["form_title", "form_id"], ["A", "2026"]], "A", "form_2026"),
    ],
)
def test_title_and_id_are_proposed(settings: list[list[str]], title: str, code: str) -> None:
    result = form_reader.read_form(book(ASK, settings=settings))
    assert result.form is not None
    assert (result.form.title["en"], result.form.code) == (title, code)
    assert any(code in text for _row, _column, text in texts(result))


@pytest.mark.parametrize(
    ("settings", "in_use", "code"),
    [
        ([], {"form"}, "form_2"),
        ([], {"form", "form_2"}, "form_3"),
        ([], {"visit"}, "form"),
        ([["form_title"], ["Home visit"]], {"home_visit"}, "home_visit_2"),
        ([["form_title"], ["a" * 60]], {"a" * 40}, "a" * 38 + "_2"),
        ([["form_id"], ["visit"]], {"visit"}, "visit"),  # stated: the next version of that form
    ],
)
def test_proposed_id_is_one_that_is_not_in_use(
    settings: list[list[str]], in_use: set[str], code: str
) -> None:
    result = form_reader.read_form(book(ASK, settings=settings), FormContext(in_use))
    assert result.form is not None
    assert result.form.code == code
    notes = " ".join(note.text % note.values for note in result.notes)
    assert (f"“{code}”, because" in notes) == (code[-2:] in {"_2", "_3"})
    assert ("set the form ID to “" in notes) == ("because" in notes)


def test_form_code_at_its_longest() -> None:
    assert form_code("a" * 60) == "a" * limits.FORM_CODE_LETTERS
    assert form_code("नाम") == ""


def test_names_at_their_longest() -> None:
    name = "n" * limits.NAME_LETTERS
    assert form(line("text", name)).questions[0].name == name
    assert form_reader.read_form(book(line("text", f"{name}n"))).errors
    assert form(line("text", "नाम")).questions[0].name == "नाम"


def test_settings_of_a_form_are_corrected_and_its_first_language_stays_first() -> None:
    head = ["type", "name", "label::Northern", "label::English (en)"]
    read = form_reader.read_form(book(["text", "a", "Aa", "Ask"], head=head, choices=[]))
    assert read.form is not None
    old = next(iter(read.form.languages))
    changed = with_settings(read.form, code="visit", title="Visit", language_codes={old: "mai"})
    stored = changed.to_json()
    shuffled = stored | {"languages": {"en": "English", "mai": "Northern"}}  # as a database may
    again = form_from_json(shuffled)
    assert list(again.languages) == ["mai", "en"]
    assert (again.code, again.title["mai"]) == ("visit", "Visit")
    assert dict(question(again, "a").label) == {"mai": "Aa", "en": "Ask"}
    assert again.notes == changed.notes
    with pytest.raises(ValueError, match="same code"):
        with_settings(read.form, code="a", title="A", language_codes={old: "en"})
