"""Reads the files of records of a command: says what is read, asks where it is not certain."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa

from saathi.engines.matching.linking import input_report, record_files
from saathi.engines.matching.linking.columns import (
    ID_ROLE,
    ROLES,
    ChosenColumns,
    UnclearColumns,
    choose_columns,
    parse_mappings,
    resolve_unclear_columns,
)
from saathi.engines.matching.linking.csv_records import UnreadableFile
from saathi.engines.matching.linking.record_files import LinkageRecords

type ProgressReporter = Callable[[str], None]


def add_reading_arguments(parser: argparse.ArgumentParser) -> None:
    """How the files of records are read."""
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=ROLE",
        help=f"what a column is, if its name does not say it; roles: {', '.join(ROLES)}",
    )
    parser.add_argument(
        "--encoding", help="of CSV files that are not in UTF-8, such as windows-1252"
    )


def read_inputs(
    options: argparse.Namespace, say: ProgressReporter
) -> tuple[LinkageRecords, LinkageRecords | None]:
    """The records of one file or of two, and lines that say which column was used for what."""
    paths = [options.records, *([options.others] if options.others else [])]
    tables = []
    for path in paths:
        say(f"reading {path}")
        tables.append(record_files.read_table(path, options.encoding))
    chosen = choose_columns_of_files(options, paths, tables)
    files = [
        build_records(path, table, item)
        for path, table, item in zip(paths, tables, chosen, strict=True)
    ]
    compared = set.intersection(
        *(input_report.list_comparable_roles(records) for records, _ in files)
    )
    for path, (records, columns) in zip(paths, files, strict=True):
        say(f"{path}: {len(records)} record{'s' * (len(records) != 1)}")
        for line in input_report.describe_columns(
            records, columns, compared if len(paths) > 1 else None
        ):
            say(line)
        if not records.has_own_ids:
            say(f"{path} has no column of ids; rows are numbered from 0")
    return files[0][0], files[1][0] if options.others else None


def choose_columns_of_files(
    options: argparse.Namespace,
    paths: Sequence[Path],
    tables: Sequence[pa.Table],
    settled: Sequence[str] = (),
) -> list[ChosenColumns]:
    """The columns of each file; asks about unclear ones if there is someone to ask."""
    mapped = parse_mappings(options.map)
    for column in mapped:
        if not any(column in table.column_names for table in tables):
            raise UnclearColumns(
                f"--map names the column {column}, and there is none; "
                f"there are {', '.join(tables[0].column_names)}."
            )
    return [
        resolve_unclear_columns(
            choose_columns(table.column_names, mapped, settled), str(path), _asker()
        )
        for path, table in zip(paths, tables, strict=True)
    ]


def build_records(
    path: Path, table: pa.Table, chosen: ChosenColumns
) -> tuple[LinkageRecords, ChosenColumns]:
    """The records of a file with at least one, and its columns, with that of the ids."""
    records = record_files.records_from_table(table, str(path), chosen)
    if not len(records):
        raise UnreadableFile(f"{path} has a line of names and no records.")
    other = record_files.find_other_id(table, chosen)
    if ID_ROLE not in chosen.by_role and other is not None:
        unused = tuple(name for name in chosen.unused if name != other)
        chosen = ChosenColumns(chosen.by_role | {ID_ROLE: other}, unused, {}, chosen.ignored)
    return records, chosen


def _asker() -> Callable[[str], str] | None:
    """A function that asks on the terminal; none if no one is there."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(question: str) -> str:
        sys.stderr.write(question)
        sys.stderr.flush()
        answer = sys.stdin.readline()
        if not answer:
            raise UnclearColumns("The question was not answered; --map COLUMN=ROLE answers it.")
        return answer

    return ask
