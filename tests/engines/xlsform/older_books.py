"""Workbooks in the format of Excel 97 to 2003 (.xls), as small as the format allows.

Sources: [MS-CFB] for the container, [MS-XLS] for the records.
"""

import datetime as dt
import struct
from collections.abc import Iterable, Mapping, Sequence

type CellValue = str | float | bool | dt.date

EPOCH = dt.date(1899, 12, 30)  # day 0 of a spreadsheet
SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def older_book(sheets: Mapping[str, Sequence[Sequence[CellValue]]]) -> bytes:
    """The bytes of an .xls file with these sheets."""
    return _container(_workbook(sheets))


def _workbook(sheets: Mapping[str, Sequence[Sequence[CellValue]]]) -> bytes:
    streams = [_sheet(rows) for rows in sheets.values()]
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    heads = [struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name in sheets]
    # The formats of cells: 0 for all, 1 with the built-in format 14, a date.
    begin += b"".join(_record(0x00E0, struct.pack("<HH16x", 0, number)) for number in (0, 14))
    offset = len(begin) + sum(len(head) + 10 for head in heads) + 4
    listed = b""
    for head, stream in zip(heads, streams, strict=True):
        listed += _record(0x0085, struct.pack("<IH", offset, 0) + head)
        offset += len(stream)
    return begin + listed + _record(0x000A) + b"".join(streams)


def _sheet(rows: Iterable[Sequence[CellValue]]) -> bytes:
    cells = b"".join(
        _cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != ""
    )
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    return begin + cells + _record(0x000A)


def _cell(row: int, column: int, value: CellValue) -> bytes:
    if isinstance(value, dt.date):
        days = struct.pack("<d", (value - EPOCH).days)
        return _record(0x0203, struct.pack("<HHH", row, column, 1) + days)
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, bool):
        return _record(0x0205, place + bytes([value, 0]))
    if isinstance(value, float | int):
        return _record(0x0203, place + struct.pack("<d", value))
    return _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _container(stream: bytes) -> bytes:
    """The stream as the only one of a compound file, in ordinary sectors."""
    stream = stream.ljust(4096, b"\0")  # shorter ones would be kept in a second table
    stream += b"\0" * (-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    chain = [*range(3, count + 2), END]
    table = struct.pack("<128I", TABLE, END, *chain, *[FREE] * (126 - count))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH6x", 0x003E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    names = _entry("Root Entry", 5, child=1, start=END, size=0)
    names += _entry("Workbook", 2, child=FREE, start=2, size=len(stream))
    return head + table + names.ljust(SECTOR, b"\0") + stream


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    entry = letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters), kind, 1)
    entry += struct.pack("<III", FREE, FREE, child) + b"\0" * 36
    return entry + struct.pack("<IQ", start, size)
