"""Files of every kind as tables of text; what cannot be read is said in plain words."""

import io
import json

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from saathi.sheets import problems, table
from saathi.sheets.parsing import parse_sheet
from saathi.sheets.problems import SheetNotReadable
from saathi.sheets.reading import read_sheet
from saathi.sheets.writing import (
    OutputTable,
    escape_formula,
    unescape_formula,
    write_csv,
    write_workbook,
)

LINES = "Name,Sex\nगीता,F\nAsif,M\n"
ROWS = (("गीता", "F"), ("Asif", "M"))


@pytest.mark.parametrize(
    "data",
    [
        LINES.encode(),
        b"\xef\xbb\xbf" + LINES.encode(),
        LINES.encode("utf-16"),
        LINES.encode("utf-16-le"),
        LINES.replace(",", ";").encode(),
        LINES.replace(",", "\t").encode(),
        LINES.replace(",", "|").replace("\n", "\r\n").encode(),
        ("sep=;\r\n" + LINES.replace(",", ";")).encode(),
        ("\n\n" + LINES + ",\n\n").encode(),
    ],
    ids=[
        "utf-8",
        "mark",
        "utf-16",
        "utf-16 bare",
        "semicolon",
        "tab",
        "bar",
        "sep=",
        "empty lines",
    ],
)
def test_a_csv_is_read_however_it_was_saved(data: bytes) -> None:
    found = read_sheet(data)
    assert (found.kind, found.columns, found.rows) == ("csv", ("Name", "Sex"), ROWS)


def test_letters_of_old_programs_are_read_as_was_said() -> None:
    assert read_sheet("Name,Sex\nZoé,F\n".encode("cp1252")).rows == (("Zoé", "F"),)
    assert read_sheet("Name,Sex\nزينب,F\n".encode("cp1256"), encoding="cp1256").rows == (
        ("زينب", "F"),
    )


def test_a_delimiter_within_words_is_none() -> None:
    found = read_sheet(b'Name;Address\n"Gita";"Ward 4, Hetauda, Makwanpur"\n"Ram";"Ward 1, Bara"\n')
    assert found.columns == ("Name", "Address")
    assert found.rows[0][1] == "Ward 4, Hetauda, Makwanpur"


def test_columns_without_or_with_the_same_name_get_one_of_their_own() -> None:
    found = read_sheet(b"Name,,Name\nGita,4,Devi\nRam,,\n")
    assert found.columns == ("Name", "(2)", "Name (2)")


def test_rows_longer_than_the_heading_lose_nothing() -> None:
    found = read_sheet(b"Name,Sex\nGita,F,x\nRam,M\n")
    assert found.columns == ("Name", "Sex", "(3)")
    assert found.rows == (("Gita", "F", "x"), ("Ram", "M", ""))


def test_a_book_is_read_with_its_days_and_numbers() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Name", "Age", "Born", "Here"])
        sheet.write_row(1, 0, ["Gita", 14.0])
        sheet.write_datetime(1, 2, __import__("datetime").datetime(2011, 5, 7), day)
        sheet.write_boolean(1, 3, True)
    found = read_sheet(out.getvalue())
    assert (found.kind, found.rows) == ("book", (("Gita", "14", "2011-05-07", "yes"),))


