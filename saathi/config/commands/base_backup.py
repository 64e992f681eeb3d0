"""Take a base backup of the embedded server into its archive, and remove expired ones."""

import argparse
from pathlib import Path

from saathi.config import env, start
from saathi.config.env import SettingError
from saathi.config.schema_check import SchemaNeeds
from saathi.infra.embedded import EmbeddedServer, EmbeddedServerError, WalArchive, base_backup

MISSING_ARCHIVE = "Set SAATHI_WAL_ARCHIVE to a folder on another disk, and start Saathi again."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the archive, and whether only remnants of destroyed keys are cleared."""
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="the archive (SAATHI_WAL_ARCHIVE when left out)"
    )
    parser.add_argument(
        "--only-clear-keys",
        action="store_true",
        help="clear the remnants of destroyed keys and take no backup: before one by other tools",
    )
    parser.add_argument(
        "--database-home",
        type=Path,
        metavar="FOLDER",
        help="folder of the embedded database under a user of its own, as `saathi install` makes it; "
        "run as that user or root, after --only-clear-keys",
    )
    parser.add_argument("--state-home", type=Path, help="with it: SAATHI_HOME, for `saathi doctor`")


def run(options: argparse.Namespace) -> int:
    """Backs up the files of the whole server while Saathi is in use."""
    archive = WalArchive(options.to.absolute()) if options.to else start.wal_archive_folder()
    if options.database_home:
        return _back_up_as_database_user(options.database_home, options.state_home, archive)
    if not options.only_clear_keys and not start.uses_embedded():
        raise SettingError(
            "This is for the embedded server. If `saathi install` gave it a user of its own, run "
            "`systemctl start saathi-base-backup`. Back up a PostgreSQL of your own with pgBackRest "
            "(docs/operations.md), and run this with --only-clear-keys before it."
        )
    if not options.only_clear_keys and archive is None:
        raise SettingError(MISSING_ARCHIVE)
    with start.process("maintenance", SchemaNeeds.ANY):
        from saathi.config.recovery import backup_retention, key_remnants, undeclared_recovery

        undeclared_recovery.require_declared_recovery()
        home, days = start.home(), backup_retention.days_to_keep_backups()
        key_remnants.clear_key_remnants(env.text(f"{start.PREFIX}_OWNER"))
        if options.only_clear_keys or archive is None:
            print("The table of keys holds no remnants of destroyed keys.")
            return 0
        _take_backup(EmbeddedServer(home), archive, days, home)
    return 0


def _back_up_as_database_user(
    database: Path, state: Path | None, archive: WalArchive | None
) -> int:
    """Backs up as the database account, which has no Saathi keys and signs in as the replicator."""
    if archive is None:
        raise SettingError(MISSING_ARCHIVE)
    start.set_up_without_database()
    from saathi.config.recovery import backup_retention

    _take_backup(EmbeddedServer(database), archive, backup_retention.days_to_keep_backups(), state)
    return 0


def _take_backup(
    server: EmbeddedServer, archive: WalArchive, days: int, state: Path | None
) -> None:
    """Takes the backup, prints the result, and records it for `saathi doctor` in the home `state`."""
    from saathi.config.recovery import backup_retention

    try:
        result = base_backup.take_base_backup(server, archive, keep_days=days)
    except (EmbeddedServerError, OSError) as error:
        if state:
            backup_retention.record_base_backup_result(state, passed=False)
        raise SettingError(str(error)) from None
    if state:
        oldest = archive.list_backups()[0].began_at.isoformat()
        backup_retention.record_base_backup_result(
            state, passed=True, bytes=result.size, oldest=oldest
        )
    print(f"{result.backup.folder} ({result.size / 1e6:.1f} MB)")
    print(f"{len(result.removed)} files and folders whose retention time is over were removed.")
