"""Records are sealed under their file's key, opened by an explicit call, and old values are kept."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saathi.vault import store as vault
from saathi.vault.errors import FileKeyMissing, VaultError
from saathi.vault.models import OldSealedValue, WrappedKey
from tests.vault.conftest import Note

BY = uuid.uuid4()


def test_sealed_record_can_be_opened(note: Note) -> None:
    assert b"Hetauda" not in note.sealed
    assert vault.open(note) == {"text": "She walked from Hetauda."}


def test_text_sealed_by_an_earlier_version_opens_under_its_present_name(
    note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Note, "earlier_text_keys", {"text": "account"}, raising=False)
    assert vault.open(note) == {"account": "She walked from Hetauda."}
    assert vault.open_many([note]) == {note.pk: {"account": "She walked from Hetauda."}}


def test_records_of_one_file_share_a_key_and_files_do_not(note: Note) -> None:
    vault.seal(Note(note.file_id), {})
    vault.seal(Note(uuid.uuid4()), {})

    assert WrappedKey.objects.count() == 2
    assert bytes(WrappedKey.objects.get(file_id=note.file_id).wrapped) != vault.get_file_key(
        note.file_id
    )


def test_a_value_swapped_between_rows_or_files_does_not_open(note: Note) -> None:
    neighbour, stranger = Note(note.file_id), Note(uuid.uuid4(), pk=note.pk)
    vault.seal(stranger, {"text": "x"})
    neighbour.sealed = stranger.sealed = note.sealed

    for record in (neighbour, stranger):
        with pytest.raises(VaultError) as raised:
            vault.open(record)
        assert "Hetauda" not in str(raised.value)


def test_a_key_swapped_between_files_does_not_open(note: Note) -> None:
    other = Note(uuid.uuid4())
    vault.seal(other, {"text": "x"})
    wrapped = WrappedKey.objects.get(file_id=other.file_id).wrapped
    WrappedKey.objects.filter(file_id=note.file_id).update(wrapped=wrapped)

    with pytest.raises(VaultError, match="does not open with root key"):
        vault.open(note)


def test_a_file_without_a_key_cannot_be_opened(keys_folder: Path) -> None:
    with pytest.raises(FileKeyMissing, match="There is no key"):
        vault.get_file_key(uuid.uuid4())


def test_record_without_sealed_value_is_an_error(note: Note) -> None:
    with pytest.raises(VaultError, match=r"Nothing is sealed\. \(tests\.note"):
        vault.open(Note(note.file_id))


def test_many_records_are_opened_with_one_query(keys_folder: Path) -> None:
    notes = [Note(uuid.uuid4()) for _ in range(20)]
    for number, record in enumerate(notes):
        vault.seal(record, {"n": number})

    with CaptureQueriesContext(
        connection,
    ) as queries:
        opened = vault.open_many(notes)

    assert len(queries) == 1
    assert [opened[record.pk]["n"] for record in notes] == list(range(20))


def test_a_list_leaves_erased_records_out(note: Note) -> None:
    kept_note = Note(uuid.uuid4())
    vault.seal(kept_note, {"text": "x"})
    WrappedKey.objects.filter(file_id=note.file_id).delete()

    assert vault.open_many([note, kept_note]) == {kept_note.pk: {"text": "x"}}


def test_a_keyring_fetches_each_key_once_and_forgets_it_at_the_end(note: Note) -> None:
    with vault.open_keyring() as ring, CaptureQueriesContext(connection) as queries:
        vault.open(note)
        with vault.open_keyring() as inner:
            vault.open(note)
        vault.open(note)
        assert inner is ring
        assert ring.get_key(note.file_id) is not None

    assert len(queries) == 1
    assert ring.get_key(note.file_id) is None


def test_a_keyring_is_emptied_also_when_the_work_fails(note: Note) -> None:
    other = Note(note.file_id, sealed=note.sealed)  # its value belongs to another row

    with pytest.raises(VaultError), vault.open_keyring() as ring:
        vault.open_many([note, other])
    assert ring.get_key(note.file_id) is None


def test_without_a_keyring_no_key_is_held(note: Note) -> None:
    with CaptureQueriesContext(connection) as queries:
        vault.open(note)
        vault.open(note)

    assert len(queries) == 2


def test_printing_keys_shows_no_key(note: Note) -> None:
    key = vault.get_file_key(note.file_id)
    with vault.open_keyring() as ring:
        vault.open(note)
        [new] = vault.generate_file_keys([uuid.uuid4()])

        for shown in (repr(ring), repr(new), str(new)):
            assert repr(key) not in shown
            assert repr(new.key) not in shown


def test_keys_of_a_bulk_load_open_what_they_sealed(keys_folder: Path) -> None:
    loaded = Note(uuid.uuid4())
    [new] = vault.generate_file_keys([loaded.file_id])
    WrappedKey.objects.create(file_id=new.file_id, wrapped=new.wrapped, kek_id=new.kek_id)

    vault.seal(loaded, {"text": "x"})

    assert vault.get_file_key(loaded.file_id) == new.key
    assert vault.open(loaded) == {"text": "x"}


def change(record: Note, payload: dict[str, Any]) -> None:
    """As the triggers of sealed records do."""
    OldSealedValue.objects.create(
        field_id=record.SEALED_FIELD_ID, row_id=record.pk, file_id=record.file_id, section=1,
        version=record.version, sealed=record.sealed, replaced_by=BY,
    )  # fmt: skip
    vault.seal(record, payload)
    record.version += 1


def test_earlier_values_open(note: Note) -> None:
    change(note, {"text": "From Birgunj."})
    change(note, {"text": "From Raxaul."})

    old = list(OldSealedValue.objects.filter(row_id=note.pk).order_by("version"))

    assert [value.version for value in old] == [1, 2]
    assert {value.replaced_by for value in old} == {BY}
    assert [vault.open_old_value(value)["text"] for value in old] == [
        "She walked from Hetauda.",
        "From Birgunj.",
    ]
    assert vault.open(note) == {"text": "From Raxaul."}
