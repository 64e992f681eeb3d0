"""Sealed files open completely or not at all, and only in their place."""

import os
import uuid
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saathi.vault import sealed_files
from saathi.vault.errors import VaultError

KEY = os.urandom(32)
PLACE = sealed_files.SealedFileLocation("voice.drawing", uuid.uuid4(), uuid.uuid4())
CHUNK = sealed_files.CHUNK_BYTES


def sealed(data: bytes) -> bytes:
    return b"".join(sealed_files.seal_file(KEY, PLACE, data))


def opened(blob: bytes, key: bytes = KEY, place: sealed_files.SealedFileLocation = PLACE) -> bytes:
    return b"".join(sealed_files.open_file(key, place, [blob]))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_sealed_file_opens_at_every_chunk_boundary(size: int) -> None:
    data = os.urandom(size)

    assert opened(sealed(data)) == data


@settings(max_examples=20)
@given(data=st.data())
def test_the_reader_may_hand_over_pieces_of_any_size(data: st.DataObject) -> None:
    content = os.urandom(2 * CHUNK + 100)
    blob = sealed(content)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(blob)), max_size=8)))
    pieces = [blob[a:b] for a, b in zip([0, *cuts], [*cuts, len(blob)], strict=True)]

    assert b"".join(sealed_files.open_file(KEY, PLACE, pieces)) == content


def parts(blob: bytes) -> list[bytes]:
    step = CHUNK + sealed_files.TAG_BYTES
    body = blob[sealed_files.HEADER_BYTES :]
    return [
        blob[: sealed_files.HEADER_BYTES],
        *(body[i : i + step] for i in range(0, len(body), step)),
    ]


@pytest.mark.parametrize(
    "order",
    [[0, 1, 2], [0, 1, 2, 3, 3], [0, 2, 1, 3], [0, 1, 3], [0, 2, 3], [0], [1, 2, 3], []],
    ids=[
        "cut off",
        "repeated",
        "swapped",
        "middle gone",
        "start gone",
        "header only",
        "no header",
        "empty",
    ],
)
def test_chunks_cannot_be_cut_off_repeated_or_swapped(order: list[int]) -> None:
    whole = parts(sealed(os.urandom(3 * CHUNK)))
    assert len(whole) == 4

    with pytest.raises(VaultError):
        opened(b"".join(whole[index] for index in order))


@pytest.mark.parametrize("position", [0, 1, 33, 40, 50, -1])
def test_a_damaged_byte_anywhere_is_noticed(position: int) -> None:
    blob = bytearray(sealed(b"a drawing of a house"))
    blob[position] ^= 1

    with pytest.raises(VaultError):
        opened(bytes(blob))


def test_a_chunk_of_another_file_does_not_fit() -> None:
    result, two = parts(sealed(os.urandom(2 * CHUNK))), parts(sealed(os.urandom(2 * CHUNK)))

    with pytest.raises(VaultError):
        opened(b"".join([*result[:2], two[2]]))


@pytest.mark.parametrize(
    "place",
    [
        replace(PLACE, field_id="people.photo"),
        replace(PLACE, file_id=uuid.uuid4()),
        replace(PLACE, stored_id=uuid.uuid4()),
    ],
)
def test_a_sealed_file_moved_elsewhere_does_not_open(
    place: sealed_files.SealedFileLocation,
) -> None:
    with pytest.raises(VaultError):
        opened(sealed(b"x"), place=place)


def test_another_files_key_does_not_open_it() -> None:
    with pytest.raises(VaultError):
        opened(sealed(b"x"), key=os.urandom(32))
