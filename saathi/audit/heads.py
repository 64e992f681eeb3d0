"""Signed heads of the tree, and the append-only file outside the database that they are sent to."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, Protocol, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from saathi.audit.keys import key_id
from saathi.audit.merkle import EMPTY_ROOT

type VerifyKeys = Mapping[str, Ed25519PublicKey]


class BrokenLine(ValueError):
    """A line of the heads file that is no head."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is signed after each batch: the tree's size and root, and which batch led there.

    `batch_root` is the root over the batch's own leaves alone: a batch can be judged by it even
    when those before it are destroyed.
    """

    number: int
    xid_from: int
    xid_to: int
    first_leaf: int
    count: int
    tree_size: int
    batch_root: str
    root: str
    previous_root: str
    sealed_at: str
    key_id: str
    signature: str = ""

    def signed_bytes(self) -> bytes:
        """What the signature covers: every field but itself."""
        return _signed_bytes(b"saathi audit head 1\n", asdict(self))

    def sign(self, key: Ed25519PrivateKey) -> Self:
        """The same head with its signature."""
        return replace(self, signature=key.sign(self.signed_bytes()).hex())

    def is_signed(self, keys: VerifyKeys) -> bool:
        """Whether one of these keys signed it."""
        return _is_signed(self.key_id, self.signature, self.signed_bytes(), keys)


ORIGIN = Head(0, 0, 0, 0, 0, 0, EMPTY_ROOT.hex(), EMPTY_ROOT.hex(), EMPTY_ROOT.hex(), "", "")
"""The head before the first: an empty tree. Never signed, never written."""


@dataclass(frozen=True, slots=True)
class Restoration:
    """A signed statement that a restore took the log back to `resumed`, giving up later batches."""

    resumed: Head
    given_up: int  # the number of the last batch that is no more
    entries_lost: int
    declared_at: str
    key_id: str
    signature: str = ""

    def signed_bytes(self) -> bytes:
        """What the signature covers."""
        return _signed_bytes(b"saathi audit restoration 1\n", asdict(self))

    def sign(self, key: Ed25519PrivateKey) -> Self:
        """The same statement with its signature."""
        return replace(self, signature=key.sign(self.signed_bytes()).hex())

    def is_signed(self, keys: VerifyKeys) -> bool:
        """Whether one of these keys signed it."""
        return _is_signed(self.key_id, self.signature, self.signed_bytes(), keys)


type Line = Head | Restoration


class Sink(Protocol):
    """Where signed heads go. A remote one, at another ministry, has the same two methods."""

    def last(self) -> Head | None:
        """The head that the next one must follow; None when nothing was written yet."""

    def append(self, line: Line) -> None:
        """Keeps one more line, durably, before it returns."""


class FileSink:
    """An append-only file of lines of JSON, one to a head."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def last(self) -> Head | None:
        """The last head in the file, or the one that a restoration resumed."""
        try:
            with self.path.open("rb") as file:
                line = _last_line(file)
        except FileNotFoundError:
            return None
        if line is None:
            return None
        return line.resumed if isinstance(line, Restoration) else line

    def append(self, line: Line) -> None:
        """Writes one line at the end and waits for the disk."""
        new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        with self.path.open("ab+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            last = _last_line(file)
            if isinstance(line, Head) and isinstance(last, Head) and last.number >= line.number:
                return  # another sealer exported it between our reading and our writing
            # A process killed while it wrote leaves half a line; what follows starts on a new one.
            broken = file.seek(0, os.SEEK_END) > 0 and _byte_at_end(file) != b"\n"
            file.write((b"\n" if broken else b"") + format_line(line))
            file.flush()
            os.fsync(file.fileno())
        if new:
            _sync_folder(self.path.parent)


def format_line(line: Line) -> bytes:
    """A head or a restoration as its line in the file."""
    return json.dumps(asdict(line), separators=(",", ":")).encode() + b"\n"


def parse_line(text: bytes) -> Line:
    """The head or the restoration that a line holds; `BrokenLine` when it holds neither."""
    try:
        fields: dict[str, Any] = json.loads(text)
        if "resumed" in fields:
            return Restoration(**{**fields, "resumed": _head(fields["resumed"])})
        return _head(fields)
    except (ValueError, TypeError, RecursionError) as error:
        raise BrokenLine("This line holds no head.") from error


def read_lines(path: Path) -> Iterator[tuple[int, Line | None]]:
    """Each line of the file with its number from 1; None for a line that holds no head."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        for at, text in enumerate(file, 1):
            try:
                yield at, parse_line(text)
            except BrokenLine:
                yield at, None


def by_id(*keys: Ed25519PublicKey) -> dict[str, Ed25519PublicKey]:
    """Public keys under their short names."""
    return {key_id(key): key for key in keys}


def _head(fields: Any) -> Head:
    """A head from its fields, each of its right type."""
    head = Head(**fields)
    for name, kind in Head.__annotations__.items():
        value = getattr(head, name)
        if type(value) is not kind:
            raise BrokenLine(f"The field {name} of a head has the wrong type.")
    return head


def _signed_bytes(prefix: bytes, fields: dict[str, Any]) -> bytes:
    """The canonical bytes of a statement; the prefix keeps one kind from passing for another."""
    body = {name: value for name, value in fields.items() if name != "signature"}
    return prefix + json.dumps(body, separators=(",", ":"), sort_keys=True).encode()


def _is_signed(name: str, signature: str, message: bytes, keys: VerifyKeys) -> bool:
    key = keys.get(name)
    if key is None:
        return False
    try:
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _last_line(file: IO[bytes]) -> Line | None:
    """The last line that holds a head or a restoration, read backwards from the end."""
    end, tail = file.seek(0, os.SEEK_END), b""
    while end > 0:
        start = max(0, end - 8_192)
        file.seek(start)
        tail = file.read(end - start) + tail
        lines = tail.split(b"\n")
        for text in reversed(lines if start == 0 else lines[1:]):
            try:
                return parse_line(text)
            except BrokenLine:
                continue
        end = start
    return None


def _byte_at_end(file: IO[bytes]) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read(1)


def _sync_folder(folder: Path) -> None:
    """Makes a new file's name durable too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
