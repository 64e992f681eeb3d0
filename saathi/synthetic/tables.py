"""Rows of many tables as text for COPY."""

from collections import defaultdict

SCOPED_COLUMNS = (
    "id file_id recorded_at recorded_by version"  # the first columns of a record in a file
)
NULL = r"\N"


class CopyRows:
    """Rows of many tables as text for COPY. Values are codes, numbers, ids and hexadecimal text.

    No value can contain a tab, a backslash or a line end, so none needs quoting.
    """

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = defaultdict(list)

    def add_row(self, table: str, *fields: str) -> None:
        """Adds one row, with NULL for missing values."""
        self.lines[table].append("\t".join(fields))

    def table_block(self, table: str) -> bytes:
        """All rows of a table."""
        return ("\n".join(self.lines[table]) + "\n").encode()

    def count_rows(self) -> int:
        """The number of rows."""
        return sum(map(len, self.lines.values()))
