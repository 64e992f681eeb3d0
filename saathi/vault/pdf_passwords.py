"""Whether a PDF opens only with a password. Not for opening one: no password is tried but the empty one.

Many authorities protect a PDF against changes: it is encrypted, and every reader opens it without a
password. Only a file that asks for one is locked. Algorithms as in ISO 32000-2, 7.6.4.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PADDING: Final = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
DICTIONARY_BYTES: Final = 64 * 1024  # longer than any trailer or encryption dictionary
_SPACE: Final = rb"[\x00\t\n\f\r ]"
_ENCRYPT: Final = re.compile(
    rb"/Encrypt(?:" + _SPACE + rb"*(<<)|" + _SPACE + rb"+(\d{1,10})\s+(\d{1,10})\s+R)"
)
_STARTXREF: Final = re.compile(rb"startxref\s+(\d+)")
_LITERAL_ESCAPES: Final = {
    b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"",
}  # fmt: skip


def is_locked(data: bytes) -> bool:
    """Whether a PDF asks for a password; also if how it is encrypted cannot be read."""
    trailer = _last_trailer(data)
    encrypted = _ENCRYPT.search(trailer)
    if encrypted is None:
        return False
    dictionary = _encryption_dictionary(data, trailer, encrypted)
    try:
        return not _opens_without_password(_read_encryption(dictionary, trailer))
    except ValueError:
        return True


@dataclass(frozen=True)
class _Encryption:
    """What the encryption dictionary says of the password; `file_id` is of the trailer."""

    revision: int
    key_bytes: int
    owner: bytes
    user: bytes
    permissions: int
    file_id: bytes
    is_metadata_encrypted: bool


def _last_trailer(data: bytes) -> bytes:
    """The newest trailer dictionary, or the beginning of the newest cross-reference stream."""
    starts = _STARTXREF.findall(data)
    at = int(starts[-1][:12]) if starts else len(data)
    table = data[at : at + 4096].lstrip()
    if table.startswith(b"xref"):
        at = data.find(b"trailer", at)
    elif not re.match(rb"\d+\s+\d+\s+obj", table):  # a damaged file, which readers repair
        at = data.rfind(b"trailer")
    if at < 0:
        return b""
    return data[at : at + DICTIONARY_BYTES].partition(b"stream")[0].partition(b"startxref")[0]


def _encryption_dictionary(data: bytes, trailer: bytes, found: re.Match[bytes]) -> bytes:
    if found[1]:
        return trailer[found.start(1) :]
    objects = re.finditer(rb"(?<!\d)%d\s+%d\s+obj" % (int(found[2]), int(found[3])), data)
    start = max((one.end() for one in objects), default=len(data))
    return data[start : start + DICTIONARY_BYTES]


def _read_encryption(dictionary: bytes, trailer: bytes) -> _Encryption:
    """ValueError if it cannot be read or is not a password's (a certificate's, for example)."""
    if not re.search(rb"/Filter\s*/Standard", dictionary):
        raise ValueError("not encrypted by a password")
    version = _number(dictionary, b"V", 0)
    # In version 4 the length in the dictionary may be that of a filter, in bytes: it is always 16.
    bits = {1: 40, 4: 128}.get(version) or _number(dictionary, b"Length", 40)
    return _Encryption(
        revision=_number(dictionary, b"R"),
        key_bytes=min(max(bits // 8, 5), 16),
        owner=_string(dictionary, rb"/O\s*(?=[(<])"),
        user=_string(dictionary, rb"/U\s*(?=[(<])"),
        permissions=_number(dictionary, b"P"),
        file_id=_string(trailer, rb"/ID\s*\[\s*(?=[(<])", missing=b""),
        is_metadata_encrypted=not re.search(rb"/EncryptMetadata\s+false", dictionary),
    )


def _number(dictionary: bytes, name: bytes, missing: int | None = None) -> int:
    found = re.search(rb"/" + name + rb"\s+(-?\d{1,10})", dictionary)
    if found is None and missing is None:
        raise ValueError(f"no {name!r}")
    return int(found[1]) if found else missing or 0


def _string(dictionary: bytes, key: bytes, missing: bytes | None = None) -> bytes:
    found = re.search(key, dictionary)
    if found is None:
        if missing is None:
            raise ValueError("a string is missing")
        return missing
    text = dictionary[found.end() :]
    if text.startswith(b"<"):
        digits = re.sub(rb"\s", b"", text[1:].partition(b">")[0])
        return bytes.fromhex(digits.decode("ascii", "replace") + "0" * (len(digits) % 2))
    return _literal_string(text)


def _literal_string(text: bytes) -> bytes:
    """The bytes of a string in brackets, which may contain balanced brackets and escapes."""
    result, depth, at = bytearray(), 0, 0
    while at < len(text):
        byte = text[at : at + 1]
        at += 1
        if byte == b"\\":
            if octal := re.match(rb"[0-7]{1,3}", text[at : at + 3]):
                result.append(int(octal[0], 8) & 255)
                at += len(octal[0])
            else:
                result += _LITERAL_ESCAPES.get(text[at : at + 1], text[at : at + 1])
                at += 1
            continue
        depth += {b"(": 1, b")": -1}.get(byte, 0)
        if not depth:
            return bytes(result)
        if depth > 1 or byte != b"(" or result:
            result += byte
    raise ValueError("the string does not end")


def _opens_without_password(encryption: _Encryption) -> bool:
    user = encryption.user
    if encryption.revision in {5, 6}:
        salt = user[32:40]
        digest = hashlib.sha256(salt).digest()
        return user[:32] == (_hardened(digest) if encryption.revision == 6 else digest)
    if encryption.revision not in {2, 3, 4}:
        raise ValueError("an unknown revision")
    key = _empty_password_key(encryption)
    if encryption.revision == 2:
        return _rc4(key, PADDING) == user[:32]
    expected = _md5(PADDING + encryption.file_id)
    for number in range(20):
        expected = _rc4(bytes(byte ^ number for byte in key), expected)
    return expected == user[:16]


def _empty_password_key(encryption: _Encryption) -> bytes:
    permissions = (encryption.permissions & 0xFFFFFFFF).to_bytes(4, "little")
    seed = PADDING + encryption.owner[:32] + permissions + encryption.file_id
    if encryption.revision == 4 and not encryption.is_metadata_encrypted:
        seed += b"\xff" * 4
    key = _md5(seed)
    length = 5 if encryption.revision == 2 else encryption.key_bytes
    if encryption.revision > 2:
        for _ in range(50):
            key = _md5(key[:length])
    return key[:length]


def _hardened(digest: bytes) -> bytes:
    """The hash of revision 6 for the empty password; at most about 290 rounds."""
    key, number, last = digest, 0, 0
    while number < 64 or last > number - 32:
        cipher = Cipher(algorithms.AES(key[:16]), modes.CBC(key[16:32])).encryptor()
        encrypted = cipher.update(key * 64) + cipher.finalize()
        algorithm = ("sha256", "sha384", "sha512")[sum(encrypted[:16]) % 3]
        key = hashlib.new(algorithm, encrypted).digest()
        last, number = encrypted[-1], number + 1
    return key[:32]


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    result, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        result.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(result)