def test_primero_s_records_are_read_and_what_is_nested_is_kept() -> None:
    records = [
        {"case_id": "a1", "sex": "female", "protection_concerns": ["street_child", "migrant"]},
        {"case_id": "a2", "age": 12, "notes_section": [{"note_text": "came"}], "name": None,
         "address": {"ward": 4}},
    ]  # fmt: skip
    found = read_sheet(json.dumps({"data": records}).encode())
    assert found.kind == "primero"
    row = dict(zip(found.columns, found.rows[0], strict=True))
    assert row["protection_concerns"] == "street_child; migrant"
    second = dict(zip(found.columns, found.rows[1], strict=True))
    assert second["age"] == "12"
    assert json.loads(second["notes_section"]) == [{"note_text": "came"}]
    assert second["address.ward"] == "4"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", problems.EMPTY),
        (b"  \n", problems.EMPTY),
        (b"Name,Sex\n", problems.NO_HEADING),
        (b"PK\x03\x04broken", problems.BAD_BOOK),
        (b"\xd0\xcf\x11\xe0broken", problems.BAD_BOOK),
        (b"[1, 2]", problems.NOT_RECORDS),
        (b"[{]", problems.BAD_JSON),
        (b"Name\x00,Sex\nGita,F\n", problems.NOT_TEXT),
        (b"a," * 400 + b"\n" + b"1," * 400, problems.TOO_MANY_COLUMNS),
        (b"Name,Sex\n" + b"x" * 31_000 + b",F\n", problems.LONG_CELL),
        (b"Name,Sex\n" + b"Gita,F\n" * (table.MAX_ROWS + 1), problems.TOO_MANY_ROWS),
        (b"x" * (table.MAX_BYTES + 1), problems.TOO_LARGE),
    ],
    ids=lambda value: getattr(value, "code", ""),
)
def test_unreadable_file_gives_its_problem(data: bytes, reason: object) -> None:
    with pytest.raises(SheetNotReadable) as refused:
        read_sheet(data)
    assert refused.value.problem.reason == reason


def test_a_book_that_unpacks_to_far_too_much_is_not_opened() -> None:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (table.MAX_UNPACKED_BYTES + 1))
    with pytest.raises(SheetNotReadable) as refused:
        read_sheet(out.getvalue())
    assert refused.value.problem.reason == problems.TOO_LARGE


# What may stand in a cell: no sign that a table cannot hold, and not only blanks at its ends.
cells = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs", "Co", "Cn"]), max_size=12
)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8))
def test_written_sheet_reads_back_unchanged(rows: list[tuple[str, str]]) -> None:
    kept = [row for row in rows if any(row)]
    if not kept:
        return
    table = OutputTable("t", ("Name", "Second"), kept)
    wanted = tuple(tuple(escape_formula(cell) for cell in row) for row in kept)
    if all(any(row[place] for row in kept) for place in (0, 1)):
        assert parse_sheet(write_csv(table)).rows == wanted
        assert parse_sheet(write_workbook([table])).rows == wanted


@given(st.text(max_size=20))
def test_no_cell_begins_as_a_formula(text: str) -> None:
    safe = escape_formula(text)
    assert safe.endswith(text)
    if safe[:1] in set("=+@\t\r") or safe.lstrip()[:1] in set("=+@"):
        pytest.fail(safe)
    if safe.lstrip().startswith("-"):
        float(safe.replace(",", "."))  # a plain number is none


@pytest.mark.parametrize(
    "text", ["=1+1", "+977 1", "-1+2", "@SUM(A1)", " =x", "\t=x", "＝1", "-cmd|' /C calc'!A0"]
)
def test_formulas_are_only_words(text: str) -> None:
    assert escape_formula(text) == f"'{text}"
    assert unescape_formula(escape_formula(text)) == text
    assert write_csv(OutputTable("t", ("a",), [(text,)])).decode().count("'") >= 1


@pytest.mark.parametrize("text", ["-5", "-5.25", "गीता", "2011-05-07", "", "a=b"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert escape_formula(text) == text
    assert unescape_formula(text) == text


@pytest.mark.parametrize("text", ["'tis", "'", "'5"])
def test_an_apostrophe_that_guards_no_formula_is_part_of_the_words(text: str) -> None:
    assert unescape_formula(text) == text


@given(st.binary(max_size=300))
def test_no_file_whatever_breaks_the_reader(data: bytes) -> None:
    try:
        found = parse_sheet(data)
    except SheetNotReadable as refused:
        reason = refused.problem.reason
    else:
        reason = None
        assert all(len(row) == len(found.columns) for row in found.rows)
    assert reason is None or reason.code in problems.REASONS
