"""A ZIP that only its passphrase opens (AES-256), and passphrases that can be read out by telephone."""

import io
import secrets
from collections.abc import Mapping

import pyzipper

# No I, L, O, 0, 1: they are mistaken for each other. Five letters a group, five groups: 2^120.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PASSPHRASE_GROUPS, LETTERS_A_GROUP = 5, 5


def new_passphrase() -> str:
    """A passphrase that nobody guesses: 25 letters in five groups."""
    letters = [secrets.choice(_LETTERS) for _ in range(PASSPHRASE_GROUPS * LETTERS_A_GROUP)]
    groups = zip(*[iter(letters)] * LETTERS_A_GROUP, strict=True)
    return "-".join("".join(group) for group in groups)


def pack_encrypted_zip(files: Mapping[str, bytes], passphrase: str) -> bytes:
    """The files in one ZIP; their names and sizes can be seen without the passphrase."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as packed:
        packed.setpassword(passphrase.encode())
        packed.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def unpack_encrypted_zip(data: bytes, passphrase: str) -> dict[str, bytes]:
    """The files of such a ZIP; `RuntimeError` under another passphrase."""
    with pyzipper.AESZipFile(io.BytesIO(data)) as packed:
        packed.setpassword(passphrase.encode())
        return {name: packed.read(name) for name in packed.namelist()}
