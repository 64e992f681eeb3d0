"""A table as read from a file, and the limits of its size."""

from dataclasses import dataclass, field
from typing import Final

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 300
MAX_CELL_LENGTH: Final = 30_000
# The limit on a workbook's unpacked size: a small file can expand to gigabytes.
MAX_UNPACKED_BYTES: Final = 300 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    """A table as read: every cell is text, and every row has the width of the heading."""

    kind: str  # csv, book, primero (any list of records), or primero_cases (`primero`)
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
