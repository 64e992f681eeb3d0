"""A table as it was read from a file, and how large one may be."""

from dataclasses import dataclass, field
from typing import Final

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 300
MAX_CELL_LENGTH: Final = 30_000
# What a book may unpack to: a small file can claim gigabytes.
MAX_UNPACKED_BYTES: Final = 300 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    """A table as it was read: every cell is text, every row as long as the heading."""

    kind: str  # csv, book, primero
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
