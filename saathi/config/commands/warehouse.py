"""Refresh, list, inspect, check or prune the warehouse of facts."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from saathi.config import start
from saathi.config.env import SettingError

if TYPE_CHECKING:
    from saathi.evidence.warehouse.store import WarehouseStore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the actions and their snapshots."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    refresh = doing.add_parser("refresh", help="a new snapshot of what the facts say now")
    refresh.add_argument(
        "--anew", action="store_true", help="take over every row, not only changes"
    )
    doing.add_parser("list", help="the snapshots: id, when, from where, how large")
    check = doing.add_parser("check", help="whether files and numbers are what a snapshot says")
    check.add_argument("snapshot", nargs="?", default="newest")
    steps = doing.add_parser("steps", help="the named steps, or one of them: its SQL and its rows")
    steps.add_argument("step", nargs="?")
    steps.add_argument("--snapshot", default="newest")
    steps.add_argument("--rows", type=int, default=0, help="print so many of its rows")
    cube = doing.add_parser("cube", help="exact counts for disclosure control; not for publication")
    cube.add_argument("indicator")
    cube.add_argument("--by", default="", help="dimensions beside year and country, with commas")
    cube.add_argument("--snapshot", default="newest")
    cube.add_argument("--out", type=Path, required=True, help="a folder that only you can read")
    drop = doing.add_parser("drop", help="forget all but the newest snapshots")
    drop.add_argument("--keep", type=int, required=True)


def run(options: argparse.Namespace) -> int:
    """Works as the analyst, who sees facts only."""
    with start.process("analyst"):
        from saathi.evidence.warehouse.errors import WarehouseError
        from saathi.evidence.warehouse.store import open_store

        store = open_store(start.home())
        try:
            return {
                "refresh": _refresh,
                "list": _list,
                "check": _check,
                "steps": _steps,
                "cube": _cube,
                "drop": _drop,
            }[options.doing](store, options)
        except WarehouseError as error:
            raise SettingError(str(error)) from None


def _print_line(line: str) -> None:
    print(line, flush=True)


def _refresh(store: "WarehouseStore", options: argparse.Namespace) -> int:
    from django.conf import settings

    from saathi.agencies import facts
    from saathi.evidence.indicators import snapshot_building
    from saathi.evidence.warehouse.refresh import WarehouseRefresh

    order = WarehouseRefresh(
        settings.SAATHI_ANALYST_ADDRESS, list(facts.all_fact_views()), is_full=options.anew
    )
    snapshot = snapshot_building.build_snapshot(store, order, _print_line)
    cells = snapshot_building.update_indicator_cells(store, snapshot)
    print(f"{snapshot.id}: {cells} numbers for the pages, rounded to fives.")
    return 0


def _list(store: "WarehouseStore", _options: argparse.Namespace) -> int:
    snapshots = store.list_snapshots()
    for snapshot in snapshots:
        system, database, horizon = snapshot.source
        rows = sum(part.rows for part in snapshot.facts.values())
        print(
            f"{snapshot.id}  made {snapshot.made_at[:19]}  {rows} rows of {len(snapshot.facts)} views\n"
            f"  from database {database} of server {system}, transaction {horizon}\n"
            f"  SHA-256 {snapshot.hash}"
        )
    if not snapshots:
        print("There is no snapshot yet: `saathi warehouse refresh` makes one.")
    return 0


def _check(store: "WarehouseStore", options: argparse.Namespace) -> int:
    from saathi.evidence.indicators import numbers

    snapshot = store.get_snapshot(options.snapshot)
    faults = store.check_files(snapshot)
    if not faults:
        faults = numbers.find_differences(store, snapshot)
    for fault in faults:
        print(fault)
    if faults:
        print(f"{snapshot.id} is not what it was: {len(faults)} faults.")
        return 1
    stored_rows = snapshot.numbers.rows if snapshot.numbers else 0
    print(
        f"{snapshot.id}: {len(snapshot.files)} files whole, {stored_rows} numbers made again, all alike."
    )
    return 0


def _steps(store: "WarehouseStore", options: argparse.Namespace) -> int:
    from saathi.evidence.warehouse import steps

    if options.step is None:
        for step in steps.list_steps():
            print(f"{step.name:24}{step.row}")
        return 0
    snapshot = store.get_snapshot(options.snapshot)
    chosen = steps.get_step(options.step)
    print(f"{dict(snapshot.steps).get(chosen.name, chosen.sql)}\n")
    preview = steps.preview_step(store, snapshot, chosen.name, rows=options.rows)
    for column, kind in preview.columns.items():
        print(f"{column:24}{kind}")
    print(f"\n{preview.rows} rows of {snapshot.id}")
    for row in preview.first_rows:
        print(row)
    return 0


def _cube(store: "WarehouseStore", options: argparse.Namespace) -> int:
    from saathi.evidence.indicators import catalogue, cubes

    indicator = catalogue.find_indicator(options.indicator)
    if indicator is None:
        raise SettingError(f"There is no indicator {options.indicator}; see docs/indicators.md.")
    names = [name.strip() for name in options.by.split(",") if name.strip()]
    files = cubes.write_cube(
        store, store.get_snapshot(options.snapshot), indicator, names, options.out
    )
    for file in files:
        print(file)
    print("These are exact counts: protect them (`saathi protect`) before anybody else sees them.")
    return 0


def _drop(store: "WarehouseStore", options: argparse.Namespace) -> int:
    with store.lock_exclusively():
        dropped = store.drop_old_snapshots(options.keep)
    print(f"{len(dropped)} snapshots forgotten.")
    return 0
