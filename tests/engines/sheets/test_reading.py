"""Files of every kind are read as tables of text; unreadable files give a problem in plain words."""

import io
import json

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.sheets import problems, table
from saathi.engines.sheets.parsing import parse_sheet
from saathi.engines.sheets.problems import SheetNotReadable
from saathi.engines.sheets.reading import read_sheet
from saathi.engines.sheets.writing import (
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
    sheet = read_sheet(data)
    assert (sheet.kind, sheet.columns, sheet.rows) == ("csv", ("Name", "Sex"), ROWS)


def test_given_encoding_is_used() -> None:
    assert read_sheet("Name,Sex\nZoé,F\n".encode("cp1252")).rows == (("Zoé", "F"),)
    assert read_sheet("Name,Sex\nزينب,F\n".encode("cp1256"), encoding="cp1256").rows == (
        ("زينب", "F"),
    )


def test_quoted_delimiter_does_not_split_a_cell() -> None:
    sheet = read_sheet(b'Name;Address\n"Gita";"Ward 4, Hetauda, Makwanpur"\n"Ram";"Ward 1, Bara"\n')
    assert sheet.columns == ("Name", "Address")
    assert sheet.rows[0][1] == "Ward 4, Hetauda, Makwanpur"


def test_unnamed_and_duplicate_columns_get_unique_names() -> None:
    sheet = read_sheet(b"Name,,Name\nGita,4,Devi\nRam,,\n")
    assert sheet.columns == ("Name", "(2)", "Name (2)")


def test_rows_longer_than_the_heading_lose_nothing() -> None:
    sheet = read_sheet(b"Name,Sex\nGita,F,x\nRam,M\n")
    assert sheet.columns == ("Name", "Sex", "(3)")
    assert sheet.rows == (("Gita", "F", "x"), ("Ram", "M", ""))


def test_workbook_is_read_with_its_dates_and_numbers() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Name", "Age", "Born", "Here"])
        sheet.write_row(1, 0, ["Gita", 14.0])
        sheet.write_datetime(1, 2, __import__("datetime").datetime(2011, 5, 7), day)
        sheet.write_boolean(1, 3, True)
    parsed = read_sheet(out.getvalue())
    assert (parsed.kind, parsed.rows) == ("book", (("Gita", "14", "2011-05-07", "yes"),))


def test_primero_s_records_are_read_and_what_is_nested_is_kept() -> None:
    records = [
        {"case_id": "a1", "sex": "female", "protection_concerns": ["street_child", "migrant"]},
        {"case_id": "a2", "age": 12, "notes_section": [{"note_text": "came"}], "name": None,
         "address": {"ward": 4}},
    ]  # fmt: skip
    sheet = read_sheet(json.dumps({"data": records}).encode())
    assert sheet.kind == "primero"
    row = dict(zip(sheet.columns, sheet.rows[0], strict=True))
    assert row["protection_concerns"] == "street_child; migrant"
    second = dict(zip(sheet.columns, sheet.rows[1], strict=True))
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


def test_zip_bomb_workbook_is_refused() -> None:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (table.MAX_UNPACKED_BYTES + 1))
    with pytest.raises(SheetNotReadable) as refused:
        read_sheet(out.getvalue())
    assert refused.value.problem.reason == problems.TOO_LARGE


@pytest.mark.parametrize("method", ["ZIP_BZIP2", "ZIP_LZMA"])
def test_workbook_packed_in_an_unusual_way_is_refused(method: str) -> None:
    """These unpack a whole part at once, and the size in the header may be false."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", getattr(zipfile, method)) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 9_000_000)
    data = bytearray(out.getvalue())
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    with pytest.raises(SheetNotReadable) as refused:
        read_sheet(bytes(data))
    assert refused.value.problem.reason == problems.BAD_BOOK


# The content of a cell: only characters that a table can store, and not only blanks at its ends.
cells = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs", "Co", "Cn"]), max_size=12
)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8))
def test_written_sheet_reads_back_unchanged(rows: list[tuple[str, str]]) -> None:
    filled_rows = [row for row in rows if any(row)]
    if not filled_rows:
        return
    table = OutputTable("t", ("Name", "Second"), filled_rows)
    expected = tuple(tuple(escape_formula(cell) for cell in row) for row in filled_rows)
    if all(any(row[place] for row in filled_rows) for place in (0, 1)):
        assert parse_sheet(write_csv(table)).rows == expected
        assert parse_sheet(write_workbook([table])).rows == expected


@given(st.text(max_size=20))
def test_formulas_are_escaped_in_every_cell(text: str) -> None:
    safe = escape_formula(text)
    assert safe.endswith(text)
    if safe[:1] in set("=+@\t\r") or safe.lstrip()[:1] in set("=+@"):
        pytest.fail(safe)
    if safe.lstrip().startswith("-"):
        float(safe.replace(",", "."))  # a plain number is none


@pytest.mark.parametrize(
    "text", ["=1+1", "+977 1", "-1+2", "@SUM(A1)", " =x", "\t=x", "＝1", "-cmd|' /C calc'!A0"]
)
def test_workbook_formulas_are_written_as_text(text: str) -> None:
    assert escape_formula(text) == f"'{text}"
    assert unescape_formula(escape_formula(text)) == text
    assert write_csv(OutputTable("t", ("a",), [(text,)])).decode().count("'") >= 1


@pytest.mark.parametrize("text", ["-5", "-5.25", "गीता", "2011-05-07", "", "a=b"])
def test_text_without_formula_is_not_escaped(text: str) -> None:
    assert escape_formula(text) == text
    assert unescape_formula(text) == text


@pytest.mark.parametrize("text", ["'tis", "'", "'5"])
def test_apostrophe_without_formula_is_kept(text: str) -> None:
    assert unescape_formula(text) == text


@given(st.binary(max_size=300))
def test_random_file_never_crashes_the_parser(data: bytes) -> None:
    try:
        sheet = parse_sheet(data)
    except SheetNotReadable as refused:
        reason = refused.problem.reason
    else:
        reason = None
        assert all(len(row) == len(sheet.columns) for row in sheet.rows)
    assert reason is None or reason.code in problems.REASONS
