"""ZIP files encrypted with a passphrase (AES-256), and passphrases that can be dictated by telephone."""

import io
import secrets
from collections.abc import Mapping

import pyzipper

# Without I, L, O, 0 and 1, which are easily confused. Five groups of five letters: 2^120.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PASSPHRASE_GROUPS, LETTERS_A_GROUP = 5, 5


def new_passphrase() -> str:
    """A random passphrase: 25 letters in five groups."""
    letters = [secrets.choice(_LETTERS) for _ in range(PASSPHRASE_GROUPS * LETTERS_A_GROUP)]
    groups = zip(*[iter(letters)] * LETTERS_A_GROUP, strict=True)
    return "-".join("".join(group) for group in groups)


def passphrase_as_made(typed: str) -> str:
    """What a person typed as such a passphrase: capital letters in groups, whatever case and spaces."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    starts = range(0, len(letters), LETTERS_A_GROUP)
    return "-".join(letters[start : start + LETTERS_A_GROUP] for start in starts)


def pack_encrypted_zip(files: Mapping[str, bytes], passphrase: str) -> bytes:
    """The files in one encrypted ZIP; file names and sizes are visible without the passphrase."""
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
    """The files of an encrypted ZIP; raises `RuntimeError` for a wrong passphrase."""
    with pyzipper.AESZipFile(io.BytesIO(data)) as packed:
        packed.setpassword(passphrase.encode())
        return {name: packed.read(name) for name in packed.namelist()}
