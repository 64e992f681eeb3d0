"""The key that signs the heads of the log. It is stored in files, never in the database."""

import os
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class KeyMissing(Exception):
    """A key of the audit log is missing; the text says what to do."""


def signing_key_path(home: Path) -> Path:
    """The path of the signing key. Only the sealer's account may read it."""
    return home / "keys" / "audit-signing.key"


def marker_paths(home: Path) -> tuple[Path, Path]:
    """The paths where the sealer records how far the log had come; the dot excludes them from backups."""
    name = ".audit-log.json"
    return signing_key_path(home).with_name(name), verify_keys_folder(home) / name


def verify_keys_folder(home: Path) -> Path:
    """The folder of the public keys, beside the heads; auditors keep their own copy elsewhere."""
    return home / "audit"


def short_key_id(key: Ed25519PublicKey) -> str:
    """A short name of a key: the first 16 digits of the hash of its public half."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


def create_signing_key(home: Path) -> Ed25519PrivateKey:
    """The signing key; creates it, and its public half beside the heads, if there was never one."""
    path = signing_key_path(home)
    # A public half without its key means that the key was lost: an operator has to act.
    if not path.exists() and not any(verify_keys_folder(home).glob("audit-*.pub")):
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(marker_paths(home)[0], b"{}\n", 0o600)  # no batch yet: this log may begin
        _write_once(path, pem, 0o600)
    key = load_signing_key(home)
    export_public_key(home, key.public_key())
    return key


def load_signing_key(home: Path) -> Ed25519PrivateKey:
    """The signing key of this home."""
    path = signing_key_path(home)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise KeyMissing(
            f"The key that signs the audit log cannot be read: {path} ({error.strerror}). Put it "
            "back from the key backup; a new key cannot continue what the old one signed."
        ) from error
    except ValueError as error:
        raise KeyMissing(f"{path} holds no key. Put it back from the key backup.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(f"{path} holds a key of another kind than Ed25519.")
    return key


def export_public_key(home: Path, key: Ed25519PublicKey) -> Path:
    """The file of a public key beside the heads, written if it is missing."""
    path = verify_keys_folder(home) / f"audit-{short_key_id(key)}.pub"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        pem = key.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        _write_once(path, pem, 0o644)
    return path


def load_verify_keys(folder: Path) -> list[Ed25519PublicKey]:
    """The public keys in a folder: those beside the heads or, better, the auditor's own."""
    keys = []
    for path in sorted(folder.glob("audit-*.pub")):
        key = serialization.load_pem_public_key(path.read_bytes())
        if isinstance(key, Ed25519PublicKey):
            keys.append(key)
    if not keys:
        raise KeyMissing(f"No public key of the audit log (audit-*.pub) lies in {folder}.")
    return keys


def _write_once(path: Path, data: bytes, mode: int) -> None:
    """Writes a new file whole, durably, and never over an existing one."""
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its key counts
    finally:
        draft.unlink()
