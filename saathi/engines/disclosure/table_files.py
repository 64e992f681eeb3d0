"""Reads and writes tables as CSV, checked cell by cell; errors name the file and the line."""

import csv
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.hierarchies import TOTAL, Hierarchy
from saathi.engines.disclosure.implied_margins import add_implied_margins
from saathi.engines.disclosure.row_files import (
    quote_formula,
    read_rows,
    unquote_formula,
    written_name,
)
from saathi.engines.disclosure.system import (
    CellSystem,
    SumConstraint,
    assume_all_valid_sums,
    build_system,
)
from saathi.engines.disclosure.table_checks import check_margins, check_rows
from saathi.engines.disclosure.tables import (
    CellKey,
    CellStatus,
    CountTable,
    LinkedTables,
    TableRow,
    ZeroPolicy,
    describe_cell,
)

# Columns with a fixed meaning; every other column is a dimension.
COUNT, VALUE, STATUS = "count", "value", "status"
ORIGIN_COLUMNS = {  # with their fields of `TableRow`
    "largest": "largest_agency_count",
    "second": "second_agency_count",
    "events": "events",
}
RANGE_COLUMNS = ("lowest", "highest")  # of what a rounded value may have been
RESERVED_COLUMNS = frozenset({COUNT, VALUE, STATUS, *ORIGIN_COLUMNS, *RANGE_COLUMNS})
# Bytes of memory for each cell until it is written, estimated generously.
BYTES_PER_CELL = 6_000
MAX_DIGITS = 10


def read_table(
    path: Path, *, published: bool = False, total_names: Collection[str] = ()
) -> CountTable:
    """The table in a long file: a column per dimension and `count`, or `value` if published.

    `total_names` are other words for `Total` in it.
    """
    header, lines = read_rows(path)
    value_column = _value_column(header, path, published=published)
    dimensions = tuple(name for name in header if name not in RESERVED_COLUMNS)
    if not dimensions:
        raise InputError(f"{path}: has no dimension; each column but {value_column} is one.")
    rows, seen = [], dict[tuple[str, ...], int]()
    for number, cells in lines:
        where = f"{path}, line {number}"
        if len(cells) != len(header):
            raise InputError(f"{where}: has {len(cells)} columns, the first line {len(header)}.")
        record = dict(zip(header, cells, strict=True))
        written = tuple(record[name] for name in dimensions)
        codes = tuple(unquote_formula(code.strip()) for code in written)
        codes = tuple(TOTAL if code in total_names else code for code in codes)
        if not all(codes):
            raise InputError(f"{where}: a code is empty; a margin is written {TOTAL}.")
        for code in codes:
            if code != TOTAL and code.casefold() == TOTAL.casefold():
                raise InputError(
                    f"{where}: a margin is written {TOTAL}, not “{code}” (or --total “{code}”)."
                )
        if codes in seen:
            raise InputError(f"{where}: the same cell as line {seen[codes]}.")
        seen[codes] = number
        row = replace(_row(codes, record, value_column, where), line=number)
        rows.append(row if written == codes else replace(row, written_codes=written))
    if not rows:
        raise InputError(f"{path}: has no rows.")
    return CountTable(written_name(path), dimensions, rows)


def _value_column(header: Sequence[str], path: Path, *, published: bool) -> str:
    for name in (VALUE, COUNT) if published else (COUNT,):
        if name in header:
            return name
    hint = (
        " Columns are separated by commas, semicolons or tabs."
        if len(header) == 1 and "|" in header[0]
        else ""
    )
    raise InputError(f"{path}: has no column “{VALUE if published else COUNT}”.{hint}")


def _row(codes: tuple[str, ...], record: Mapping[str, str], wanted: str, where: str) -> TableRow:
    extras: dict[str, Any] = {
        field: _number(record[name], name, where)
        for name, field in ORIGIN_COLUMNS.items()
        if record.get(name)
    }
    status = record.get(STATUS, "").strip()
    text = record[wanted].strip()
    if wanted == VALUE or not text.isdecimal():
        if wanted == COUNT and text.startswith("-"):
            raise InputError(f"{where}: the count {text} is negative.")
        return TableRow(codes, None, text, status, **extras)
    return TableRow(codes, _number(text, COUNT, where), text, status, **extras)


