"""Files as tables of text: CSV of any common kind, books of Excel and LibreOffice, Primero's JSON.

Runs in a process of its own, without Django: `saathi.sheets.reading` starts it.
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

from saathi.sheets import problems
from saathi.sheets.problems import SheetNotReadable, SheetProblem
from saathi.sheets.table import (
    MAX_BYTES,
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    Sheet,
)

# Written by old programs of the region; "" guesses.
ENCODINGS: Final = ("", "utf-8", "utf-16", "cp1252", "cp1256")
DELIMITERS: Final = ",;\t|"
SAMPLE_LINES: Final = 30  # lines by which the delimiter is guessed
# The head of a cell that is not empty, in column KO (the 301st) or beyond, or in row 100,000 or beyond.
# A book may be sparse: a cell far from the others makes a table of billions.
MAX_TAG_LENGTH: Final = 200
_HEAD: Final = rb'<(?:\w+:)?c [^>]{0,100}?\br="'
_FAR_COLUMN: Final = re.compile(_HEAD + rb'(?:[A-Z]{3}|[L-Z][A-Z]|K[O-Z])[0-9]+"[^>]*(?<!/)>')
_FAR_ROW: Final = re.compile(_HEAD + rb'[A-Z]+[0-9]{6,}"[^>]*(?<!/)>')


def parse_sheet(data: bytes, *, encoding: str = "") -> Sheet:
    """The table in a file, whatever kind it is; `SheetNotReadable` says in plain words why not."""
    if not data.strip():
        raise SheetNotReadable(SheetProblem(problems.EMPTY))
    if len(data) > MAX_BYTES:
        raise SheetNotReadable(
            SheetProblem(problems.TOO_LARGE, values={"most": MAX_BYTES // 1024**2})
        )
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _sheet("book", _book(data))
    text = _text(data, encoding)
    if text.lstrip().startswith(("[", "{")):
        return _sheet("primero", _records(text))
    return _sheet("csv", _csv(text))


def _sheet(kind: str, lines: Iterable[Sequence[str]]) -> Sheet:
    """The lines as a table: empty ones left out, ragged ones filled, limits kept."""
    kept: list[tuple[int, Sequence[str]]] = []
    for number, line in enumerate(lines, 1):
        if not any(cell.strip() for cell in line):
            continue
        _keep_limits(number, line, len(kept))
        kept.append((number, line))
    if len(kept) < 2:
        raise SheetNotReadable(SheetProblem(problems.NO_HEADING))
    width = max(len(line) for _number, line in kept)
    heading = [*kept[0][1], *[""] * (width - len(kept[0][1]))]
    used = [place for place in range(width) if _is_used(heading, kept, place)]
    columns = _named([heading[place] for place in used], used)
    rows = tuple(
        tuple(line[place].strip() if place < len(line) else "" for place in used)
        for _number, line in kept[1:]
    )
    return Sheet(kind, columns, rows)


def _keep_limits(number: int, line: Sequence[str], before: int) -> None:
    if before > MAX_ROWS:
        raise SheetNotReadable(SheetProblem(problems.TOO_MANY_ROWS, values={"most": MAX_ROWS}))
    if len(line) > MAX_COLUMNS:
        raise SheetNotReadable(
            SheetProblem(problems.TOO_MANY_COLUMNS, values={"most": MAX_COLUMNS})
        )
    if any(len(cell) > MAX_CELL_LENGTH for cell in line):
        said = {"row": number, "most": MAX_CELL_LENGTH}
        raise SheetNotReadable(SheetProblem(problems.LONG_CELL, values=said))


def _is_used(heading: Sequence[str], kept: Sequence[tuple[int, Sequence[str]]], place: int) -> bool:
    """A column that has a name, or at least a cell."""
    if heading[place].strip():
        return True
    return any(place < len(line) and line[place].strip() for _number, line in kept[1:])


def _named(heading: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    """Each column with a name of its own."""
    names: list[str] = []
    for name, place in zip(heading, places, strict=True):
        wanted = " ".join(name.split()) or f"({place + 1})"
        base, number = wanted, 2
        while wanted in names:
            wanted, number = f"{base} ({number})", number + 1
        names.append(wanted)
    return tuple(names)


def _text(data: bytes, encoding: str) -> str:
    """The letters of the file, by its first bytes, by what was said, or by what fits."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried: tuple[str, ...] = ("utf-16",)
    elif data.startswith(b"\xef\xbb\xbf"):
        tried = ("utf-8-sig",)
    elif encoding:
        tried = (encoding,)
    elif data[1:40:2].count(0) > 10:
        tried = ("utf-16-le",)
    else:
        tried = ("utf-8", "cp1252")
    for one in tried:
        try:
            text = data.decode(one)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text:
            return text.removeprefix("\ufeff")
    raise SheetNotReadable(SheetProblem(problems.NOT_TEXT))


