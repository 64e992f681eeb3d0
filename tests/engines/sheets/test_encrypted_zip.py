"""An encrypted ZIP opens only with its passphrase, and other programs recognise it as AES."""

import zipfile
from io import BytesIO

import pytest

from saathi.engines.sheets import encrypted_zip


def test_the_zip_opens_with_its_passphrase_alone() -> None:
    phrase = encrypted_zip.new_passphrase()
    packed = encrypted_zip.pack_encrypted_zip({"children.csv": "गीता".encode()}, phrase)
    assert encrypted_zip.unpack_encrypted_zip(packed, phrase) == {"children.csv": "गीता".encode()}
    with pytest.raises(RuntimeError):
        encrypted_zip.unpack_encrypted_zip(packed, encrypted_zip.new_passphrase())
    assert "गीता".encode() not in packed


def test_zip_is_encrypted_with_aes_256() -> None:
    packed = encrypted_zip.pack_encrypted_zip({"children.csv": b"x" * 100}, "word")
    with zipfile.ZipFile(BytesIO(packed)) as opened:
        [entry] = opened.infolist()
        assert entry.flag_bits & 1
        assert entry.compress_type == 99  # the marker of WinZip AES
        assert entry.extra[:2] == b"\x01\x99"
        assert entry.extra[8] == 3  # 256 bits


def test_passphrases_are_long_unique_and_unambiguous() -> None:
    passphrases = {encrypted_zip.new_passphrase() for _ in range(200)}
    assert len(passphrases) == 200
    assert all(
        len(passphrase) == 29 and not set(passphrase) & set("ILO01l") for passphrase in passphrases
    )
