"""A ZIP under a passphrase: it opens with that one alone, and is AES to other programs."""

import zipfile
from io import BytesIO

import pytest

from saathi.sheets import encrypted_zip


def test_the_zip_opens_with_its_passphrase_alone() -> None:
    phrase = encrypted_zip.new_passphrase()
    packed = encrypted_zip.pack_encrypted_zip({"children.csv": "गीता".encode()}, phrase)
    assert encrypted_zip.unpack_encrypted_zip(packed, phrase) == {"children.csv": "गीता".encode()}
    with pytest.raises(RuntimeError):
        encrypted_zip.unpack_encrypted_zip(packed, encrypted_zip.new_passphrase())
    assert "गीता".encode() not in packed


def test_it_is_locked_by_aes_and_not_by_the_old_way_that_anybody_opens() -> None:
    packed = encrypted_zip.pack_encrypted_zip({"children.csv": b"x" * 100}, "word")
    with zipfile.ZipFile(BytesIO(packed)) as opened:
        [entry] = opened.infolist()
        assert entry.flag_bits & 1
        assert entry.compress_type == 99  # what WinZip's AES is marked by
        assert entry.extra[:2] == b"\x01\x99"
        assert entry.extra[8] == 3  # 256 bits


def test_passphrases_are_long_differ_and_can_be_read_out() -> None:
    found = {encrypted_zip.new_passphrase() for _ in range(200)}
    assert len(found) == 200
    assert all(len(one) == 29 and not set(one) & set("ILO01l") for one in found)