def _csv(text: str) -> list[list[str]]:
    first, _end, rest = text.partition("\n")
    said = first.strip().lower()
    if said.startswith("sep=") and len(said) == 5:
        return _split(rest, said[4])
    sample = "\n".join(text.splitlines()[:SAMPLE_LINES])
    return _split(text, max(DELIMITERS, key=lambda sign: _fit(sample, sign)))


def _fit(sample: str, delimiter: str) -> tuple[int, int]:
    """How well a sign divides the lines: how many have as many cells as the heading, and how many."""
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
    """That the text is no table from this row on."""
    return SheetNotReadable(SheetProblem(problems.BAD_CSV, values={"row": row}))


def _book(data: bytes) -> list[list[str]]:
    """The first sheet of the book that holds anything."""
    _refuse_a_bomb(data)
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


def _refuse_a_bomb(data: bytes) -> None:
    """Refuses a book that unpacks to gigabytes, or whose cells lie so far apart that a table of them does."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if sum(each.file_size for each in parts) > MAX_UNPACKED_BYTES:
                values = {"most": MAX_BYTES // 1024**2}
                raise SheetNotReadable(SheetProblem(problems.TOO_LARGE, values=values))
            for each in parts:
                if each.filename.lower().startswith("xl/worksheets/"):
                    with packed.open(each) as part:
                        _refuse_far_cells(part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        raise SheetNotReadable(SheetProblem(problems.BAD_BOOK)) from None
    except RuntimeError:  # a part is encrypted
        raise SheetNotReadable(SheetProblem(problems.LOCKED)) from None


def _refuse_far_cells(part: IO[bytes]) -> None:
    """Looks at the references of the cells that hold something, before a table is made of them."""
    kept = b""
    while piece := part.read(1 << 20):
        seen = kept + piece
        if _FAR_COLUMN.search(seen):
            raise SheetNotReadable(
                SheetProblem(problems.TOO_MANY_COLUMNS, values={"most": MAX_COLUMNS})
            )
        if _FAR_ROW.search(seen):
            raise SheetNotReadable(SheetProblem(problems.TOO_MANY_ROWS, values={"most": MAX_ROWS}))
        kept = seen[-MAX_TAG_LENGTH:]


def _cell(value: object) -> str:
    """A cell of a book as a person would write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return "" if value is None else str(value)


def _records(text: str) -> list[list[str]]:
    """The records of a case export: plain fields as text, what is nested as JSON in one cell."""
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise SheetNotReadable(SheetProblem(problems.BAD_JSON)) from None
    if isinstance(found, dict):
        found = next((found[key] for key in ("data", "cases", "records") if key in found), [found])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise SheetNotReadable(SheetProblem(problems.NOT_RECORDS))
    rows = [dict(_flat(each)) for each in found]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return [columns, *([row.get(column, "") for column in columns] for row in rows)]


def _flat(record: dict[str, Any], before: str = "") -> Iterable[tuple[str, str]]:
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
            yield name, "; ".join(_cell(each) for each in value if each is not None)
        elif isinstance(value, list):
            yield name, json.dumps(value, ensure_ascii=False)
        else:
            yield name, _cell(value)
