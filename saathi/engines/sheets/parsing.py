"""Parses files into tables of text: common kinds of CSV, Excel and LibreOffice workbooks, Primero JSON.

It runs in a separate process without Django, started by `saathi.engines.sheets.reading`.
"""

import csv
import datetime as dt
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from saathi.engines.sheets import primero, problems
from saathi.engines.sheets.problems import SheetNotReadable, SheetProblem
from saathi.engines.sheets.table import (
    MAX_BYTES,
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    Sheet,
)

# Encodings of older programs in the region; "" means guess.
ENCODINGS: Final = ("", "utf-8", "utf-16", "cp1252", "cp1256")
DELIMITERS: Final = ",;\t|"
# Workbooks are packed in these ways. Others unpack a whole part at once, whatever size its header states.
PACKED_BY_BLOCKS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
SAMPLE_LINES: Final = 30  # lines used to guess the delimiter
# The head of a non-empty cell in column KO (the 301st) or beyond, or in row 100,000 or beyond. A
# workbook may be sparse: one cell far from the others makes a table of billions of cells.
MAX_TAG_LENGTH: Final = 200
_HEAD: Final = rb'<(?:\w+:)?c [^>]{0,100}?\br="'
_FAR_COLUMN: Final = re.compile(_HEAD + rb'(?:[A-Z]{3}|[L-Z][A-Z]|K[O-Z])[0-9]+"[^>]*(?<!/)>')
_FAR_ROW: Final = re.compile(_HEAD + rb'[A-Z]+[0-9]{6,}"[^>]*(?<!/)>')


