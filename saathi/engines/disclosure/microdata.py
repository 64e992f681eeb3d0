"""Tables from records: one line per child, counted in every combination of codes with all margins."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.hierarchies import TOTAL, Hierarchy
from saathi.engines.disclosure.row_files import read_rows, written_name
from saathi.engines.disclosure.tables import CountTable, TableRow


@dataclass(frozen=True)
class MicrodataColumns:
    """The columns of the records that are not dimensions: the agency and the event."""

    agency: str | None = None
    event: str | None = None


def count_records(
    path: Path, hierarchies: Mapping[str, Hierarchy], columns: MicrodataColumns | None = None
) -> CountTable:
    """The complete table of a file of records, with largest agencies and events if known."""
    columns = columns or MicrodataColumns()
    header, records = _records(path)
    for name in (columns.agency, columns.event):
        if name is not None and name not in header:
            raise InputError(f"{path}: has no column “{name}”.")
    dimensions = [n for n in header if n not in {columns.agency, columns.event}]
    if not dimensions:
        raise InputError(f"{path}: has no dimension.")
    counts: Counter[tuple[str, ...]] = Counter()
    agencies: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    events: dict[tuple[str, ...], set[str]] = defaultdict(set)
    known: list[set[str]] = [{TOTAL} for _ in dimensions]
    for record in records:
        chains = [
            [record[name], *hierarchies.get(name, Hierarchy()).ancestors(record[name])]
            for name in dimensions
        ]
        for place, chain in enumerate(chains):
            known[place].update(chain)
        for codes in product(*chains):
            counts[codes] += 1
            if columns.agency:
                agencies[codes][record[columns.agency]] += 1
            if columns.event:
                events[codes].add(record[columns.event])
    rows = []
    for codes in product(*(sorted(codes_) for codes_ in known)):
        top = [n for _, n in agencies[codes].most_common(2)] if columns.agency else []
        row = TableRow(codes, counts[codes], events=len(events[codes]) if columns.event else None)
        rows.append(
            replace(row, largest_agency_count=sum(top[:1]), second_agency_count=sum(top[1:]))
            if top
            else row
        )
    return CountTable(written_name(path), tuple(dimensions), rows)


def _records(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    header, lines = read_rows(path)
    records = []
    for number, row in lines:
        if len(row) != len(header):
            raise InputError(f"{path}, line {number}: has {len(row)} columns, not {len(header)}.")
        record = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
        for name, cell in record.items():
            if not cell or cell == TOTAL:
                raise InputError(f"{path}, line {number}: {name} must be a code, not “{cell}”.")
        records.append(record)
    if not records:
        raise InputError(f"{path}: has no records.")
    return header, records