def _number(text: str, name: str, where: str) -> int:
    if not text.strip().isdecimal():
        raise InputError(f"{where}: {name} must be a whole number from 0, not “{text}”.")
    if len(text.strip()) > MAX_DIGITS:
        raise InputError(f"{where}: {name} is {text}, more than anybody can have counted.")
    return int(text)


def require_counts(tables: Iterable[CountTable]) -> None:
    """Raises `InputError` if a cell of a table to be protected has no count."""
    for table in tables:
        for row in table.rows:
            if row.count is None:
                where = f"{table.describe_place(row)}: {describe_cell(table.key_of_row(row))}"
                raise InputError(f"{where}: count must be a whole number from 0, not “{row.text}”.")


def check_memory(tables: Iterable[CountTable]) -> None:
    """Raises `InputError` if the completed tables would not fit into the free memory."""
    cells = 0
    for table in tables:
        size = 1
        for codes in table.codes_by_dimension():
            size *= len(codes)
        cells += size
    free = available_memory()
    if cells * BYTES_PER_CELL > free:
        raise InputError(
            f"Too large for memory: {cells:,} cells need about "
            f"{cells * BYTES_PER_CELL / 1e9:.0f} GB, {free / 1e9:.0f} GB are free. "
            "Roll up a dimension or protect fewer tables at once."
        )


def available_memory(meminfo: Path = Path("/proc/meminfo")) -> int:
    """The available bytes: memory that only caches files is released on demand."""
    if meminfo.exists():
        for line in meminfo.read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return 1024 * int(line.split()[1])
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def check_codes(table: CountTable, hierarchies: Mapping[str, Hierarchy]) -> None:
    """Raises `InputError` if a code is not in its dimension's hierarchy."""
    for name, codes in zip(table.dimensions, table.codes_by_dimension(), strict=True):
        if name in hierarchies:
            unknown = sorted(codes - hierarchies[name].codes - {TOTAL})
            if unknown:
                place = table.dimensions.index(name)
                row = next(row for row in table.rows if row.codes[place] == unknown[0])
                raise InputError(
                    f"{table.describe_place(row)}: unknown code “{unknown[0]}” in {name}; its hierarchy "
                    "does not name it."
                )


def complete_table(
    table: CountTable, hierarchies: Mapping[str, Hierarchy], more: Sequence[set[str]] | None = None
) -> CountTable:
    """The table with a row for every combination of its codes, and of `more` codes of each dimension.

    A combination that the file leaves out counts as 0, also a margin; whether that adds up is
    checked with all other sums. Added rows are at the end.
    """
    check_codes(table, hierarchies)
    present = {row.codes for row in table.rows}
    every = table.codes_by_dimension()
    if more is not None:
        every = [own | others for own, others in zip(every, more, strict=True)]
    size = 1
    for codes in every:
        size *= len(codes)
    if size == len(present):
        return table
    added = [
        TableRow(codes, 0, "")
        for codes in product(*(sorted(codes) for codes in every))
        if codes not in present
    ]
    return CountTable(table.name, table.dimensions, [*table.rows, *added], len(added))


def _missing_empty_codes(
    table: CountTable, tables: Sequence[CountTable], trees: Mapping[str, Hierarchy]
) -> list[set[str]]:
    """Codes that only linked tables show, as empty, while this table shows a total over all codes.

    Leaving them out would reveal that they are zero.
    """
    missing_codes = []
    for name, own in zip(table.dimensions, table.codes_by_dimension(), strict=True):
        filled, shown = set[str](), set[str]()
        for other in tables if TOTAL in own else ():
            if name in other.dimensions:
                place = other.dimensions.index(name)
                shown |= {row.codes[place] for row in other.rows}
                filled |= {row.codes[place] for row in other.rows if row.count}
        tree = trees.get(name, Hierarchy())
        above = {ancestor for code in own for ancestor in tree.ancestors(code)}
        missing_codes.append(
            {c for c in shown - filled - own - above if not own & set(tree.ancestors(c)) - {TOTAL}}
        )
    return missing_codes


