"""Reads the cells of an Excel workbook or CSV file as text, row by row. No formulas or styles.

The file comes from outside: sizes are limited while it is unpacked, and XML that declares a document
type or an entity is refused before any of it is used.
"""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from typing import Final
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from saathi.engines.xlsform import csv_file, limits
from saathi.engines.xlsform.cells import SHEETS, CellBudget, SheetRows
from saathi.engines.xlsform.problems import (
    WorkbookUnreadable,
    XlsformProblem,
)
from saathi.infra import parser_sandbox
from saathi.infra.parser_sandbox import ParserBusy, ParserFailed
from saathi.infra.reasons import mark_for_translation as _

_NOT_A_WORKBOOK: Final = _(
    "The file is not an Excel workbook. Save it as “Excel workbook (.xlsx)”."
)
_OLDER_FORMAT: Final = b"\xd0\xcf\x11\xe0"  # the first bytes of an .xls file
_STOPPED: Final = _("The workbook cannot be read. It is damaged, or needs too much memory or time.")
_BUSY: Final = _("Several files are being processed. Try again in a minute.")
# Others unpack a whole part at once, whatever size its header states.
_PACKED_BY_BLOCKS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ARCHIVE: Final = b"PK"  # the first bytes of an .xlsx file
PARSER: Final = "saathi.engines.xlsform.parser"
_SPREADSHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read_workbook(data: bytes) -> dict[str, SheetRows]:
    """The rows of each sheet by name, parsed in a separate process; raises `WorkbookUnreadable`."""
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
        if data.startswith(_OLDER_FORMAT):
            return _older_sheets(data)
        if not data.startswith(_ARCHIVE) and csv_file.is_text(data):
            return csv_file.parse_csv(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _sheets(_Parts(archive))
    except WorkbookUnreadable:
        raise
    except (CalamineError, PasswordError) as error:
        raise WorkbookUnreadable(XlsformProblem(_NOT_A_WORKBOOK)) from error
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, ValueError) as error:
        raise WorkbookUnreadable(XlsformProblem(_NOT_A_WORKBOOK)) from error
    except (EOFError, NotImplementedError, OSError, RuntimeError, UnicodeError) as error:
        raise WorkbookUnreadable(XlsformProblem(_NOT_A_WORKBOOK)) from error


class _Parts:
    """The parts of the archive, unpacked within a joint size limit."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive, self._left = archive, limits.UNPACKED_BYTES
        if len(archive.infolist()) > limits.ARCHIVE_PARTS:
            raise WorkbookUnreadable(XlsformProblem(_("The workbook contains too many parts.")))
        if any(part.compress_type not in _PACKED_BY_BLOCKS for part in archive.infolist()):
            raise WorkbookUnreadable(XlsformProblem(_NOT_A_WORKBOOK))
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

    def __init__(self, name: str, strings: Sequence[str], room: CellBudget) -> None:
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
        self._room.take(self._name, self._row, text)
        self.rows.setdefault(self._row, {})[self._column] = text


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
    room = CellBudget()
    rows_by_sheet: dict[str, SheetRows] = {}
    for name, key in book.sheets:
        if kept := _kept_name(name, len(book.sheets)):
            sheet = _Sheet(name, strings.found, room)
            sheet.feed(parts.unpack(book.targets[key]))
            rows_by_sheet[kept] = sheet.rows
    return rows_by_sheet


def _kept_name(name: str, sheet_count: int) -> str:
    """The form sheet that this name means; empty if none. A single sheet is the survey."""
    plain = name.strip().lower()
    return plain if plain in SHEETS else "survey" if sheet_count == 1 else ""


def _older_sheets(data: bytes) -> dict[str, SheetRows]:
    """The rows of each sheet of an .xls file."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    room = CellBudget()
    rows_by_sheet: dict[str, SheetRows] = {}
    for name in book.sheet_names:
        if not (kept := _kept_name(name, len(book.sheet_names))):
            continue
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=limits.ROWS + 1)
        for number, cells in enumerate(rows, 1):
            for column, value in enumerate(cells):
                if text := _older_text(value):
                    room.take(name, number, text)
                    rows_by_sheet.setdefault(kept, {}).setdefault(number, {})[column] = text
    return rows_by_sheet


def _older_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value).strip()
