"""An XLSForm in one CSV file: what is read, what is refused and where, and the limits at their edge."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.xlsform import form_reader, limits, workbook
from saathi.engines.xlsform.problems import WorkbookUnreadable
from tests.engines.examples import examples
from tests.engines.xlsform.test_workbooks import refusal_text

FORM = """survey,,,
,type,name,label::English (en)
,text,met,"Who was met, and where?"
,select_one yn,safe,Is the child safe?
,,,
choices,,,
,list_name,name,label
,yn,yes,Yes
,yn,no,No
settings,,
,form_title,form_id
,A visit,a_visit
"""
SURVEY = {2: {0: "type", 1: "name"}, 3: {0: "text", 1: "met"}}


def problem(text: str) -> tuple[str, str, int]:
    """Text, sheet and row of the only error."""
    [found] = form_reader.read_form(text.encode()).errors
    return found.text % found.values, found.sheet, found.row


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_form_in_one_csv_file_is_read(mark: bytes, ending: str) -> None:
    form = form_reader.read_form(mark + FORM.replace("\n", ending).encode()).form
    assert form is not None
    assert (form.code, form.title["en"]) == ("a_visit", "A visit")
    labels = {question.name: question.label["en"] for question in form.questions}
    assert labels == {"met": "Who was met, and where?", "safe": "Is the child safe?"}
    assert [choice.name for choice in form.lists["yn"]] == ["yes", "no"]


@pytest.mark.parametrize(
    "text",
    [
        "survey,,\n,type,name\n,text,met\n",
        '"survey",,\n"","type","name"\n"","text","met"\n',
        "survey;;\n;type;name\n;text;met\n",
        "Survey\t\t\n\ttype\tname\n\ttext\tmet\n",
        "survey\n,type, name \n,text,met",
    ],
)
def test_lines_of_one_sheet(text: str) -> None:
    assert workbook.read_workbook(text.encode()) == {"survey": SURVEY}


def test_headings_beside_the_name_of_the_sheet_and_sheets_that_are_not_read() -> None:
    text = "survey,type,name\n,text,met\nosm,,\n,list_name,name\n"
    rows = {1: {0: "type", 1: "name"}, 2: {0: "text", 1: "met"}}
    assert workbook.read_workbook(text.encode()) == {"survey": rows}


def test_a_cell_of_several_lines_is_one_cell() -> None:
    text = 'survey,,\n,type,name,label\n,text,a,"One\nTwo"\n,text,b,\n'
    rows = workbook.read_workbook(text.encode())["survey"]
    assert rows[3] == {0: "text", 1: "a", 2: "One\nTwo"}
    assert rows[4] == {0: "text", 1: "b"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("name,label\na,b\n", ("no line has “survey” in its first cell", "", 0)),
        ("<html>survey</html>", ("no line has “survey” in its first cell", "", 0)),
        ("survey,,\n,type,name\nmet,text,a\n", ("The first cell must be empty", "survey", 3)),
        ("survey,,\n,type,name\n,text,a\nsurvey,,\n,type\n", ("“survey” begins twice", "", 4)),
        (
            "survey,,\n,type,name\n,text,a\nSection two,,\n,text,b\n",
            ("“section two” is not the name of a sheet", "", 4),
        ),
        ('survey,,\n,type,name\n,text,"a\n,text,b\n', ("The quotation marks of this line", "", 3)),
        ('survey,,\n,type,name\n,"te"xt,a\n', ("The quotation marks of this line", "", 3)),
        ("survey,,\n,type,label\n,text,a\n", ("no column “name”", "survey", 2)),
        ("survey,,\n,type,name\n,nonsense,a\n", ("“nonsense” is not supported", "survey", 3)),
        ("survey,,\n", ("The workbook has no sheet “survey” with questions", "", 0)),
    ],
)
def test_a_mistake_in_a_csv_file_is_reported_with_its_line(
    text: str, place: tuple[str, str, int]
) -> None:
    words, *where = problem(text)
    assert place[0] in words
    assert tuple(where) == place[1:]


def test_csv_that_is_not_in_utf_8_is_refused() -> None:
    assert "not in UTF-8" in refusal_text(
        "survey\n,type,name,label\n,text,a,Prénom\n".encode("cp1252")
    )
    assert "not an Excel workbook" in refusal_text(FORM.encode("utf-16"))


def test_rows_of_a_sheet_at_their_edge() -> None:
    def rows(count: int, before: str = "") -> bytes:
        return (before + "survey,\n" + ",x\n" * count).encode()

    assert len(workbook.read_workbook(rows(limits.ROWS))["survey"]) == limits.ROWS
    assert workbook.read_workbook(rows(limits.ROWS, "settings,\n,form_id\n,a\n"))
    assert "more rows or cells" in refusal_text(rows(limits.ROWS + 1))


def test_cells_and_letters_at_their_edge() -> None:
    full = ",x" * (limits.CELLS // 100) + "\n"
    assert workbook.read_workbook(("survey,\n" + full * 100).encode())
    assert "more rows or cells" in refusal_text(("survey,\n" + full * 100 + ",x\n").encode())
    letters = "x" * limits.CELL_LETTERS
    assert workbook.read_workbook(f"survey,\n,{letters}\n".encode())
    assert "more than 2000 characters" in refusal_text(f"survey,\n,{letters}x\n".encode())
    assert "more than 2000 characters" in refusal_text(f"survey,\n,{'x' * 200_000}\n".encode())
    assert "larger than 1000 kilobytes" in refusal_text(b"survey\n" * 150_000)


@examples(100)
@given(st.binary(max_size=60), st.integers(0, len(FORM.encode())))
def test_damaged_csv_file_is_only_refused(noise: bytes, at: int) -> None:
    data = FORM.encode()
    with suppress(WorkbookUnreadable):
        workbook.parse_workbook(data[:at] + noise + data[at:])
