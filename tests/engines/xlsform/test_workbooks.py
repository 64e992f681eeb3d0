"""Workbooks from outside: read back as written, and refused if they are not forms."""

import datetime as dt
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.xlsform import limits, workbook, workbook_writer
from saathi.engines.xlsform.problems import WorkbookUnreadable
from tests.engines.examples import examples
from tests.engines.xlsform.books import book, line
from tests.engines.xlsform.older_books import CellValue, older_book


def changed(data: bytes, part: str, text: bytes | None) -> bytes:
    """The workbook with one part replaced, or removed."""
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        if text is not None:
            new.writestr(part, text)
    return output.getvalue()


def refusal_text(data: bytes) -> str:
    with pytest.raises(WorkbookUnreadable) as refused:
        workbook.read_workbook(data)
    return refused.value.trouble.text % refused.value.trouble.values


GOOD = book(line("text", "a"))
SHEET = "xl/worksheets/sheet1.xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@examples(100)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30),
            max_size=6,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_written_workbook_is_read_back(rows: list[list[str]]) -> None:
    read_rows = workbook.read_workbook(workbook_writer.write_workbook({"survey": rows}))["survey"]
    written_rows = {
        number: {at: text.strip() for at, text in enumerate(row) if text.strip()}
        for number, row in enumerate(rows, 1)
    }
    expected = {
        number: {at: text.replace("\ufffe", " ").replace("\uffff", " ") for at, text in row.items()}
        for number, row in written_rows.items()
        if row
    }
    assert read_rows == expected


def test_shared_texts_numbers_and_a_phonetic_reading() -> None:
    shared = (
        b"<sst " + MAIN + b"><si><t>text</t></si><si><r><t>ag</t></r><r><t>e</t></r>"
        b"<rPh sb='0' eb='1'><t>reading</t></rPh></si></sst>"
    )
    sheet = (
        b"<worksheet " + MAIN + b"><sheetData><row r='3'><c r='B3' t='s'><v>0</v></c>"
        b"<c t='s'><v>1</v></c><c><v>5.0</v></c><c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c>"
        b"<c t='s'><v>99</v></c><c t='str'><f>A1</f><v>out</v></c></row></sheetData></worksheet>"
    )
    data = changed(changed(GOOD, SHEET, sheet), "xl/sharedStrings.xml", shared)
    assert workbook.read_workbook(data)["survey"] == {
        3: {1: "text", 2: "age", 3: "5", 4: "true", 7: "out"}
    }


def test_older_workbook_is_read_with_its_numbers() -> None:
    rows: list[list[CellValue]] = [["type", "name"], ["نام", 5.0], [True, 2.5, dt.date(2026, 3, 7)]]
    data = older_book({"Survey": rows, "notes": [["ignored"]]})
    assert workbook.read_workbook(data) == {
        "survey": {
            1: {0: "type", 1: "name"},
            2: {0: "نام", 1: "5"},
            3: {0: "true", 1: "2.5", 2: "2026-03-07"},
        }
    }


def test_only_sheet_of_a_workbook_is_the_survey() -> None:
    sheets = {"Sheet1": [["type", "name"]]}
    for data in (workbook_writer.write_workbook(sheets), older_book(sheets)):
        assert workbook.read_workbook(data) == {"survey": {1: {0: "type", 1: "name"}}}


def test_rows_and_letters_of_an_older_workbook_at_their_edge() -> None:
    rows = [["x"]] * limits.ROWS
    assert len(workbook.read_workbook(older_book({"survey": rows}))["survey"]) == limits.ROWS
    assert "more rows or cells" in refusal_text(older_book({"survey": [*rows, ["x"]]}))
    letters = "x" * limits.CELL_LETTERS
    assert workbook.read_workbook(older_book({"survey": [[letters]]}))["survey"]
    assert "more than 2000 characters" in refusal_text(older_book({"survey": [[letters + "x"]]}))


OLDER = older_book({"survey": [["type", "name"]]})


