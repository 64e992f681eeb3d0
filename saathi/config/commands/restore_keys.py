"""Restore missing key files of this home from the key archive of a backup."""

import argparse
from pathlib import Path

from saathi.config import start


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the archive and the key that opens it."""
    parser.add_argument("keys", type=Path, help="saathi-keys-….sealed")
    parser.add_argument("--keys-key", type=Path, help="SAATHI_HOME/keys/backup-keys.key")


def run(options: argparse.Namespace) -> int:
    """Prints each file that it restored; replaces none, and needs no database."""
    start.set_up_without_database()
    from saathi.config.backups import archives, keys, restore_data
    from saathi.config.backups.archives import ArchiveKind

    home = start.home()
    key = keys.read_backup_key(options.keys_key or keys.backup_key_path(home, ArchiveKind.KEYS))
    archives.check_archive(options.keys, key, ArchiveKind.KEYS)
    restored = restore_data.restore_missing_keys(options.keys, key, home)
    for path in restored:
        print(f"put back: {path}")
    if not restored:
        print("No file of this archive was missing.")
        return 0
    print(
        "If Saathi was installed with `saathi install`, run it again as root now: it sets the owner of "
        "each file. Then run `saathi doctor`."
    )
    return 0