def complete_and_check(
    tables: Sequence[CountTable],
    hierarchies: Mapping[str, Hierarchy],
    zeros: ZeroPolicy = ZeroPolicy.PUBLIC,
) -> LinkedTables:
    """The tables, completed and checked, ready to be protected.

    With protected zeros, empty codes that only linked tables show are added.
    """
    names = [table.name for table in tables]
    if len(set(names)) != len(names):
        raise InputError("Two tables have the same name; each is written under its own.")
    for name in hierarchies:
        if not any(name in table.dimensions for table in tables):
            raise InputError(f"A hierarchy is given for “{name}”, which is no table's dimension.")
    require_counts(tables)
    check_rows(tables)
    check_margins(tables, hierarchies)
    check_memory(tables)
    more = [
        _missing_empty_codes(table, tables, hierarchies) if zeros is ZeroPolicy.PROTECTED else None
        for table in tables
    ]
    whole = LinkedTables(
        [complete_table(table, hierarchies, own) for table, own in zip(tables, more, strict=True)],
        hierarchies,
    )
    whole = add_implied_margins(whole, lambda _, row: (row.count or 0, row.count or 0))
    _check_shared(whole)
    _check_sums(whole)
    return whole


def counts_by_key(tables: LinkedTables) -> dict[tuple[tuple[str, str], ...], int]:
    """The count of every cell."""
    return {table.key_of_row(row): row.count or 0 for table in tables.tables for row in table.rows}


def build_counted_system(tables: LinkedTables) -> CellSystem:
    """The system of tables with counts, with the sums between tables that hold."""
    return build_system(tables, assume_all_valid_sums(counts_by_key(tables)))


def _check_shared(tables: LinkedTables) -> None:
    first: dict[CellKey, tuple[str, int]] = {}
    for table in tables.tables:
        for row in table.rows:
            key, count = table.key_of_row(row), row.count or 0
            name, known = first.setdefault(key, (table.describe_place(row), count))
            if known != count:
                raise InputError(
                    f"{describe_cell(key)} is {known} in {name} and {count} in {table.describe_place(row)}; "
                    "linked tables share their margins."
                )


def _check_sums(tables: LinkedTables) -> None:
    counts = counts_by_key(tables)
    system = build_system(tables)
    value = [counts[key] for key in system.keys]
    wrong: list[tuple[SumConstraint, int]] = []
    for line in system.lines:
        parts = sum(value[part] for part in line.parts)
        if parts != value[line.total]:
            wrong.append((line, parts))
    if wrong:
        # The cell in most of the wrong sums is the likely mistake.
        inside = Counter(
            cell for wrong_line, _ in wrong for cell in (wrong_line.total, *wrong_line.parts)
        )
        line, parts = max(wrong, key=lambda entry: inside[entry[0].total])
        more = f" ({len(wrong)} sums do not add)" if len(wrong) > 1 else ""
        raise InputError(
            f"{system.describe_sum(line)}: the parts add up to {parts}, the total says "
            f"{value[line.total]}{_place_of(line, system, tables)}{more}."
        )


def _place_of(line: SumConstraint, system: CellSystem, tables: LinkedTables) -> str:
    """The place of the total, or that it is nowhere and therefore counts as 0."""
    table = next(table for table in tables.tables if table.name == line.table)
    own = len(table.printed_rows) - table.added_rows
    for number, row in enumerate(table.rows):
        if table.key_of_row(row) == system.keys[line.total]:
            if number >= own:
                return ", since it has no row"
            return f" in line {row.line}" if row.line else ""
    return ""


def write_table(path: Path, table: CountTable) -> None:
    """Writes the table's own rows with `value` and `status`; hidden values stay empty.

    A rounded table has the lowest and highest count that each value allows, too.
    """
    rows = table.rows[: len(table.rows) - table.added_rows]
    has_ranges = any(row.possible is not None for row in rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*table.dimensions, VALUE, STATUS, *(RANGE_COLUMNS if has_ranges else ())])
        for row in rows:
            codes = [quote_formula(unquote_formula(c)) for c in row.written_codes or row.codes]
            text = row.text or ""
            own = [text, text] if row.possible is None else [str(end) for end in row.possible]
            writer.writerow([*codes, text, row.status, *(own if has_ranges else ())])


def is_structural(row: TableRow) -> bool:
    """Whether the file says that the cell must be empty."""
    return row.status == CellStatus.STRUCTURAL
