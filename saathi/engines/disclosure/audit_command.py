"""Attack published tables of any publisher and report which hidden counts can be computed.

The solvers are imported only when needed: `saathi --help` shows the arguments without them.
"""

import argparse
import sys
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from saathi.engines.disclosure.protect_command import (
    add_overwrite_argument,
    add_population_argument,
    add_previous_argument,
    add_total_argument,
    check_not_overwritten,
    check_numbers,
    earlier_releases_from_options,
    hierarchies_from_options,
    hierarchy_argument,
    parse_population_floor,
    sensitive_argument,
    write_json,
)

if TYPE_CHECKING:
    from saathi.engines.disclosure.audit_task import DisclosureAuditTask
    from saathi.engines.disclosure.stronger_attackers import AttackerAssumptions


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the tables as published, and what their publisher says about the method."""
    parser.add_argument("tables", nargs="+", type=Path, metavar="TABLE.csv")
    parser.add_argument("--k", type=int, default=5, help="fewest children in a cell (5)")
    parser.add_argument("--zeros", choices=("public", "protected"), default="protected")
    parser.add_argument("--base", type=int, help="multiple that counts are rounded to (k)")
    parser.add_argument(
        "--rounded", action="store_true", help="every value is rounded, whatever its status"
    )
    parser.add_argument(
        "--reach", type=int, default=0, help="how much further a rounded margin may lie (0)"
    )
    parser.add_argument(
        "--fewer-is-one", action="store_true", help="a printed <5 means 1 to 4, not 0 to 4"
    )
    hierarchy_argument(parser)
    add_previous_argument(parser)
    parser.add_argument("--change", type=int, help="most that a cell changed since --previous")
    parser.add_argument(
        "--previous-reach", type=int, default=0, help="what --reach was of --previous (0)"
    )
    parser.add_argument(
        "--pattern", action="store_true", help="ask what the choice of hidden cells tells"
    )
    parser.add_argument(
        "--insider",
        nargs="+",
        type=Path,
        default=[],
        metavar="TABLE.csv",
        help="counted records of an agency or of one person: what would their holder learn about the others",
    )
    sensitive_argument(parser)
    add_population_argument(parser)
    add_total_argument(parser)
    _output_arguments(parser)


def _output_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--thorough", action="store_true", help="every range to its very end")
    parser.add_argument("--all", action="store_true", help="print every hidden cell's range")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="write it as JSON too")
    add_overwrite_argument(parser)
    parser.add_argument(
        "--glotip", action="store_true", help="the file is an export of UNODC's GLOTIP"
    )


def run(options: argparse.Namespace) -> int:
    """Runs the attack; exit code 0 if nothing was found, 1 if something was, 2 for bad input."""
    from saathi.engines.disclosure.errors import InputError

    try:
        check_numbers(options)
        if options.report:
            _check_report(options)
        if options.glotip:
            from saathi.engines.disclosure import glotip

            exports = [glotip.audit_glotip_export(path) for path in options.tables]
            print("\n".join(export.describe() for export in exports))
            return 0 if all(export.passes for export in exports) else 1
        from saathi.engines.disclosure.audit import audit_tables
        from saathi.engines.disclosure.stronger_attackers import audit_stronger_attackers

        task = _task(options)
        report = audit_stronger_attackers(task, audit_tables(task), _assumptions(options))
        report = replace(report, k=options.k)
        if options.report:
            write_json(options.report, report.as_json())
    except InputError as error:
        print(f"saathi: {error}", file=sys.stderr)
        return 2
    if options.json:
        import json

        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        print(report.describe(all_cells=options.all))
    return 0 if report.passes else 1


def _check_report(options: argparse.Namespace) -> None:
    places = [*options.hierarchy, *options.population]
    read = [*options.tables, *chain(*options.previous), *options.insider]
    read += [Path(place.partition("=")[2]) for place in places]
    check_not_overwritten(options.report, read, may_replace=options.overwrite)


def _assumptions(options: argparse.Namespace) -> "AttackerAssumptions":
    from saathi.engines.disclosure.stronger_attackers import AttackerAssumptions, Insider
    from saathi.engines.disclosure.table_files import read_table, require_counts

    tables = [read_table(path, total_names=options.total) for path in options.insider]
    require_counts(tables)
    insiders = [Insider(table.name, table) for table in tables]
    return AttackerAssumptions(
        pattern=options.pattern,
        insiders=insiders,
        sensitive=options.sensitive,
        floor=parse_population_floor(options),
    )


def _task(options: argparse.Namespace) -> "DisclosureAuditTask":
    from saathi.engines.disclosure.audit_task import DisclosureAuditTask
    from saathi.engines.disclosure.published_bounds import PublishedRules
    from saathi.engines.disclosure.table_checks import check_margins
    from saathi.engines.disclosure.table_files import check_memory, read_table
    from saathi.engines.disclosure.tables import ZeroPolicy

    earlier = earlier_releases_from_options(options)
    tables = [
        read_table(path, published=True, total_names=options.total) for path in options.tables
    ]
    trees = hierarchies_from_options(options.hierarchy)
    check_margins(tables, trees)
    check_memory([*tables, *(table for release in earlier for table in release.tables)])
    return DisclosureAuditTask(
        tables,
        trees,
        PublishedRules(
            options.k,
            ZeroPolicy(options.zeros),
            options.base or options.k,
            all_rounded=options.rounded,
            fewer_may_be_zero=not options.fewer_is_one,
            reach=options.reach,
        ),
        earlier,
        thorough=True if options.thorough else None,
    )
