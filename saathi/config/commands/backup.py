"""Make a backup: the data in one sealed archive, the keys in another."""

import argparse
from pathlib import Path

from saathi.config import env, start
from saathi.config.env import SettingError
from saathi.config.migrated import Needs


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and how long key archives are kept."""
    parser.add_argument("--to", type=Path, help="the folder (SAATHI_HOME/backups when left out)")
    parser.add_argument(
        "--keep-keys-days",
        type=int,
        help="remove key archives older than this (SAATHI_KEY_BACKUP_DAYS when left out)",
    )


def run(options: argparse.Namespace) -> int:
    """Backs up as the maintenance role, while pages are served."""
    with start.process("maintenance", Needs.ANY):
        from django.conf import settings

        from saathi.config.backups import making
        from saathi.config.backups.archives import BackupError

        home = start.home()
        days = options.keep_keys_days
        if days is None:
            days = settings.SAATHI_KEY_BACKUP_DAYS
        elif not 1 <= days <= settings.SAATHI_KEY_BACKUP_DAYS:
            # Certificates of erasure name the day by which every copy of a key is gone.
            raise SettingError(
                f"--keep-keys-days must lie between 1 and {settings.SAATHI_KEY_BACKUP_DAYS}, "
                "which certificates of erasure promise."
            )
        try:
            made = making.make(
                env.text(f"{start.PREFIX}_MAINTENANCE"),
                home,
                (options.to or home / "backups").absolute(),
                keep_keys_days=days,
            )
        except (BackupError, OSError) as error:
            raise SettingError(f"No backup was made: {error}") from None
    print(f"{made.rows} rows in {made.data.path} ({made.data.size / 1e6:.1f} MB)")
    print(f"keys in {made.keys.path} ({made.keys.size / 1e6:.1f} MB)")
    for path in made.removed:
        print(f"removed {path}, kept long enough")
    for path in made.new_keys:
        print(f"new: {path}")
    if made.new_keys:
        print(
            "Copy these two keys to a safe place, apart from the backups and from each other: "
            "without them no backup opens."
        )
    return 0
