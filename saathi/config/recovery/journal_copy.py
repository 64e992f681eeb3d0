"""Keeps a sealed copy of the erasure journal outside this machine, renewed after each erasure."""

import datetime as dt
import logging
from pathlib import Path

from django.conf import settings

from saathi.config.backups import keys
from saathi.config.backups.archives import (
    ArchiveBuilder,
    ArchiveKind,
    BackupError,
    open_members,
    write_archive,
)
from saathi.config.backups.create import ERASURES
from saathi.infra import clock
from saathi.vault.actions import JOURNAL_FILE, erasures_exported

log = logging.getLogger(__name__)


def path_of_copy() -> Path | None:
    """The path of the copy; None if no folder was set."""
    folder = settings.SAATHI_ERASURES_COPY
    return folder / ERASURES if folder else None


def copy_on_each_erasure() -> None:
    """Makes each later erasure by this process renew the copy."""
    if path_of_copy() is not None:
        erasures_exported.connect(_ship_after_an_erasure)


def write_copy() -> None:
    """Rewrites the copy; `BackupError` or `OSError` if that fails."""
    path = path_of_copy()
    if path is None:
        return
    if not path.parent.is_dir():
        raise BackupError(f"{path.parent} is not there. Mount it.")
    home = Path(settings.HOME)
    keys.create_missing_keys(home)
    text = _journal(home)

    def fill(archive: ArchiveBuilder) -> None:
        archive.add(JOURNAL_FILE, text)

    write_archive(
        path,
        keys.read_backup_key(keys.backup_key_path(home, ArchiveKind.ERASURES)),
        kind=ArchiveKind.ERASURES,
        made_at=clock.now().astimezone(dt.UTC).isoformat(),
        fill=fill,
    )


def is_current() -> bool:
    """Whether the copy contains every erasure of the journal."""
    path, home = path_of_copy(), Path(settings.HOME)
    local = set(_journal(home).splitlines())
    if path is None or not path.exists():
        return not local
    with open_members(
        path,
        keys.read_backup_key(keys.backup_key_path(home, ArchiveKind.ERASURES)),
        ArchiveKind.ERASURES,
    ) as members:
        copied = {line for _name, content in members for line in content.read().splitlines()}
    return local <= copied


def _ship_after_an_erasure(**_: object) -> None:
    """Renews the copy. A failure does not undo the erasure; `saathi doctor` reports an old copy."""
    try:
        write_copy()
    except (BackupError, OSError):
        log.exception("The journal of erasures could not be copied.")


def _journal(home: Path) -> bytes:
    path = home / "keys" / JOURNAL_FILE
    return path.read_bytes() if path.exists() else b""
