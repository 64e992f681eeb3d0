"""Checks that refuse unsound tables before anything is computed, naming the file and the line."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.hierarchies import TOTAL, Hierarchy
from saathi.engines.disclosure.tables import CellStatus, CountTable, TableRow, describe_cell

# Other names of margins; `_T` in SDMX.
MARGIN_NAMES = frozenset(
    {"all", "_t", "t", "sum", "totals", "grand total", "overall", "both", "both sexes"}
)
# A code that is the sum of the others in ROWS rows, OF_SEVERAL of them with several numbers, is no
# coincidence.
ROWS, OF_SEVERAL, CODES = 3, 2, 3


def check_rows(tables: Sequence[CountTable]) -> None:
    """Raises `InputError` if a status is unknown, or if details given with a count exceed it."""
    for table in tables:
        for row in table.rows:
            wrong = _wrong(row)
            if wrong:
                raise InputError(
                    f"{table.describe_place(row)}: {describe_cell(table.key_of_row(row))}: {wrong}."
                )


def _wrong(row: TableRow) -> str:
    if row.status and row.status not in set(CellStatus):
        return f"status must be empty or “{CellStatus.STRUCTURAL}”, not “{row.status}”"
    if row.count and row.status == CellStatus.STRUCTURAL:
        return f"is said to be {row.status} and has the count {row.count}"
    if (
        row.largest_agency_count is not None
        and row.count is not None
        and row.largest_agency_count > row.count
    ):
        return f"the largest agency has {row.largest_agency_count} of {row.count}"
    if row.second_agency_count is not None and row.second_agency_count > (
        row.largest_agency_count or 0
    ):
        return f"the second agency has {row.second_agency_count}, the largest {row.largest_agency_count or 0}"
    return ""


def check_margins(tables: Sequence[CountTable], trees: Mapping[str, Hierarchy]) -> None:
    """Raises `InputError` if a code looks like a margin not named `Total`: sums would be lost."""
    for table in tables:
        for place, name in enumerate(table.dimensions):
            codes = table.codes_by_dimension()[place]
            if TOTAL in codes or name in trees or len(codes) < CODES:
                continue
            rows = list(_rows(table, place))
            for code in sorted(codes):
                if _is_margin(code, rows):
                    raise InputError(
                        f"{table.name}: in {name} “{code}” is the sum of the other codes. If it is "
                        f"a margin, write {TOTAL}; if it is none, give {name} a hierarchy."
                    )


def _is_margin(code: str, rows: Sequence[Mapping[str, int]]) -> bool:
    filled = [row for row in rows if any(row.values())]
    if not filled or any(2 * row.get(code, 0) != sum(row.values()) for row in filled):
        return False
    several = sum(sum(number > 0 for number in row.values()) > 2 for row in filled)
    is_called = code.casefold() in MARGIN_NAMES
    return is_called or (len(filled) >= ROWS and several >= OF_SEVERAL)


def _rows(table: CountTable, place: int) -> Iterator[dict[str, int]]:
    """The numbers by code of one dimension, for each fully printed combination of the others."""
    numbers_of: dict[tuple[str, ...], dict[str, int | None]] = defaultdict(dict)
    for row in table.rows:
        rest = row.codes[:place] + row.codes[place + 1 :]
        text = row.text or ""
        number = row.count if row.count is not None else int(text) if text.isdecimal() else None
        numbers_of[rest][row.codes[place]] = number
    for each in numbers_of.values():
        known = {code: number for code, number in each.items() if number is not None}
        if len(known) == len(each):
            yield known
