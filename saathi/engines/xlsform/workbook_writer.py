"""Writes a plain .xlsx workbook, every cell a text."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

_SPREADSHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_AT: Final = (
    2020,
    1,
    1,
    0,
    0,
    0,
)  # a fixed time, so that the file does not contain when it was made


def write_workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook of these sheets in which every cell is text; equal cells give equal bytes."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _written(sheets):
            info = zipfile.ZipInfo(name, _AT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _HEAD + text)
    return output.getvalue()


def _written(sheets: Mapping[str, Sequence[Sequence[str]]]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for n in numbers
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f"{parts}</Types>"
    )
    yield "[Content_Types].xml", types
    yield "_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")])
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations(links)
    named = "".join(
        f'<sheet name="{_plain(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, sheets, strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>',
    )
    for n, rows in zip(numbers, sheets.values(), strict=True):
        lines = "".join(_line(number, row) for number, row in enumerate(rows, 1))
        yield (
            f"xl/worksheets/sheet{n}.xml",
            f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>{lines}</sheetData></worksheet>',
        )


def _relations(links: Sequence[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in links
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def _line(number: int, row: Sequence[str]) -> str:
    cells = "".join(
        f'<c r="{_letters(column)}{number}" t="inlineStr"><is><t xml:space="preserve">{_plain(text)}'
        "</t></is></c>"
        for column, text in enumerate(row)
        if text
    )
    return f'<row r="{number}">{cells}</row>'


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, remainder = divmod(column - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def _plain(text: str) -> str:
    return escape(_FORBIDDEN.sub(" ", text), {'"': "&quot;"})
