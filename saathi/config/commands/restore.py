"""Restore a backup into an empty database."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from saathi.config import start
from saathi.config.schema_check import SchemaNeeds

if TYPE_CHECKING:
    from saathi.config.backups import restore_data


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the two archives and the files of their keys."""
    parser.add_argument("data", type=Path, help="saathi-data-….sealed")
    parser.add_argument("keys", type=Path, help="saathi-keys-….sealed")
    parser.add_argument("--data-key", type=Path, help="SAATHI_HOME/keys/backup-data.key")
    parser.add_argument("--keys-key", type=Path, help="SAATHI_HOME/keys/backup-keys.key")
    parser.add_argument(
        "--erasures", type=Path, help="a newer saathi-erasures.sealed than lies beside the keys"
    )
    parser.add_argument(
        "--keys-of-another-backup",
        action="store_true",
        help="accept a key archive that was not made together with the data archive",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="load both into a scratch database, verify it and remove it; changes nothing else",
    )
    parser.add_argument(
        "--scratch", type=Path, help="with --check: where to put it (SAATHI_HOME/scratch)"
    )
    parser.add_argument(
        "--open-although-log-is-unsound",
        action="store_true",
        help="let people work although the audit log was tampered with or could not be verified",
    )
    # `restore --check` and `backup --drill` run this command in a scratch home and read its report.
    parser.add_argument("--report", type=Path, help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Exit code 0 if all is restored and the log is sound; a bad archive changes nothing."""
    if options.check:
        return _check_backup(options)
    with start.process("maintenance", SchemaNeeds.NONE, may_be_new=True):
        from saathi.config.backups import restore_steps

        sources = _sources(options)
        restore_steps.restore(
            sources,
            start.home(),
            _erasures(options),
            options.report,
            opens_unsound=options.open_although_log_is_unsound,
        )
    print("The restore is complete. Read the findings of doctor above before people sign in again.")
    return 0


def _check_backup(options: argparse.Namespace) -> int:
    """Loads the archives into a scratch home; prints what was verified. Needs no database here."""
    start.set_up_without_database()
    from saathi.config.backups import checking

    home = start.home()
    sources = _sources(options)
    folder = (options.scratch or home / "scratch").absolute()
    for line in checking.check_backup(sources, folder, _erasures(options)):
        print(line, flush=True)
    return 0


def _erasures(options: argparse.Namespace) -> Path | None:
    beside: Path = options.keys.parent / "saathi-erasures.sealed"
    given: Path | None = options.erasures
    return given or (beside if beside.exists() else None)


def _sources(options: argparse.Namespace) -> "restore_data.BackupSources":
    """Both archives, read to the end, so that a wrong key is detected before any writing."""
    from saathi.config.backups import archives, keys, restore_data, schema
    from saathi.config.backups.archives import ArchiveKind, BackupError

    home = start.home()
    data_key = keys.read_backup_key(
        options.data_key or keys.backup_key_path(home, ArchiveKind.DATA)
    )
    keys_key = keys.read_backup_key(
        options.keys_key or keys.backup_key_path(home, ArchiveKind.KEYS)
    )
    data = archives.check_archive(options.data, data_key, ArchiveKind.DATA)
    of_keys = archives.check_archive(options.keys, keys_key, ArchiveKind.KEYS)
    print("Both archives were read completely.", flush=True)
    moments = data.about["made_at"], of_keys.about["made_at"]
    if moments[0] != moments[1] and not options.keys_of_another_backup:
        raise BackupError(
            f"The archives are of two backups: the data of {moments[0]}, the keys of {moments[1]}. Files "
            "that were registered, erased or given other keys in between may not open. Name the key "
            "archive of the same backup, or add --keys-of-another-backup if there is none any more."
        )
    schema.check_migrations_known(data.about)
    return restore_data.BackupSources(
        options.data, options.keys, data_key, keys_key, data.id, data.about, data.size
    )
