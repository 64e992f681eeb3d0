"""Make a backup: the data in one sealed archive, the keys in another."""

import argparse
import os
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from saathi.config import command_failures, env, start
from saathi.config.env import SettingError
from saathi.config.schema_check import SchemaNeeds

if TYPE_CHECKING:
    from saathi.config.backups import create


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the destination, how long key archives are kept, and whether to run a drill."""
    parser.add_argument("--to", type=Path, help="the folder (SAATHI_HOME/backups when left out)")
    parser.add_argument(
        "--keep-keys-days",
        type=int,
        help="remove key archives older than this (SAATHI_KEY_BACKUP_DAYS when left out)",
    )
    parser.add_argument(
        "--only-erasures",
        action="store_true",
        help="renew saathi-erasures.sealed only, after an erasure between two backups",
    )
    parser.add_argument(
        "--drill",
        action="store_true",
        help="restore the backup into a scratch database, compare it, and try writes under load there",
    )
    parser.add_argument(
        "--scratch", type=Path, help="with --drill: where to put that (SAATHI_HOME/scratch)"
    )


def run(options: argparse.Namespace) -> int:
    """Backs up as the maintenance role, while Saathi is in use."""
    with start.process("maintenance", SchemaNeeds.CURRENT if options.drill else SchemaNeeds.ANY):
        from saathi.config.recovery import undeclared_recovery

        undeclared_recovery.require_declared_recovery()
        home = start.home()
        folder = (options.to or home / "backups").absolute()
        days = _key_days(options)
        try:
            if options.only_erasures:
                from saathi.config.backups import create

                print(f"erasures in {create.renew_journal(home, folder)}")
            elif options.drill:
                _drill(home, folder, (options.scratch or home / "scratch").absolute(), days)
            else:
                _back_up(home, folder, days)
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else type(error).__name__
            place = error.filename or folder
            raise SettingError(
                f"No backup was made: {place} cannot be written ({reason})."
            ) from None
    return 0


def _key_days(options: argparse.Namespace) -> int:
    from django.conf import settings

    most: int = settings.SAATHI_KEY_BACKUP_DAYS
    days: int | None = options.keep_keys_days
    if days is not None and not 1 <= days <= most:
        # Erasure certificates state the date by which every copy of a key is gone.
        raise SettingError(
            f"--keep-keys-days must lie between 1 and {most}, which certificates of erasure promise."
        )
    return most if days is None else days


def _back_up(
    home: Path, folder: Path, days: int, *, with_digests: bool = False
) -> "create.BackupResult":
    from saathi.config.backups import create
    from saathi.infra import state_files

    began = time.monotonic()
    try:
        result = create.make_backup(
            env.text(f"{start.PREFIX}_MAINTENANCE"),
            home,
            folder,
            keep_keys_days=days,
            with_digests=with_digests,
        )
    except Exception as error:
        with suppress(OSError):  # a full disk may be the cause
            why = command_failures.failure_reason(error)
            state_files.record_run(home, state_files.BACKUP, passed=False, reason=why)
        raise
    state_files.record_run(
        home,
        state_files.BACKUP,
        passed=True,
        seconds=round(time.monotonic() - began, 1),
        rows=result.rows,
        bytes=result.data.size + result.keys.size,
    )
    _print_result(result)
    return result


def _drill(home: Path, folder: Path, scratch_folder: Path, days: int) -> None:
    from saathi.config.backups import drill
    from saathi.infra import state_files

    try:
        passed = drill.run(
            lambda: _back_up(home, folder, days, with_digests=True),
            home,
            scratch_folder,
            say=lambda line: print(line, flush=True),
        )
    except BaseException as error:
        with suppress(OSError):
            why = command_failures.failure_reason(error)
            state_files.record_run(home, state_files.DRILL, passed=False, reason=why)
        raise
    state_files.record_run(home, state_files.DRILL, passed=True, **asdict(passed))
    print(f"The drill passed in {passed.seconds:.0f} s.")


def _print_result(result: "create.BackupResult") -> None:
    print(f"{result.rows} rows in {result.data.path} ({result.data.size / 1e6:.1f} MB)")
    print(f"keys in {result.keys.path} ({result.keys.size / 1e6:.1f} MB)")
    for path in result.removed:
        print(f"removed {path}: its retention time is over")
    for path in result.new_keys:
        print(f"new key: {path}")
    if result.new_keys:
        print(
            "Copy these two keys to two safe places, separate from the backups and from each other. "
            "Without them no backup can be opened."
        )
