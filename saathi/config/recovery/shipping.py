"""Keeps a sealed copy of the journal of erasures outside of this machine, renewed with each erasure."""

import datetime as dt
import logging
from pathlib import Path

from django.conf import settings

from saathi.config.backups import keys
from saathi.config.backups.archives import Archive, BackupError, Kind, reading, write
from saathi.config.backups.making import ERASURES
from saathi.infra import clock
from saathi.vault.actions import JOURNAL, erasures_exported

log = logging.getLogger(__name__)


def copy_of_the_journal() -> Path | None:
    """Where the copy is; None where no folder was set."""
    folder = settings.SAATHI_ERASURES_COPY
    return folder / ERASURES if folder else None


def begin() -> None:
    """From here on each erasure of this process renews the copy."""
    if copy_of_the_journal() is not None:
        erasures_exported.connect(_ship_after_an_erasure)


def ship() -> None:
    """Writes the copy anew; `BackupError` or `OSError` where that is not possible."""
    path = copy_of_the_journal()
    if path is None:
        return
    if not path.parent.is_dir():
        raise BackupError(f"{path.parent} is not there. Mount it.")
    home = Path(settings.HOME)
    keys.make_missing(home)
    text = _journal(home)

    def fill(archive: Archive) -> None:
        archive.add(JOURNAL, text)

    write(
        path,
        keys.read(keys.path_of(home, Kind.ERASURES)),
        kind=Kind.ERASURES,
        made_at=clock.now().astimezone(dt.UTC).isoformat(),
        fill=fill,
    )


def is_current() -> bool:
    """Whether the copy holds every erasure of the journal."""
    path, home = copy_of_the_journal(), Path(settings.HOME)
    own = set(_journal(home).splitlines())
    if path is None or not path.exists():
        return not own
    with reading(path, keys.read(keys.path_of(home, Kind.ERASURES)), Kind.ERASURES) as members:
        there = {line for _name, content in members for line in content.read().splitlines()}
    return own <= there


def _ship_after_an_erasure(**_: object) -> None:
    """The erasure is done whatever happens here; `saathi doctor` names a copy that is behind."""
    try:
        ship()
    except (BackupError, OSError):
        log.exception("The journal of erasures could not be copied.")


def _journal(home: Path) -> bytes:
    path = home / "keys" / JOURNAL
    return path.read_bytes() if path.exists() else b""
