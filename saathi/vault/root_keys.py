"""Root keys, which wrap the data keys of the files.

Plain Python; the only provider so far is a file.

Further providers: age and PKCS#11 (a hardware module) become classes with the three members of
`RootKey` and one line each in `PROVIDERS`; every wrapped key names its root key, so old and new
providers serve side by side while `actions.rotate_root_key` moves the keys over.
"""

import base64
import binascii
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from saathi.infra import private_files
from saathi.vault.errors import RootKeyUnusable, VaultError

KEY_BYTES = 32
VERSION = b"\x01"
NONCE_BYTES = 12
# Generation and fingerprint: "0002-9f3ac214". The number orders them without a clock; the
# fingerprint detects a file that contains another key than its name says.
KEK_ID = re.compile(r"(\d{4,})-[0-9a-f]{8}")


class RootKey(Protocol):
    """A root key, in a file or in a hardware module."""

    @property
    def kek_id(self) -> str:
        """The permanent name of this key; stored beside every key it wraps."""

    def wrap(self, file_id: UUID, key: bytes) -> bytes:
        """The encrypted data key; it opens only for this file."""

    def unwrap(self, file_id: UUID, wrapped: bytes) -> bytes:
        """The data key; `VaultError` if it was wrapped by another key or for another file."""


class FileRootKey:
    """A root key of 32 random bytes, stored as base64 in a file that only its owner can read."""

    def __init__(self, kek_id: str, secret: bytes) -> None:
        self.kek_id = kek_id
        self._cipher = AESGCM(secret)

    def __repr__(self) -> str:
        return f"<FileRootKey {self.kek_id}>"

    @classmethod
    def read_key_file(cls, path: Path) -> "FileRootKey":
        """The key in this file, checked against the fingerprint in the file's name."""
        secret = read_key_file(path)
        kek_id = path.stem.removeprefix("root-")
        if fingerprint(secret) != kek_id.rpartition("-")[2]:
            raise RootKeyUnusable(
                f"{path} does not hold the key it is named for. Put back the right file."
            )
        return cls(kek_id, secret)

    def wrap(self, file_id: UUID, key: bytes) -> bytes:
        """The encrypted data key; it opens only for this file."""
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, key, self._associated_data(file_id))

    def unwrap(self, file_id: UUID, wrapped: bytes) -> bytes:
        """The data key; `VaultError` if it was wrapped by another key or for another file."""
        if wrapped[:1] == VERSION:
            nonce, sealed = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
            try:
                return self._cipher.decrypt(nonce, sealed, self._associated_data(file_id))
            except (InvalidTag, ValueError):
                pass
        raise VaultError(
            f"The key of file {file_id} does not open with root key {self.kek_id}: "
            "the stored key was damaged, or belongs to another file."
        )

    def _associated_data(self, file_id: UUID) -> bytes:
        return VERSION + b"saathi.vault.key\x00" + self.kek_id.encode() + b"\x00" + file_id.bytes


# By file suffix. A PKCS#11 provider would read a small text file that names module, slot and label.
PROVIDERS: dict[str, Callable[[Path], RootKey]] = {".key": FileRootKey.read_key_file}


class RootKeys:
    """The root keys of an installation, by name; the one with the highest number is the newest."""

    def __init__(self, keys: Iterable[RootKey], folder: Path) -> None:
        self._keys = {key.kek_id: key for key in keys}
        self._folder = folder

    def __repr__(self) -> str:
        return f"<RootKeys {sorted(self._keys)}>"

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    @property
    def get_newest(self) -> RootKey:
        """The root key of the newest generation."""
        return self._keys[max(self._keys, key=root_key_generation)]

    def get(self, kek_id: str) -> RootKey:
        """The root key of this name; `RootKeyUnusable` says where it was expected."""
        try:
            return self._keys[kek_id]
        except KeyError:
            raise RootKeyUnusable(
                f"Root key {kek_id} is not in {self._folder}. Restore root-{kek_id}.key from the "
                "key backup; without it the names of the children it protects cannot be read."
            ) from None


def load_root_keys(folder: Path) -> RootKeys:
    """All root keys in the folder; `RootKeyUnusable` if there is none or one cannot be read."""
    files = [
        (path, PROVIDERS[path.suffix])
        for path in sorted(folder.glob("root-*"))
        if path.suffix in PROVIDERS and KEK_ID.fullmatch(path.stem.removeprefix("root-"))
    ]
    if not files:
        raise RootKeyUnusable(
            f"There is no root key in {folder}. Restore the key files from the key backup; "
            "a new installation makes its first one with `saathi migrate`."
        )
    return RootKeys([read(path) for path, read in files], folder)


def create_root_key(folder: Path) -> RootKey:
    """Creates a root key one generation above the folder's newest, durably on disk."""
    generations = [
        root_key_generation(path.stem.removeprefix("root-"))
        # Retired keys count as well: a number is never used twice.
        for path in (*folder.glob("root-*"), *folder.glob("retired/root-*"))
        if KEK_ID.fullmatch(path.stem.removeprefix("root-"))
    ]
    secret = os.urandom(KEY_BYTES)
    kek_id = f"{max(generations, default=0) + 1:04d}-{fingerprint(secret)}"
    write_key(folder / f"root-{kek_id}.key", secret, shared=True)
    return FileRootKey(kek_id, secret)


def root_key_generation(kek_id: str) -> int:
    """The number of the generation in a root key's name."""
    return int(kek_id.partition("-")[0])


def fingerprint(secret: bytes) -> str:
    """Eight hex digits that distinguish keys and reveal nothing about a random key."""
    return hashlib.sha256(b"saathi.vault.fingerprint\x00" + secret).hexdigest()[:8]


def read_key_file(path: Path) -> bytes:
    """The 32 bytes in a key file; refuses a file that others can read."""
    try:
        is_exposed = private_files.is_exposed(path)
        text = path.read_bytes()
    except OSError as error:
        raise RootKeyUnusable(f"The key file {path} cannot be read ({error.strerror}).") from error
    if is_exposed:
        remedy = private_files.exposure_remedy(path)
        raise RootKeyUnusable(f"The key file {path} can be read by others. {remedy}")
    secret = b""
    try:
        secret = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        secret = b""  # the error itself could quote a part of the key
    if len(secret) != KEY_BYTES:
        raise RootKeyUnusable(f"The key file {path} is damaged: it must hold 32 bytes as base64.")
    return secret


def write_key(path: Path, secret: bytes, *, shared: bool = False) -> None:
    """Writes a key file completely or not at all; never replaces another.

    Only its owner can read it; if `shared`, also the vault's group, if there is one.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(secret) + b"\n")
            file.flush()
            if shared:
                private_files.share_with_group(file.fileno(), path.parent, 0o640)
            os.fsync(file.fileno())
        os.link(draft, path)  # unlike a rename, fails if the name exists
    finally:
        draft.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes new names in the folder survive a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