@examples(100)
@given(st.binary(max_size=300), st.integers(0, len(OLDER)))
def test_damaged_older_workbook_is_only_refused(noise: bytes, at: int) -> None:
    with suppress(WorkbookUnreadable):
        workbook.read_workbook(OLDER[:at] + noise + OLDER[at + len(noise) :])


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", OLDER[:600], b"name,label\n", GOOD[:200], GOOD[:-40], changed(GOOD, "xl/workbook.xml", None),
     changed(GOOD, SHEET, b"<worksheet"), changed(GOOD, SHEET, None), changed(GOOD, "xl/workbook.xml", b"\xff\xfe")],
)  # fmt: skip
def test_invalid_workbook_file_is_refused(data: bytes) -> None:
    assert "The file is not an Excel workbook" in refusal_text(data)


@examples(100)
@given(st.binary(max_size=300), st.integers(0, len(GOOD)))
def test_damaged_workbook_is_only_refused(noise: bytes, at: int) -> None:
    with suppress(WorkbookUnreadable):
        workbook.read_workbook(GOOD[:at] + noise + GOOD[at + len(noise) :])


@pytest.mark.parametrize(
    "head",
    [b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
     b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd">'],
)  # fmt: skip
def test_entities_and_document_types_are_refused(head: bytes) -> None:
    sheet = (
        head
        + b"<worksheet "
        + MAIN
        + b"><sheetData><row r='1'><c t='str'><v>&x;</v></c></row></sheetData></worksheet>"
    )
    assert "The workbook was refused because it declares its own XML entities" in refusal_text(
        changed(GOOD, SHEET, sheet)
    )


def test_zip_bomb_is_stopped_while_unpacking() -> None:
    sheet = b"<worksheet " + MAIN + b">" + b" " * (limits.UNPACKED_BYTES + 1) + b"</worksheet>"
    data = changed(GOOD, SHEET, sheet)
    assert len(data) < limits.FILE_BYTES
    assert "too large when unpacked" in refusal_text(data)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_workbook_packed_in_an_unusual_way_is_refused(method: int) -> None:
    """These unpack a whole part at once, and the size in the header may be false."""
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as old,
        zipfile.ZipFile(output, "w", method) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert "not an Excel workbook" in refusal_text(output.getvalue())


def test_workbook_part_within_size_limit_is_read() -> None:
    sheet = b"<worksheet " + MAIN + b">" + b" " * (limits.UNPACKED_BYTES - 20_000) + b"</worksheet>"
    assert workbook.read_workbook(changed(GOOD, SHEET, sheet))["survey"] == {}


def test_the_size_of_the_file_at_its_edge() -> None:
    most = GOOD + b"\0" * (limits.FILE_BYTES - len(GOOD))
    assert "larger than 1000 kilobytes" not in (
        refusal_text(most) if len(most) == limits.FILE_BYTES else ""
    )
    assert "larger than 1000 kilobytes" in refusal_text(most + b"\0")


def test_parts_rows_cells_and_letters_at_their_edge() -> None:
    output = io.BytesIO(GOOD)
    with zipfile.ZipFile(output, "a") as archive:
        for number in range(limits.ARCHIVE_PARTS - len(archive.namelist())):
            archive.writestr(f"xl/media/{number}", b"")
    assert "survey" in workbook.read_workbook(output.getvalue())
    with zipfile.ZipFile(output, "a") as archive:
        archive.writestr("xl/media/more", b"")
    assert "too many parts" in refusal_text(output.getvalue())
    letters = "x" * limits.CELL_LETTERS
    assert workbook.read_workbook(workbook_writer.write_workbook({"survey": [[letters]]}))[
        "survey"
    ][1] == {0: letters}
    assert "more than 2000 characters" in refusal_text(
        workbook_writer.write_workbook({"survey": [[letters + "x"]]})
    )
    rows = [["a"]] * limits.ROWS
    assert (
        len(workbook.read_workbook(workbook_writer.write_workbook({"survey": rows}))["survey"])
        == limits.ROWS
    )
    assert "more rows or cells" in refusal_text(
        workbook_writer.write_workbook({"survey": [*rows, ["a"]]})
    )
    wide = [["a"] * 30] * (limits.CELLS // 30)
    assert (
        len(workbook.read_workbook(workbook_writer.write_workbook({"survey": wide}))["survey"])
        == limits.CELLS // 30
    )
    assert "more rows or cells" in refusal_text(
        workbook_writer.write_workbook({"survey": [*wide, ["a"]]})
    )