def parse_sheet(data: bytes, *, encoding: str = "") -> Sheet:
    """The table in a file of any supported kind; raises `SheetNotReadable` with the reason."""
    if not data.strip():
        raise SheetNotReadable(SheetProblem(problems.EMPTY))
    if len(data) > MAX_BYTES:
        raise SheetNotReadable(
            SheetProblem(problems.TOO_LARGE, values={"most": MAX_BYTES // 1024**2})
        )
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _to_sheet("book", _parse_workbook(data))
    text = _decode(data, encoding)
    if text.lstrip().startswith(("[", "{")):
        records = _load_json(text)
        if primero.is_export(records):
            return primero.to_sheet(records)
        return _to_sheet("primero", _records(records))
    return _to_sheet("csv", _parse_csv(text))


def _to_sheet(kind: str, lines: Iterable[Sequence[str]]) -> Sheet:
    """The lines as a table: empty lines dropped, short lines padded, limits enforced."""
    filled_lines: list[tuple[int, Sequence[str]]] = []
    for number, line in enumerate(lines, 1):
        if not any(cell.strip() for cell in line):
            continue
        _check_limits(number, line, len(filled_lines))
        filled_lines.append((number, line))
    if len(filled_lines) < 2:
        raise SheetNotReadable(SheetProblem(problems.NO_HEADING))
    width = max(len(line) for _number, line in filled_lines)
    heading = [*filled_lines[0][1], *[""] * (width - len(filled_lines[0][1]))]
    used = [place for place in range(width) if _is_used(heading, filled_lines, place)]
    columns = _unique_names([heading[place] for place in used], used)
    rows = tuple(
        tuple(line[place].strip() if place < len(line) else "" for place in used)
        for _number, line in filled_lines[1:]
    )
    return Sheet(kind, columns, rows)


def _check_limits(number: int, line: Sequence[str], before: int) -> None:
    if before > MAX_ROWS:
        raise SheetNotReadable(SheetProblem(problems.TOO_MANY_ROWS, values={"most": MAX_ROWS}))
    if len(line) > MAX_COLUMNS:
        raise SheetNotReadable(
            SheetProblem(problems.TOO_MANY_COLUMNS, values={"most": MAX_COLUMNS})
        )
    if any(len(cell) > MAX_CELL_LENGTH for cell in line):
        values = {"row": number, "most": MAX_CELL_LENGTH}
        raise SheetNotReadable(SheetProblem(problems.LONG_CELL, values=values))


def _is_used(
    heading: Sequence[str], filled_lines: Sequence[tuple[int, Sequence[str]]], place: int
) -> bool:
    """Whether the column has a name or at least one cell."""
    if heading[place].strip():
        return True
    return any(place < len(line) and line[place].strip() for _number, line in filled_lines[1:])


def _unique_names(heading: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    """The headings with a unique name for each column."""
    names: list[str] = []
    for name, place in zip(heading, places, strict=True):
        unique = " ".join(name.split()) or f"({place + 1})"
        base, number = unique, 2
        while unique in names:
            unique, number = f"{base} ({number})", number + 1
        names.append(unique)
    return tuple(names)


def _decode(data: bytes, encoding: str) -> str:
    """The decoded text, by its byte order mark, the given encoding, or the first encoding that fits."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates: tuple[str, ...] = ("utf-16",)
    elif data.startswith(b"\xef\xbb\xbf"):
        candidates = ("utf-8-sig",)
    elif encoding:
        candidates = (encoding,)
    elif data[1:40:2].count(0) > 10:
        candidates = ("utf-16-le",)
    else:
        candidates = ("utf-8", "cp1252")
    for candidate in candidates:
        try:
            text = data.decode(candidate)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text:
            return text.removeprefix("\ufeff")
    raise SheetNotReadable(SheetProblem(problems.NOT_TEXT))


def _parse_csv(text: str) -> list[list[str]]:
    first, _end, rest = text.partition("\n")
    heading = first.strip().lower()
    if heading.startswith("sep=") and len(heading) == 5:
        return _split(rest, heading[4])
    sample = "\n".join(text.splitlines()[:SAMPLE_LINES])
    return _split(text, max(DELIMITERS, key=lambda sign: _delimiter_fit(sample, sign)))


def _delimiter_fit(sample: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter fits: the number of lines as wide as the heading, and that width."""
    try:
        lines = [line for line in csv.reader(io.StringIO(sample), delimiter=delimiter) if line]
    except csv.Error:
        return (0, 0)
    cells = len(lines[0]) if lines else 0
    alike = sum(len(line) == cells for line in lines)
    return (alike if cells > 1 else 0, cells)


def _split(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(MAX_BYTES)
    lines: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for line in reader:
            lines.append(line)
            if len(lines) > 2 * MAX_ROWS:
                break
    except csv.Error:
        raise csv_not_readable(len(lines) + 1) from None
    return lines


def csv_not_readable(row: int) -> SheetNotReadable:
    """The error for text that is not valid CSV from this row on."""
    return SheetNotReadable(SheetProblem(problems.BAD_CSV, values={"row": row}))


def _parse_workbook(data: bytes) -> list[list[str]]:
    """The lines of the workbook's first sheet that is not empty."""
    _refuse_zip_bomb(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            lines = book.get_sheet_by_name(name).to_python(nrows=MAX_ROWS + 2)
            if lines:
                return [[_cell(value) for value in line] for line in lines]
    except PasswordError:
        raise SheetNotReadable(SheetProblem(problems.LOCKED)) from None
    except (CalamineError, OSError, ValueError):
        raise SheetNotReadable(SheetProblem(problems.BAD_BOOK)) from None
    raise SheetNotReadable(SheetProblem(problems.EMPTY))


def _refuse_zip_bomb(data: bytes) -> None:
    """Refuses a workbook that unpacks to gigabytes, or whose cells are too far apart."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if any(part_info.compress_type not in PACKED_BY_BLOCKS for part_info in parts):
                raise SheetNotReadable(SheetProblem(problems.BAD_BOOK))
            if sum(part_info.file_size for part_info in parts) > MAX_UNPACKED_BYTES:
                values = {"most": MAX_BYTES // 1024**2}
                raise SheetNotReadable(SheetProblem(problems.TOO_LARGE, values=values))
            for part_info in parts:
                if part_info.filename.lower().startswith("xl/worksheets/"):
                    with packed.open(part_info) as part:
                        _refuse_far_cells(part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        raise SheetNotReadable(SheetProblem(problems.BAD_BOOK)) from None
    except RuntimeError:  # a part is encrypted
        raise SheetNotReadable(SheetProblem(problems.LOCKED)) from None


def _refuse_far_cells(part: IO[bytes]) -> None:
    """Refuses a sheet with non-empty cells beyond the limits, before a table is built from it."""
    tail = b""
    while piece := part.read(1 << 20):
        window = tail + piece
        if _FAR_COLUMN.search(window):
            raise SheetNotReadable(
                SheetProblem(problems.TOO_MANY_COLUMNS, values={"most": MAX_COLUMNS})
            )
        if _FAR_ROW.search(window):
            raise SheetNotReadable(SheetProblem(problems.TOO_MANY_ROWS, values={"most": MAX_ROWS}))
        tail = window[-MAX_TAG_LENGTH:]


def _cell(value: object) -> str:
    """The value of a workbook cell as a person would write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return "" if value is None else str(value)


def _load_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise SheetNotReadable(SheetProblem(problems.BAD_JSON)) from None


def _records(records: Any) -> list[list[str]]:
    """The records as a header and rows: plain fields as text, nested lists as JSON in one cell."""
    if isinstance(records, dict):
        records = next(
            (records[key] for key in ("data", "cases", "records") if key in records), [records]
        )
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise SheetNotReadable(SheetProblem(problems.NOT_RECORDS))
    rows = [dict(_flatten(record)) for record in records]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return [columns, *([row.get(column, "") for column in columns] for row in rows)]


def _flatten(record: dict[str, Any], before: str = "") -> Iterable[tuple[str, str]]:
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            yield from _flatten(value, f"{name}.")
        elif isinstance(value, list) and not any(
            isinstance(element, dict | list) for element in value
        ):
            yield name, "; ".join(_cell(element) for element in value if element is not None)
        elif isinstance(value, list):
            yield name, json.dumps(value, ensure_ascii=False)
        else:
            yield name, _cell(value)
