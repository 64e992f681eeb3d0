"""Reads the cells of an .xlsx workbook as text, row by row; writes a plain one. No formulas or styles.

The file comes from outside: sizes are limited while it is unpacked, and XML that declares a document
type or an entity is refused before any of it is used.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from saathi.engines.xlsform import limits
from saathi.engines.xlsform.problems import (
    WorkbookUnreadable,
    XlsformProblem,
)
from saathi.infra import parser_sandbox
from saathi.infra.parser_sandbox import ParserBusy, ParserFailed
from saathi.infra.reasons import mark as _

type CellRow = dict[int, str]  # text by column number, from 0
type SheetRows = dict[int, CellRow]  # by row number, as a spreadsheet shows it

_NOT_A_WORKBOOK: Final = _(
    "The file is not an .xlsx workbook. Save it as “Excel workbook (.xlsx)”."
)
_STOPPED: Final = _("The workbook cannot be read. It is damaged, or needs too much memory or time.")
_BUSY: Final = _("Several files are being processed. Try again in a minute.")
PARSER: Final = "saathi.engines.xlsform.parser"
_SPREADSHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_workbook(data: bytes) -> dict[str, SheetRows]:
    """The rows of each sheet by its name, parsed in a separate process; else `WorkbookUnreadable`."""
    _check_size(data)
    try:
        result = parser_sandbox.run_parser(PARSER, data)
    except ParserFailed:
        raise WorkbookUnreadable(XlsformProblem(_STOPPED)) from None
    except ParserBusy:
        raise WorkbookUnreadable(XlsformProblem(_BUSY)) from None
    if "trouble" in result:
        raise WorkbookUnreadable(XlsformProblem(**result["trouble"]))
    return {
        name: {
            int(row): {int(column): text for column, text in cells.items()}
            for row, cells in rows.items()
        }
        for name, rows in result["sheets"].items()
    }


def _check_size(data: bytes) -> None:
    if len(data) > limits.FILE_BYTES:
        values = {"most": str(limits.FILE_BYTES // 1000)}
        raise WorkbookUnreadable(
            XlsformProblem(_("The file is larger than %(most)s kilobytes."), values)
        )


def parse_workbook(data: bytes) -> dict[str, SheetRows]:
    """The rows of each sheet by its name; `WorkbookUnreadable` if the file is not one or is too large."""
    _check_size(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _sheets(_Parts(archive))
    except WorkbookUnreadable:
        raise
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, ValueError) as error:
        raise WorkbookUnreadable(XlsformProblem(_NOT_A_WORKBOOK)) from error
    except (EOFError, NotImplementedError, OSError, RuntimeError, UnicodeError) as error:
        raise WorkbookUnreadable(XlsformProblem(_NOT_A_WORKBOOK)) from error


class _Parts:
    """The parts of the archive, unpacked within a size limit for all of them together."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive, self._left = archive, limits.UNPACKED_BYTES
        if len(archive.infolist()) > limits.ARCHIVE_PARTS:
            raise WorkbookUnreadable(XlsformProblem(_("The workbook contains too many parts.")))
        self.names = {name.lower(): name for name in archive.namelist()}

    def unpack(self, name: str) -> bytes:
        """One part. The size stated in its header is not trusted."""
        with self._archive.open(self.names[name.lower()]) as part:
            data = part.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise WorkbookUnreadable(XlsformProblem(_("The workbook is too large when unpacked.")))
        return data


class _XmlPartReader:
    """Reads one XML part and calls `start`, `end` and `text` of the subclass for its elements."""

    def __init__(self) -> None:
        self.letters: list[str] = []

    def feed(self, data: bytes) -> None:
        """Reads the part; refuses it if it declares a document type or an entity."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.letters.append
        parser.buffer_text = True
        parser.Parse(data, True)

    @staticmethod
    def _refuse(*_parts: object) -> None:
        raise WorkbookUnreadable(
            XlsformProblem(_("The workbook was refused because it declares its own XML entities."))
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Called at the start of an element."""

    def end(self, name: str) -> None:
        """Called at the end of an element."""


