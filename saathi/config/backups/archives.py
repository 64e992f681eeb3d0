"""Sealed archives: tar in gzip in AES-GCM, written and read as a stream.

Readers use only authenticated bytes and detect a truncated archive.
"""

import gzip
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import IO, Any, Self
from uuid import UUID, uuid4

from saathi.vault.errors import VaultError
from saathi.vault.root_keys import sync_folder
from saathi.vault.sealed_files import FileSealer, SealedFileLocation, open_file

MAGIC = b"SAATHI BACKUP 1 "
HEADER_BYTES = 4096  # longer than any label line we write
READ_BYTES = 1024 * 1024
ABOUT = "about.json"  # the first member: time, version and schema of the backup
COUNTS = "counts.json"  # the last member: number of rows of each table


class BackupError(Exception):
    """A backup cannot be made or used; the text says why and what to do."""


class ArchiveKind(StrEnum):
    """What an archive contains; authenticated, so that one kind cannot be used as another."""

    DATA = "data"
    KEYS = "keys"
    ERASURES = "erasures"


@dataclass(frozen=True)
class ArchiveLabel:
    """The first line of an archive, readable without a key."""

    kind: ArchiveKind
    id: UUID
    made_at: str

    def line(self) -> bytes:
        """The line as it is written to the file."""
        text = json.dumps({"kind": self.kind, "id": str(self.id), "made_at": self.made_at})
        return MAGIC + text.encode("ascii") + b"\n"

    @classmethod
    def read(cls, file: IO[bytes], path: Path) -> Self:
        """The label at the beginning of a file; leaves the file positioned after it."""
        line = file.readline(HEADER_BYTES)
        try:
            raw = json.loads(line.removeprefix(MAGIC) if line.startswith(MAGIC) else b"")
            return cls(ArchiveKind(raw["kind"]), UUID(raw["id"]), str(raw["made_at"]))
        except (ValueError, KeyError, TypeError):
            raise BackupError(f"{path} is no backup of Saathi, or its beginning is lost.") from None

    @property
    def additional_data(self) -> SealedFileLocation:
        """The label as data that the seal authenticates."""
        return SealedFileLocation(f"backup.{self.kind}", UUID(int=0), self.id)


class SealingWriter(io.RawIOBase):
    """A writer that seals what is written to it and counts the bytes on disk."""

    def __init__(self, file: IO[bytes], key: bytes, label: ArchiveLabel) -> None:
        super().__init__()
        self._file = file
        self._sealing = FileSealer(key, label.additional_data)
        self._digest = sha256()
        self.size = 0
        self._put(label.line() + self._sealing.header)

    def writable(self) -> bool:
        """Always true."""
        return True

    def write(self, data: Any) -> int:
        """Seals the data; returns their unsealed length."""
        for chunk in self._sealing.seal_data(bytes(data)):
            self._put(chunk)
        return len(data)

    def end(self) -> str:
        """Finishes the file on disk; returns its SHA-256."""
        self._put(self._sealing.seal_last_chunk())
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._digest.hexdigest()

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)


@dataclass
class WrittenArchive:
    """A finished archive on disk."""

    path: Path
    size: int
    sha256: str


class ArchiveBuilder:
    """An archive being written: members are added one after the other."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, data: bytes) -> None:
        """Adds a member."""
        self._add(name, len(data), io.BytesIO(data))

    def add_file(self, name: str, path: Path) -> None:
        """Adds a file from the disk; a file removed meanwhile is left out."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return
        with file:
            self._add(name, os.fstat(file.fileno()).st_size, file)

    def _add(self, name: str, size: int, content: IO[bytes]) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self._tar.addfile(entry, content)


def write_archive(
    path: Path,
    key: bytes,
    *,
    kind: ArchiveKind,
    made_at: str,
    fill: Callable[[ArchiveBuilder], None],
) -> WrittenArchive:
    """Writes an archive with the members that `fill` adds; the file is renamed when complete."""
    draft = path.with_name(f".{path.name}.half")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            writer = SealingWriter(file, key, ArchiveLabel(kind, uuid4(), made_at))
            with (
                gzip.GzipFile(fileobj=writer, mode="wb", compresslevel=1, mtime=0) as packed,
                tarfile.open(fileobj=packed, mode="w|") as tar,
            ):
                fill(ArchiveBuilder(tar))
            archive = WrittenArchive(path, 0, writer.end())
            archive.size = writer.size
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)
    return archive


def merge_journals(*journals: bytes) -> bytes:
    """The lines of all journals without duplicates, in order of first occurrence."""
    lines = dict.fromkeys(chain.from_iterable(text.splitlines() for text in journals))
    return b"".join(line + b"\n" for line in lines)


@contextmanager
def open_members(
    path: Path, key: bytes, kind: ArchiveKind
) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The members of an archive in order, each with its content; `BackupError` if unreadable."""
    try:
        with path.open("rb") as file:
            label = ArchiveLabel.read(file, path)
            if label.kind != kind:
                raise BackupError(
                    f"{path} holds {label.kind}, not {kind}. Name the archive of the data first, "
                    "then that of the keys."
                )
            chunks = open_file(key, label.additional_data, iter(lambda: file.read(READ_BYTES), b""))
            source = io.BufferedReader(_Chunks(chunks), READ_BYTES)
            with (
                gzip.GzipFile(fileobj=source, mode="rb") as packed,
                tarfile.open(fileobj=packed, mode="r|") as tar,
            ):
                yield _members(tar)
                while packed.read(READ_BYTES):  # to the end, so that truncation is detected
                    pass
    except OSError as error:
        if error.filename is None:
            raise
        raise BackupError(f"{path} cannot be read ({error.strerror}).") from None
    except (VaultError, EOFError, tarfile.TarError):
        raise BackupError(
            f"{path} does not open: this is not the key it was sealed with, or the file was "
            "damaged or cut off. Nothing was restored from it."
        ) from None


@dataclass(frozen=True)
class ArchiveCheck:
    """An archive that was read to its end: its id, its description, and its unpacked size."""

    id: UUID
    about: dict[str, Any]
    size: int


def check_archive(path: Path, key: bytes, kind: ArchiveKind) -> ArchiveCheck:
    """The description of an archive; `BackupError` if it cannot be opened to its end.

    Reads the whole archive.
    """
    about: dict[str, Any] = {}
    size = 0
    with open_members(path, key, kind) as members:
        for name, content in members:
            if name == ABOUT:
                about = json.load(content)
            while data := content.read(READ_BYTES):
                size += len(data)
    with path.open("rb") as file:
        return ArchiveCheck(ArchiveLabel.read(file, path).id, about, size)


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in tar:
        content = tar.extractfile(entry)
        if content is not None:
            yield entry.name, content


class _Chunks(io.RawIOBase):
    """A readable file of the opened chunks."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__()
        self._chunks = iter(chunks)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            following = next(self._chunks, None)
            if following is None:
                return 0
            self._rest = memoryview(following)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
