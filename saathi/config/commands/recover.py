"""Recover the database to a point in time, or declare that it was recovered or promoted."""

import argparse
import datetime as dt
from contextlib import suppress
from pathlib import Path

from saathi.config import env, start
from saathi.config.env import SettingError
from saathi.config.schema_check import SchemaNeeds
from saathi.infra.embedded import EmbeddedServer, WalArchive, recovery


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the archive and the target time; omit both for a server already recovered."""
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="FOLDER",
        help="the archive of the embedded server (what SAATHI_WAL_ARCHIVE named)",
    )
    parser.add_argument(
        "--until",
        type=_moment,
        metavar="TIME",
        help="such as 2026-11-28T12:30:00+05:45; the last transaction when left out",
    )
    parser.add_argument(
        "--database-home",
        type=Path,
        metavar="FOLDER",
        help="with --from: folder of an embedded database under a user of its own, as `saathi install` "
        "makes it; run as root while it is stopped, then start it and declare the recovery",
    )
    parser.add_argument(
        "--erasures",
        type=Path,
        action="append",
        default=[],
        help="a copy of the journal of erasures, saathi-erasures.sealed; may be given again",
    )
    parser.add_argument(
        "--ship-erasures",
        action="store_true",
        help="recover nothing: write the copy of the journal in SAATHI_ERASURES_COPY anew",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 0 if Saathi may be started on this database and the log is sound."""
    if options.ship_erasures:
        return _ship_log()
    if options.until and not options.source:
        raise SettingError("--until needs --from, the folder of the archive.")
    if options.database_home and not options.source:
        raise SettingError("--database-home needs --from, the folder of the archive.")
    if options.database_home:
        return _restore_files_only(options)
    if options.source:
        _recover(options.source, options.until)
    if _declare(options.erasures):
        print("Take a base backup now (`saathi base-backup`). Then people can sign in again.")
    return 0


def _declare(erasures: list[Path]) -> bool:
    """Whether a recovery was declared; if so, the log was verified and the installation examined."""
    with start.process("maintenance", SchemaNeeds.ANY):
        from saathi.audit.sealer_marker import SealingRefused
        from saathi.audit.signing_keys import KeyMissing
        from saathi.config.backups.archives import BackupError
        from saathi.config.recovery import declaration, journal_copy
        from saathi.vault.errors import VaultError

        copy = journal_copy.path_of_copy()
        copies = [*erasures, *([copy] if copy and copy.exists() else [])]
        try:
            result = declaration.declare_recovery(
                lambda role: env.text(f"{start.PREFIX}_{role}"), start.home(), copies
            )
        except declaration.NothingToDeclare:
            print(
                "This recovery has already been declared, and the log is complete. Nothing was changed."
            )
            return False
        except (BackupError, SealingRefused, KeyMissing, VaultError) as error:
            raise SettingError(f"{error} No one can sign in until this succeeds.") from None
        until = f"{result.until:%Y-%m-%d %H:%M:%S} UTC" if result.until else "its beginning"
        print(
            f"Recovered up to {until}, timeline {result.timeline}: {result.erased_again} keys of erased "
            f"files were destroyed again; {result.entries_given_up} entries of the log are declared lost; "
            "all sessions were ended.",
            flush=True,
        )
        start.run_command("audit", "verify")
        with suppress(SettingError):  # a setting that doctor reports does not fail the recovery
            start.run_command("doctor")
    return True


def _restore_files_only(options: argparse.Namespace) -> int:
    """Restores the files of a server with its own user; the operator's process declares it."""
    server = EmbeddedServer(options.database_home, archive=start.wal_archive_folder())
    _recover_server(server, options.source, options.until)
    print(
        "Now run: systemctl start saathi-database; saathi-as operator recover. Until then no one "
        "can sign in."
    )
    return 0


def _recover(source: Path, until: dt.datetime | None) -> None:
    if not start.uses_embedded():
        raise SettingError(
            "--from is for the embedded server. If `saathi install` gave it a user of its own, name its "
            "folder with --database-home. Recover a PostgreSQL of your own with its own tools "
            "(docs/operations.md), then run `saathi recover` alone."
        )
    _recover_server(EmbeddedServer(start.home(), archive=start.wal_archive_folder()), source, until)


def _recover_server(server: EmbeddedServer, source: Path, until: dt.datetime | None) -> None:
    result = recovery.recover_to(server, WalArchive(source.absolute()), until)
    print(f"Recovered from the base backup {result.backup.folder.name}.", flush=True)
    if result.previous_data:
        print(
            f"The data folder from before is kept in {result.previous_data}. Delete it when you no "
            "longer need it: it "
            "may hold data of erased children.",
            flush=True,
        )


def _ship_log() -> int:
    with start.process("maintenance", SchemaNeeds.ANY):
        from saathi.config.backups.archives import BackupError
        from saathi.config.recovery import journal_copy

        path = journal_copy.path_of_copy()
        if path is None:
            raise SettingError("Set SAATHI_ERASURES_COPY to a folder on another machine.")
        try:
            journal_copy.write_copy()
        except (BackupError, OSError) as error:
            raise SettingError(f"The journal of erasures was not copied: {error}") from None
    print(f"{path} holds all erasures.")
    return 0


def _moment(text: str) -> dt.datetime:
    with suppress(ValueError):
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment
    raise argparse.ArgumentTypeError(
        f"“{text}” is no moment with its zone, such as 2026-11-28T12:30:00+05:45"
    )