class _Relations(_XmlPartReader):
    """The part for each id of the workbook, and the sheets in order."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.sheets: list[tuple[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_PACKAGE} Relationship" and attributes.get("TargetMode") != "External":
            target = attributes["Target"]
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            self.targets[attributes["Id"]] = path
        elif name == f"{_SPREADSHEET} sheet":
            self.sheets.append((attributes["name"], attributes[f"{_OFFICE} id"]))


class _Strings(_XmlPartReader):
    """The texts shared by cells. Phonetic readings (`rPh`) are not part of the cell text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._parts: list[str] = []
        self._aside = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - expat's own
        if name == f"{_SPREADSHEET} si":
            self._parts = []
        elif name == f"{_SPREADSHEET} rPh":
            self._aside += 1
        elif name == f"{_SPREADSHEET} t":
            self.letters.clear()

    def end(self, name: str) -> None:
        if name == f"{_SPREADSHEET} t" and not self._aside:
            self._parts.append("".join(self.letters))
        elif name == f"{_SPREADSHEET} rPh":
            self._aside -= 1
        elif name == f"{_SPREADSHEET} si":
            self.found.append("".join(self._parts))


class _Sheet(_XmlPartReader):
    """The non-empty cells of one sheet, as text."""

    def __init__(self, name: str, strings: Sequence[str], room: list[int]) -> None:
        super().__init__()
        self.rows: SheetRows = {}
        self._name, self._strings, self._room = name, strings, room
        self._kind, self._row, self._column = "", 0, -1
        self._texts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_SPREADSHEET} row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = -1
        elif name == f"{_SPREADSHEET} c":
            self._begin_cell(attributes)
        elif name in {f"{_SPREADSHEET} v", f"{_SPREADSHEET} t"}:
            self.letters.clear()

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = _PLACE.fullmatch(attributes.get("r", ""))
        self._column = _number(place[1]) if place else self._column + 1
        self._kind = attributes.get("t", "n")
        self._texts = []

    def end(self, name: str) -> None:
        if name == f"{_SPREADSHEET} v":
            self._texts = ["".join(self.letters)]
        elif name == f"{_SPREADSHEET} t":
            self._texts.append("".join(self.letters))
        elif name == f"{_SPREADSHEET} c" and (text := self._text().strip()):
            self._keep(text)

    def _text(self) -> str:
        text = "".join(self._texts)
        if self._kind == "s" and text:
            return self._strings[int(text)] if 0 <= int(text) < len(self._strings) else ""
        if self._kind == "b":
            return "true" if text == "1" else "false"
        if self._kind == "e":
            return ""
        # A spreadsheet stores 5 as 5.0; a choice named 5 must keep its name.
        return text.removesuffix(".0") if self._kind == "n" else text

    def _keep(self, text: str) -> None:
        self._room[0] -= 1
        if self._room[0] < 0 or self._row > limits.ROWS:
            raise self._unreadable(_("The workbook has more rows or cells than a form can have."))
        if len(text) > limits.CELL_LETTERS:
            most = str(limits.CELL_LETTERS)
            raise self._unreadable(_("A cell contains more than %(most)s characters."), most=most)
        self.rows.setdefault(self._row, {})[self._column] = text

    def _unreadable(self, text: str, **values: str) -> WorkbookUnreadable:
        return WorkbookUnreadable(XlsformProblem(text, values, self._name, self._row))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _sheets(parts: _Parts) -> dict[str, SheetRows]:
    book, strings = _Relations(), _Strings()
    book.feed(parts.unpack("xl/_rels/workbook.xml.rels"))
    book.feed(parts.unpack("xl/workbook.xml"))
    if "xl/sharedstrings.xml" in parts.names:
        strings.feed(parts.unpack("xl/sharedStrings.xml"))
    room = [limits.CELLS]
    rows_by_sheet: dict[str, SheetRows] = {}
    for name, key in book.sheets:
        if name.strip().lower() in {"survey", "choices", "settings"}:
            sheet = _Sheet(name, strings.found, room)
            sheet.feed(parts.unpack(book.targets[key]))
            rows_by_sheet[name.strip().lower()] = sheet.rows
    return rows_by_sheet


# --- Writing --------------------------------------------------------------------------------------

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
    """A workbook of these sheets, every cell a text; the same cells give the same bytes."""
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
