"""Envelopes: sealed payloads can be opened; changed or moved blobs cannot."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.vault import envelopes
from saathi.vault.errors import VaultError

KEY = envelopes.new_key()
ROW = uuid.uuid4()
FIELD = "people.child"
PAYLOAD = {"names": ["আয়েশা", "عائشہ"], "phones": ["+977 1 5970000"], "born": None, "n": 3}

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
payloads = st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), values, max_size=6)


@given(payloads)
def test_sealed_payload_is_opened_unchanged(payload: dict[str, object]) -> None:
    blob = envelopes.seal_bytes(KEY, FIELD, ROW, envelopes.to_bytes(payload))

    assert envelopes.from_bytes(envelopes.open_bytes(KEY, FIELD, ROW, blob)) == payload


@given(st.binary(max_size=400))
def test_sealed_bytes_are_opened_unchanged_with_any_ending(data: bytes) -> None:
    assert (
        envelopes.open_bytes(KEY, FIELD, ROW, envelopes.seal_bytes(KEY, FIELD, ROW, data)) == data
    )


@pytest.mark.parametrize("end", [b"", b"\x00", b"\x80", b"\x80\x00", b"\x00" * 64])
def test_padding_is_distinguished_from_similar_content(end: bytes) -> None:
    data = b"name" + end

    assert (
        envelopes.open_bytes(KEY, FIELD, ROW, envelopes.seal_bytes(KEY, FIELD, ROW, data)) == data
    )


@pytest.mark.parametrize(("length", "padded"), [(0, 64), (1, 64), (63, 64), (64, 128), (127, 128)])
def test_blob_lengths_are_padded_to_steps_of_64(length: int, padded: int) -> None:
    blob = envelopes.seal_bytes(KEY, FIELD, ROW, b"x" * length)

    assert len(blob) == 1 + 12 + padded + 16


def test_the_same_payload_is_written_the_same_way_whatever_its_order() -> None:
    assert envelopes.to_bytes({"b": 1, "a": 2}) == envelopes.to_bytes({"a": 2, "b": 1})


def test_the_same_payload_never_gives_the_same_blob() -> None:
    assert envelopes.seal_bytes(KEY, FIELD, ROW, b"x") != envelopes.seal_bytes(
        KEY, FIELD, ROW, b"x"
    )


def test_every_damaged_byte_is_noticed() -> None:
    blob = envelopes.seal_bytes(KEY, FIELD, ROW, b"Ayesha")
    for position in range(len(blob)):
        damaged = bytearray(blob)
        damaged[position] ^= 1
        with pytest.raises(VaultError):
            envelopes.open_bytes(KEY, FIELD, ROW, bytes(damaged))


@pytest.mark.parametrize("length", [0, 1, 13, 29, 92])
def test_a_blob_cut_short_is_noticed(length: int) -> None:
    with pytest.raises(VaultError):
        envelopes.open_bytes(KEY, FIELD, ROW, envelopes.seal_bytes(KEY, FIELD, ROW, b"x")[:length])


@pytest.mark.parametrize(
    ("key", "field", "row"),
    [
        (envelopes.new_key(), FIELD, ROW),
        (KEY, "people.age", ROW),
        (KEY, FIELD, uuid.uuid4()),
    ],
    ids=["another file's key", "another field", "another row"],
)
def test_a_blob_moved_elsewhere_does_not_open_and_tells_nothing(
    key: bytes, field: str, row: uuid.UUID
) -> None:
    blob = envelopes.seal_bytes(KEY, FIELD, ROW, envelopes.to_bytes({"name": "Ayesha"}))

    with pytest.raises(VaultError) as raised:
        envelopes.open_bytes(key, field, row, blob)
    assert "Ayesha" not in str(raised.value)


@pytest.mark.parametrize(
    "value", [object(), {1, 2}, b"Ayesha", float("nan"), "Ayesha\ud800"], ids=type
)
def test_payload_that_json_cannot_express_is_refused_without_quoting(value: object) -> None:
    with pytest.raises(VaultError) as raised:
        envelopes.to_bytes({"name": ["Ayesha", value]})

    assert "Ayesha" not in str(raised.value)
    # Printing the chain of causes prints no value either.
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


@pytest.mark.parametrize("field", ["", "child", "people.", "People.child", "people.child\x00x"])
def test_a_field_id_has_the_form_app_dot_model(field: str) -> None:
    with pytest.raises(VaultError):
        envelopes.seal_bytes(KEY, field, ROW, b"x")
