"""The two keys that seal backups: created once; a person stores copies elsewhere."""

from pathlib import Path

from saathi.config.backups.archives import ArchiveKind, BackupError
from saathi.vault.envelopes import new_key
from saathi.vault.errors import RootKeyUnusable
from saathi.vault.root_keys import read_key_file, write_key

FILES = {ArchiveKind.DATA: "backup-data.key", ArchiveKind.KEYS: "backup-keys.key"}


def backup_key_path(home: Path, kind: ArchiveKind) -> Path:
    """The path of the key for this kind of archive.

    The journal of erasures is sealed with the key of the key archive.
    """
    return home / "keys" / FILES[ArchiveKind.DATA if kind is ArchiveKind.DATA else ArchiveKind.KEYS]


def create_missing_keys(home: Path) -> list[Path]:
    """Creates the missing key files; returns their paths."""
    created = []
    for kind in FILES:
        path = backup_key_path(home, kind)
        if not path.exists():
            write_key(path, new_key())
            created.append(path)
    return created


def read_backup_key(path: Path) -> bytes:
    """The key in a file; `BackupError` if there is none."""
    try:
        return read_key_file(path)
    except RootKeyUnusable as error:
        raise BackupError(
            f"{error} Put your copy of the backup key there, or name it on the command line."
        ) from None
