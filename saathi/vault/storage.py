"""The storage of sealed files: on disk now; an object store could implement the same functions."""

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol
from uuid import UUID

from saathi.infra import private_files
from saathi.vault.errors import VaultError
from saathi.vault.root_keys import sync_folder

READ_BYTES = 64 * 1024


class FileStorage(Protocol):
    """A place that stores sealed files."""

    def write(self, stored_id: UUID, pieces: Iterable[bytes]) -> None:
        """Stores the pieces under this id; when it returns they survive a power failure."""

    def read(self, stored_id: UUID) -> Iterator[bytes]:
        """The bytes stored under this id, in pieces."""

    def delete(self, stored_id: UUID) -> None:
        """Removes what is stored under this id, if anything."""

    def list_ids(self, before: dt.datetime) -> Iterator[UUID]:
        """The ids of files written before the given time."""

    def delete_old(self, stored_id: UUID, before: dt.datetime) -> bool:
        """Removes the file with this id unless it was written since `before`; whether it did."""

    def delete_unfinished(self, before: dt.datetime) -> int:
        """Removes drafts not finished since the given time; returns their number."""


class DiskStorage:
    """Sealed files in a folder: `<aa>/<id>`, spread over 256 folders by the end of the id.

    If several users share the storage, `saathi install` creates these folders beforehand.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, stored_id: UUID, pieces: Iterable[bytes]) -> None:
        """Stores the pieces under this id; when it returns they survive a power failure."""
        path = self._path(stored_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.part")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            private_files.share_with_group(file.fileno(), path.parent, 0o640)
            os.fsync(file.fileno())
        draft.rename(path)
        sync_folder(path.parent)

    def read(self, stored_id: UUID) -> Iterator[bytes]:
        """The bytes stored under this id, in pieces."""
        try:
            with self._path(stored_id).open("rb") as file:
                while piece := file.read(READ_BYTES):
                    yield piece
        except FileNotFoundError:
            raise VaultError(
                f"The stored file {stored_id} is missing. Restore it from the backup of the files."
            ) from None

    def delete(self, stored_id: UUID) -> None:
        """Removes what is stored under this id, if anything."""
        self._path(stored_id).unlink(missing_ok=True)

    def list_ids(self, before: dt.datetime) -> Iterator[UUID]:
        """The ids of files written before the given time."""
        for path in self._files():
            if not _is_draft(path) and _is_old(path, before):
                yield UUID(path.name)

    def delete_old(self, stored_id: UUID, before: dt.datetime) -> bool:
        """Removes the file with this id unless it was written since `before`; whether it did."""
        return _remove_old(self._path(stored_id), before)

    def delete_unfinished(self, before: dt.datetime) -> int:
        """Removes drafts not finished since the given time; returns their number."""
        return sum(_remove_old(path, before) for path in self._files() if _is_draft(path))

    def _files(self) -> Iterator[Path]:
        for folder in sorted(self._folder.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(folder.iterdir())

    def _path(self, stored_id: UUID) -> Path:
        return self._folder / stored_id.hex[-2:] / str(stored_id)


def _is_draft(path: Path) -> bool:
    """Whether the file is a draft, of ours or of a restore."""
    return path.suffix in {".part", ".half"}


def _is_old(path: Path, before: dt.datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:  # deleted by another process after it was listed
        return False


def _remove_old(path: Path, before: dt.datetime) -> bool:
    is_old = _is_old(path, before)
    if is_old:
        path.unlink(missing_ok=True)
    return is_old
