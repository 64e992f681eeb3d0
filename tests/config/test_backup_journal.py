"""The journal of erasures in a folder of backups only grows."""

import datetime as dt
import fcntl
import os
from pathlib import Path

import pytest

from saathi.config.backups import create, keys
from saathi.config.backups.archives import ArchiveKind, BackupError, open_members
from saathi.vault.actions import JOURNAL_FILE

NOW = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)


def home_with(tmp_path: Path, name: str, journal: bytes) -> Path:
    home = tmp_path / name
    (home / "keys").mkdir(parents=True, mode=0o700)
    (home / "keys" / JOURNAL_FILE).write_bytes(journal)
    return home


def journal_in(path: Path, key: bytes) -> bytes:
    with open_members(path, key, ArchiveKind.ERASURES) as members:
        [(_name, content)] = [(name, content.read()) for name, content in members]
    return content


def test_journal_in_backup_folder_keeps_erasures_unknown_to_the_home(tmp_path: Path) -> None:
    path = tmp_path / create.ERASURES
    newer = home_with(tmp_path, "newer", b'{"file": 1}\n{"file": 2}\n')
    keys.create_missing_keys(newer)
    key = keys.read_backup_key(keys.backup_key_path(newer, ArchiveKind.ERASURES))
    create._write_journal(path, key, NOW, newer)
    older = home_with(tmp_path, "older", b'{"file": 3}\n')
    create._write_journal(path, key, NOW, older)
    assert set(journal_in(path, key).splitlines()) == {
        b'{"file": 1}', b'{"file": 2}', b'{"file": 3}',
    }  # fmt: skip


def test_journal_of_another_installation_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / create.ERASURES
    written = []
    for name in ("one", "other"):
        home = home_with(tmp_path, name, name.encode())
        keys.create_missing_keys(home)
        key = keys.read_backup_key(keys.backup_key_path(home, ArchiveKind.ERASURES))
        if name == "one":
            create._write_journal(path, key, NOW, home)
            written.append(path.read_bytes())
        else:
            with pytest.raises(BackupError, match="may hold erasures of another one"):
                create._write_journal(path, key, NOW, home)
    assert path.read_bytes() == written[0]


def test_journal_is_not_renewed_while_another_backup_is_written(tmp_path: Path) -> None:
    """Both would read it, add what they know, and the later one would take away what the other added."""
    home, folder = home_with(tmp_path, "home", b'{"file": 1}\n'), tmp_path / "out"
    folder.mkdir()
    other = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(BackupError, match="Another backup is being written"):
            create.renew_journal(home, folder)
    finally:
        os.close(other)
    assert not list(folder.iterdir())
