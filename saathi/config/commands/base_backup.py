"""Take a base backup of the embedded server into its archive, and remove those kept long enough."""

import argparse
from pathlib import Path

from saathi.config import env, start
from saathi.config.env import SettingError
from saathi.config.migrated import Needs
from saathi.infra.embedded import Archive, EmbeddedServer, EmbeddedServerError, base_backup


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and whether only remnants of destroyed keys are cleared away."""
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="the archive (SAATHI_WAL_ARCHIVE when left out)"
    )
    parser.add_argument(
        "--only-clear-keys",
        action="store_true",
        help="clear the remnants of destroyed keys and take no backup: before one by other tools",
    )


def run(options: argparse.Namespace) -> int:
    """Backs up the files of the whole server while pages are served."""
    archive = Archive(options.to.absolute()) if options.to else start.wal_archive()
    if not options.only_clear_keys and not start.uses_embedded():
        raise SettingError(
            "This is for the embedded server. Back up a PostgreSQL of your own with pgBackRest "
            "(docs/operations.md), and run this with --only-clear-keys before it."
        )
    if not options.only_clear_keys and archive is None:
        raise SettingError("Set SAATHI_WAL_ARCHIVE to a folder on another disk, and start again.")
    with start.process("maintenance", Needs.ANY):
        from saathi.config.recovery import remnants, retention

        home, days = start.home(), retention.days()
        remnants.clear(env.text(f"{start.PREFIX}_OWNER"))
        if options.only_clear_keys or archive is None:
            print("No remnant of a destroyed key is left in the table of keys.")
            return 0
        try:
            done = base_backup.take(EmbeddedServer(home), archive, keep_days=days)
        except (EmbeddedServerError, OSError) as error:
            retention.note(home, passed=False)
            raise SettingError(str(error)) from None
        retention.note(
            home, passed=True, bytes=done.size, oldest=archive.backups()[0].began_at.isoformat()
        )
    print(f"{done.backup.folder} ({done.size / 1e6:.1f} MB)")
    print(f"{len(done.removed)} files and folders were kept long enough and are removed.")
    return 0
