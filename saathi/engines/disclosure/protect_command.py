"""Protect tables of counts so that no number leads back to a child. Needs no database.

The solvers are imported when they are needed: `saathi --help` shows the arguments without them.
"""

import argparse
import secrets
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from saathi.engines.disclosure.design_command import (
    add_design_arguments,
    check_design_options,
    design_tables,
)

if TYPE_CHECKING:
    from saathi.engines.disclosure.areas import PopulationFloor
    from saathi.engines.disclosure.audit_task import EarlierRelease
    from saathi.engines.disclosure.hierarchies import Hierarchy
    from saathi.engines.disclosure.protect import ProtectionOutcome, ProtectionSettings
    from saathi.engines.disclosure.tables import CellKey, CountTable

# The size of a secret that this program draws, and the least of a key file.
KEY_BYTES = 32
NO_KEY = (
    "note: chance was drawn by a secret of this run, which is gone. Publish these tables once: two "
    "protections of the same counts tell more than one. With --key-file they are always the same."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments for the tables, rules, method and output folder."""
    parser.add_argument("tables", nargs="+", type=Path, metavar="TABLE.csv")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR")
    parser.add_argument("--k", type=int, default=5, help="fewest children in a cell (5)")
    parser.add_argument("--method", choices=("round", "suppress"), default="round")
    parser.add_argument("--zeros", choices=("public", "protected"), default="protected")
    parser.add_argument("--base", type=int, help="multiple that counts are rounded to (k)")
    hierarchy_argument(parser)
    parser.add_argument("--micro", action="store_true", help="the files are records, not tables")
    parser.add_argument("--agency", metavar="COLUMN", help="whose record it is, with --micro")
    parser.add_argument("--event", metavar="COLUMN", help="event or household, with --micro")
    add_design_arguments(parser)
    add_previous_argument(parser)
    parser.add_argument("--change", type=int, help="most that a cell changed since --previous")
    parser.add_argument(
        "--previous-reach", type=int, default=0, help="what --reach was of --previous (0)"
    )
    sensitive_argument(parser)
    add_population_argument(parser)
    add_total_argument(parser)
    add_overwrite_argument(parser)
    parser.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="DIMENSION=CODE[,DIMENSION=CODE]",
        help="a cell that suppression must show; Total is the grand total",
    )
    parser.add_argument("--key-file", type=Path, help="secret of the family of releases")
    parser.add_argument(
        "--seconds", type=float, help="limit of time by the clock, from the first file read"
    )
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="the attack's report")


def add_previous_argument(parser: argparse.ArgumentParser) -> None:
    """Adds `--previous`, used by both commands: one release each time it is given."""
    parser.add_argument(
        "--previous",
        action="append",
        nargs="+",
        type=Path,
        default=[],
        metavar="TABLE.csv",
        help="an earlier release of the family; again for each further one",
    )


def add_total_argument(parser: argparse.ArgumentParser) -> None:
    """Adds `--total`, used by both commands."""
    parser.add_argument(
        "--total",
        action="append",
        default=[],
        metavar="WORD",
        help="another word for Total in the files, such as All; again for each further one",
    )


def add_overwrite_argument(parser: argparse.ArgumentParser) -> None:
    """Adds `--overwrite`, used by both commands."""
    parser.add_argument(
        "--overwrite", action="store_true", help="replace files that are there already"
    )


def hierarchy_argument(parser: argparse.ArgumentParser) -> None:
    """Adds `--hierarchy`, used by both commands."""
    parser.add_argument(
        "--hierarchy",
        action="append",
        default=[],
        metavar="DIMENSION=FILE.csv",
        help="child,parent pairs of one dimension",
    )


def sensitive_argument(parser: argparse.ArgumentParser) -> None:
    """Adds `--sensitive`, used by both commands."""
    parser.add_argument(
        "--sensitive",
        action="append",
        default=[],
        metavar="DIMENSION",
        help="no row may fall in one category of it",
    )


def add_population_argument(parser: argparse.ArgumentParser) -> None:
    """Adds `--population` and `--floor`, used by both commands."""
    parser.add_argument(
        "--population",
        action="append",
        default=[],
        metavar="DIMENSION=FILE.csv",
        help="code,population of each area of one dimension",
    )
    parser.add_argument("--floor", type=int, help="fewest people of an area that is shown (20000)")


def run(options: argparse.Namespace) -> int:
    """Protects, attacks, writes: 0 if written, 1 if the attack succeeded, 2 for bad input."""
    from saathi.engines.disclosure.budget import limit_wall_clock
    from saathi.engines.disclosure.errors import InputError, TablesNotProtected

    try:
        check_numbers(options)
        with limit_wall_clock(options.seconds):
            protected = _protect(options)
        if options.report:
            write_json(options.report, protected.report.as_json())
        protected.write(options.out)
    except InputError as error:
        print(f"saathi: {error} Nothing was written.", file=sys.stderr)
        return 2
    except TablesNotProtected as error:
        what = "Nothing but the report" if options.report else "Nothing"
        print(f"{error}\nsaathi: The attack succeeds. {what} was written.", file=sys.stderr)
        return 1
    print(protected.summary)
    print(protected.report.describe())
    if not options.key_file:
        print(NO_KEY)
    return 0


def _protect(options: argparse.Namespace) -> "ProtectionOutcome":
    from saathi.engines.disclosure.protect import protect_tables

    _check_places(options)
    check_design_options(options)
    hierarchies = hierarchies_from_options(options.hierarchy)
    tables = _tables(options, hierarchies)
    order = _order(options)
    if options.design:
        tables, order = design_tables(options, tables, hierarchies, order)
        names = {name for table in tables for name in table.dimensions}
        hierarchies = {name: tree for name, tree in hierarchies.items() if name in names}
    return protect_tables(tables, hierarchies, order)


def hierarchies_from_options(given: list[str]) -> "dict[str, Hierarchy]":
    """The hierarchies given with `--hierarchy`, by dimension."""
    from saathi.engines.disclosure import hierarchies

    return {
        name: hierarchies.read_hierarchy(file)
        for name, file in _files_of(given, "hierarchy").items()
    }


def parse_population_floor(options: argparse.Namespace) -> "PopulationFloor":
    """The populations given with `--population`, by dimension, and the floor."""
    from saathi.engines.disclosure import areas
    from saathi.engines.disclosure.errors import InputError

    if options.floor is not None and not options.population:
        raise InputError("--floor goes with --population.")
    files = _files_of(options.population, "population")
    populations = {name: areas.read_populations(file) for name, file in files.items()}
    return areas.PopulationFloor(
        populations, areas.MIN_AREA_POPULATION if options.floor is None else options.floor
    )


def _files_of(given: list[str], what: str) -> dict[str, Path]:
    """The file of each dimension, from an option that may be given several times."""
    from saathi.engines.disclosure.errors import InputError

    paths: dict[str, Path] = {}
    for pair in given:
        name, sign, file = pair.partition("=")
        if not (name and sign and file):
            raise InputError(f"--{what} is DIMENSION=FILE.csv, not “{pair}”.")
        if name in paths:
            raise InputError(f"--{what} is given twice for “{name}”.")
        paths[name] = Path(file)
    return paths


def check_numbers(options: argparse.Namespace) -> None:
    """Raises `InputError` for a number that makes no sense or has no effect on its own."""
    from saathi.engines.disclosure.errors import InputError

    if options.k < 1 or (options.base is not None and options.base < 1):
        raise InputError("--k and --base must be 1 or more.")
    for name in ("change", "previous_reach", "reach", "floor"):
        if (getattr(options, name, None) or 0) < 0:
            raise InputError(f"--{name.replace('_', '-')} must be 0 or more.")
    for name in ("change", "previous_reach"):
        if getattr(options, name) and not options.previous:
            raise InputError(f"--{name.replace('_', '-')} goes with --previous.")
    seconds = getattr(options, "seconds", None)
    if seconds is not None and not 0 <= seconds < float("inf"):
        raise InputError("--seconds must be a number of seconds from 0.")


def check_not_overwritten(path: Path, read: list[Path], *, may_replace: bool) -> None:
    """Raises `InputError` if an input file would be overwritten, or another one unasked."""
    from saathi.engines.disclosure.errors import InputError

    if path.resolve() in {source.resolve() for source in read}:
        raise InputError(f"{path} is read, and would be written over; choose another.")
    if path.exists() and not may_replace:
        raise InputError(f"{path} is there already; choose another, or give --overwrite.")


def _check_places(options: argparse.Namespace) -> None:
    from saathi.engines.disclosure.errors import InputError
    from saathi.engines.disclosure.row_files import written_name

    if options.out.resolve() in {path.resolve().parent for path in options.tables}:
        raise InputError("--out is the folder of the input; choose another.")
    trees = [Path(each.partition("=")[2]) for each in [*options.hierarchy, *options.population]]
    read = [*options.tables, *chain(*options.previous), *trees]
    read += [options.key_file] if options.key_file else []
    written = [options.out / written_name(path) for path in options.tables]
    written += [options.report] if options.report else []
    for path in written:
        check_not_overwritten(path, read, may_replace=options.overwrite)


def earlier_releases_from_options(options: argparse.Namespace) -> "list[EarlierRelease]":
    """The earlier releases given with `--previous`, each with what is known of it."""
    from saathi.engines.disclosure.audit_task import EarlierRelease
    from saathi.engines.disclosure.table_files import read_table

    return [
        EarlierRelease(
            [read_table(path, published=True, total_names=options.total) for path in paths],
            options.change,
            options.previous_reach,
        )
        for paths in options.previous
    ]


def write_json(path: Path, report: dict[str, object]) -> None:
    """Writes a report; `InputError` if that fails."""
    import json

    from saathi.engines.disclosure.errors import InputError

    try:
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}).") from error


def _tables(options: argparse.Namespace, trees: "dict[str, Hierarchy]") -> "list[CountTable]":
    from saathi.engines.disclosure import microdata, table_files
    from saathi.engines.disclosure.errors import InputError

    if options.micro:
        columns = microdata.MicrodataColumns(options.agency, options.event)
        return [microdata.count_records(path, trees, columns) for path in options.tables]
    if options.agency or options.event:
        raise InputError("--agency and --event go with --micro.")
    return [table_files.read_table(path, total_names=options.total) for path in options.tables]


def _order(options: argparse.Namespace) -> "ProtectionSettings":
    from saathi.engines.disclosure.policy import DisclosurePolicy
    from saathi.engines.disclosure.protect import ProtectionSettings
    from saathi.engines.disclosure.tables import DisclosureMethod, ZeroPolicy

    # Without a secret, anyone with this program could try which counts lead to the printed ones.
    key = _read_key(options.key_file) if options.key_file else secrets.token_bytes(KEY_BYTES)
    return ProtectionSettings(
        DisclosurePolicy(options.k, ZeroPolicy(options.zeros)),
        DisclosureMethod(options.method),
        options.base,
        key,
        options.seconds,
        earlier_releases_from_options(options),
        options.sensitive,
        parse_population_floor(options),
        _kept_cells(options),
    )


def _read_key(path: Path) -> bytes:
    """The secret in a key file; a short one is refused, since all of its kind could be tried."""
    from saathi.engines.disclosure.errors import InputError

    try:
        key = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    if len(key) < KEY_BYTES:
        raise InputError(
            f"{path}: a secret has at least {KEY_BYTES} random bytes, this file has {len(key)}. Make "
            f"one with: head -c {KEY_BYTES} /dev/urandom > FILE."
        )
    return key


def _kept_cells(options: argparse.Namespace) -> "list[CellKey]":
    from saathi.engines.disclosure.errors import InputError
    from saathi.engines.disclosure.tables import build_cell_key

    if options.keep and options.method != "suppress":
        raise InputError("--keep goes with --method suppress; rounding shows every cell.")
    cells = []
    for text in options.keep:
        pairs = [pair.partition("=") for pair in text.split(",") if text != "Total"]
        if not all(name and sign and code for name, sign, code in pairs):
            raise InputError(f"--keep is DIMENSION=CODE[,DIMENSION=CODE] or Total, not “{text}”.")
        cells.append(build_cell_key([n for n, _, _ in pairs], [code for _, _, code in pairs]))
    return cells
