"""The two keys that backups are sealed with: made once, copied elsewhere by a person."""

from pathlib import Path

from saathi.config.backups.archives import ArchiveKind, BackupError
from saathi.vault.envelopes import new_key
from saathi.vault.errors import RootKeyMissing
from saathi.vault.root_keys import read_key, write_key

FILES = {ArchiveKind.DATA: "backup-data.key", ArchiveKind.KEYS: "backup-keys.key"}


def path_of(home: Path, kind: ArchiveKind) -> Path:
    """Where the key of this kind of archive lies. The erasures are sealed with that of the keys."""
    return home / "keys" / FILES[ArchiveKind.DATA if kind is ArchiveKind.DATA else ArchiveKind.KEYS]


def make_missing(home: Path) -> list[Path]:
    """The key files that it made because they were not there."""
    made = []
    for kind in FILES:
        path = path_of(home, kind)
        if not path.exists():
            write_key(path, new_key())
            made.append(path)
    return made


def read(path: Path) -> bytes:
    """The key in a file; `BackupError` in plain words where there is none."""
    try:
        return read_key(path)
    except RootKeyMissing as error:
        raise BackupError(
            f"{error} Put your copy of the backup key there, or name it on the command line."
        ) from None
