"""Signed heads of the tree, and the append-only file outside the database that stores them."""

import datetime as dt
import fcntl
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, Protocol, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from saathi.audit.merkle import EMPTY_ROOT
from saathi.audit.signing_keys import short_key_id

# A transaction, an entry in it, and the entry's microseconds: see `EntryLeaf.place`.
_PART = re.compile(r"\d+:[0-9a-f-]{36}:-?(?:\d+|Infinity)")

type VerifyKeys = Mapping[str, Ed25519PublicKey]


class HeadsLineInvalid(ValueError):
    """A line of the heads file is not a head."""


@dataclass(frozen=True, slots=True)
class SignedHead:
    """What is signed after each batch: the tree's size and root, and the batch that led to them.

    `batch_root` is the root over the batch's own leaves only: a batch can be verified by it even if
    earlier ones are destroyed. `pending` lists the transactions below `xid_to` that were still
    open; their entries are in a later batch. A transaction too large for a batch is listed too, and
    `part` says up to which entry it is sealed. Heads of the first format had neither, because
    sealing then waited for the oldest transaction; their `pending` is None.
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
    pending: tuple[int, ...] | None = None
    part: str = ""

    def signed_bytes(self) -> bytes:
        """The bytes that are signed: every field except the signature."""
        form = b"1" if self.pending is None else b"2"
        return _signed_bytes(b"saathi audit head " + form + b"\n", _fields(self))

    def sign(self, key: Ed25519PrivateKey) -> Self:
        """The same head with its signature."""
        return replace(self, signature=key.sign(self.signed_bytes()).hex())

    def is_signed(self, keys: VerifyKeys) -> bool:
        """Whether one of these keys signed it."""
        return _has_valid_signature(self.key_id, self.signature, self.signed_bytes(), keys)


ORIGIN = SignedHead(0, 0, 0, 0, 0, 0, EMPTY_ROOT.hex(), EMPTY_ROOT.hex(), EMPTY_ROOT.hex(), "", "")
"""The head before the first: an empty tree. Never signed, never written."""


@dataclass(frozen=True, slots=True)
class LogRestoration:
    """A signed statement that a restore took the log back to `resumed`, giving up later batches."""

    resumed: SignedHead
    given_up: int  # the number of the last batch that was given up
    entries_lost: int
    declared_at: str
    key_id: str
    signature: str = ""

    def signed_bytes(self) -> bytes:
        """The bytes that are signed."""
        return _signed_bytes(b"saathi audit restoration 1\n", _fields(self))

    def sign(self, key: Ed25519PrivateKey) -> Self:
        """The same statement with its signature."""
        return replace(self, signature=key.sign(self.signed_bytes()).hex())

    def is_signed(self, keys: VerifyKeys) -> bool:
        """Whether one of these keys signed it."""
        return _has_valid_signature(self.key_id, self.signature, self.signed_bytes(), keys)


@dataclass(frozen=True, slots=True)
class SealingOutage:
    """A signed statement that sealing was interrupted, or could not keep up, between two times.

    Entries written between them are sealed late, which verification does not report as a fault.
    """

    interrupted_from: str
    interrupted_until: str
    key_id: str
    signature: str = ""

    def signed_bytes(self) -> bytes:
        """The bytes that are signed."""
        return _signed_bytes(b"saathi audit outage 1\n", _fields(self))

    def sign(self, key: Ed25519PrivateKey) -> Self:
        """The same statement with its signature."""
        return replace(self, signature=key.sign(self.signed_bytes()).hex())

    def is_signed(self, keys: VerifyKeys) -> bool:
        """Whether one of these keys signed it."""
        return _has_valid_signature(self.key_id, self.signature, self.signed_bytes(), keys)


type HeadsLine = SignedHead | LogRestoration | SealingOutage


class HeadsSink(Protocol):
    """The first destination of signed heads: the file from which later copies are made."""

    def last_head(self) -> SignedHead | None:
        """The head that the next one must follow; None if nothing was written yet."""

    def last_line(self) -> SignedHead | LogRestoration | None:
        """The last head, or the restoration that resumed it."""

    def list_restorations(self, keys: VerifyKeys) -> list[LogRestoration]:
        """Every restore that was declared and signed with one of these keys."""

    def append_line(self, line: HeadsLine) -> None:
        """Stores one more line durably before returning."""


class HeadsFileSink:
    """An append-only file of JSON lines, one per head."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def last_head(self) -> SignedHead | None:
        """The last head in the file, or the one that a restoration resumed."""
        line = self.last_line()
        return line.resumed if isinstance(line, LogRestoration) else line

    def last_line(self) -> SignedHead | LogRestoration | None:
        """The last line of the file that says how far the log reaches."""
        try:
            with self.path.open("rb") as file:
                return _last_line(file)
        except FileNotFoundError:
            return None

    def list_restorations(self, keys: VerifyKeys) -> list[LogRestoration]:
        """The restores declared in the file. Reads the whole file, but parses few of its lines."""
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            return []
        with file:
            lines = [_line_or_none(text) for text in file if b'"resumed":' in text]
        return [line for line in lines if isinstance(line, LogRestoration) and line.is_signed(keys)]

    def append_line(self, line: HeadsLine) -> None:
        """Appends one line, durably."""
        new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        with self.path.open("ab+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            last = _last_line(file)
            if (
                isinstance(line, SignedHead)
                and isinstance(last, SignedHead)
                and last.number >= line.number
            ):
                return  # another sealer exported it between our reading and our writing
            # A process killed while writing leaves a partial line; the next head starts on a new
            # line.
            broken = file.seek(0, os.SEEK_END) > 0 and _byte_at_end(file) != b"\n"
            file.write((b"\n" if broken else b"") + format_line(line))
            file.flush()
            os.fsync(file.fileno())
        if new:
            _sync_folder(self.path.parent)


def format_line(line: HeadsLine) -> bytes:
    """A head or a restoration as its line in the file."""
    return json.dumps(_fields(line), separators=(",", ":")).encode() + b"\n"


def parse_line(text: bytes) -> HeadsLine:
    """The head or the statement in a line; raises `HeadsLineInvalid` if it is neither."""
    try:
        fields = json.loads(text)
        if not isinstance(fields, dict):
            raise HeadsLineInvalid("This line holds no head.")
        if "resumed" in fields:
            return LogRestoration(**{**fields, "resumed": _head(fields["resumed"])})
        if "interrupted_from" in fields:
            return _outage(fields)
        return _head(fields)
    except (ValueError, TypeError, RecursionError) as error:
        raise HeadsLineInvalid("This line holds no head.") from error


def read_lines(path: Path) -> Iterator[tuple[int, HeadsLine | None]]:
    """Each line of the file with its number from 1; None for a line that is not valid."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        for at, text in enumerate(file, 1):
            try:
                yield at, parse_line(text)
            except HeadsLineInvalid:
                yield at, None


def keys_by_id(*keys: Ed25519PublicKey) -> dict[str, Ed25519PublicKey]:
    """The public keys by their short ids."""
    return {short_key_id(key): key for key in keys}


def _fields(line: HeadsLine) -> dict[str, Any]:
    """The fields as written and signed; a head of the first format has no pending list."""
    fields = asdict(line)
    for head in (fields, fields.get("resumed", {})):
        if head.get("pending", ()) is None:
            del head["pending"], head["part"]
    return fields


def _head(fields: Any) -> SignedHead:
    """A head from its fields, each of its right type."""
    if isinstance(fields.get("pending"), list):
        fields = {**fields, "pending": tuple(fields["pending"])}
    head = SignedHead(**fields)
    for name, kind in SignedHead.__annotations__.items():
        value = getattr(head, name)
        if name == "pending":
            is_right = value is None or (
                type(value) is tuple
                and all(type(number) is int for number in value)
                and list(value) == sorted(set(value))
            )
        else:
            is_right = type(value) is kind
        if not is_right:
            raise HeadsLineInvalid(f"The field {name} of a head has the wrong type.")
    if head.part and not _PART.fullmatch(head.part):
        raise HeadsLineInvalid("The field part of a head has the wrong form.")
    return head


def _outage(fields: dict[str, Any]) -> SealingOutage:
    """An outage from its fields, each of its right type."""
    outage = SealingOutage(**fields)
    for moment in (outage.interrupted_from, outage.interrupted_until):
        dt.datetime.fromisoformat(moment)
    return outage


def _line_or_none(text: bytes) -> HeadsLine | None:
    try:
        return parse_line(text)
    except HeadsLineInvalid:
        return None


def _signed_bytes(prefix: bytes, fields: dict[str, Any]) -> bytes:
    """The canonical bytes of a statement; the prefix keeps one kind from passing for another."""
    body = {name: value for name, value in fields.items() if name != "signature"}
    return prefix + json.dumps(body, separators=(",", ":"), sort_keys=True).encode()


def _has_valid_signature(name: str, signature: str, message: bytes, keys: VerifyKeys) -> bool:
    key = keys.get(name)
    if key is None:
        return False
    try:
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _last_line(file: IO[bytes]) -> SignedHead | LogRestoration | None:
    """The last line with a head or a restoration, read backwards from the end."""
    end, tail = file.seek(0, os.SEEK_END), b""
    while end > 0:
        start = max(0, end - 8_192)
        file.seek(start)
        tail = file.read(end - start) + tail
        lines = tail.split(b"\n")
        for text in reversed(lines if start == 0 else lines[1:]):
            line = _line_or_none(text)
            if isinstance(line, SignedHead | LogRestoration):
                return line
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
