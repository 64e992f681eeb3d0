"""An erased file can never be opened again, and a restore does not bring it back."""

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from saathi.infra import clock
from saathi.vault import actions, attachments
from saathi.vault import store as vault
from saathi.vault.errors import FileKeyMissing, VaultError
from saathi.vault.models import Erasure, OldSealedValue, StoredFile, WrappedKey
from saathi.vault.vocabulary import ErasureReason
from tests.roles import role
from tests.vault.conftest import Note

BY = uuid.uuid4()


@pytest.fixture
def token_table(note: Note) -> str:
    """A table of blind tokens with one row of the note's file and one of another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE tests_token (file_id uuid, token bytea) ON COMMIT DROP"
        )
        cursor.execute("INSERT INTO tests_token VALUES (%s, 'a'), (%s, 'b')", [note.file_id, BY])
    return "tests_token"


def erase(note: Note, *tables: str) -> actions.ErasureCertificate:
    return actions.erase_file(
        file_id=note.file_id, by=BY, reason=ErasureReason.ASKED, token_tables=tables
    )


def test_an_erased_file_no_longer_opens(note: Note) -> None:
    neighbour = Note(uuid.uuid4())
    vault.seal(neighbour, {"text": "x"})

    erase(note)

    with pytest.raises(FileKeyMissing):
        vault.open(note)
    assert vault.open(neighbour) == {"text": "x"}


def test_erased_file_does_not_open_with_cached_key(note: Note) -> None:
    with vault.open_keyring():
        vault.open(note)
        erase(note)
        with pytest.raises(FileKeyMissing):
            vault.open(note)


def test_nothing_can_be_sealed_in_an_erased_file(note: Note) -> None:
    erase(note)

    with pytest.raises(FileKeyMissing, match="was erased"):
        vault.seal(Note(note.file_id), {"text": "x"})


def test_erasure_removes_tokens_old_values_and_stored_files(
    note: Note, token_table: str, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    OldSealedValue.objects.create(
        field_id=note.SEALED_FIELD_ID, row_id=note.pk, file_id=note.file_id, section=1, version=1,
        sealed=note.sealed, replaced_by=BY,
    )  # fmt: skip
    attachments.store_upload(
        file_id=note.file_id, field_id="tests.drawing", section=1, data=b"%PDF-1.7", by=BY
    )
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()]

    with django_capture_on_commit_callbacks(execute=True):
        erase(note, token_table)

    assert not OldSealedValue.objects.exists()
    assert not StoredFile.objects.exists()
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT file_id FROM tests_token")
        assert cursor.fetchall() == [(BY,)]


def test_erasure_certificate_names_day_backups_expire(note: Note, settings: Any) -> None:
    settings.SAATHI_KEY_BACKUP_DAYS = 40

    moment = dt.datetime(2026, 11, 27, 20, 30, tzinfo=dt.UTC)  # the next day in Nepal and Bhutan
    with clock.fixed_time(moment):
        certificate = erase(note)

    last = dt.date(2027, 1, 7)
    assert certificate.keys_gone_from_backups_on == last
    text = certificate.to_text(file="NP-7K3F-92", by="Child Rights Council")
    assert f"by the end of {last.day} {last:%B} {last.year}" in text
    assert "the key of file NP-7K3F-92 was destroyed" in text
    assert "Registered by Child Rights Council." in text
    assert str(note.file_id) not in text
    assert "Requested by the child or the child’s representative" in text
    assert "Hetauda" not in text


def test_erasing_twice_gives_the_first_certificate_again(note: Note) -> None:
    first = erase(note)
    second = actions.erase_file(file_id=note.file_id, by=uuid.uuid4(), reason=ErasureReason.COURT)

    assert second == first == actions.get_erasure_certificate(note.file_id)


@pytest.mark.parametrize("is_in_restored_database", [True, False])
def test_restore_replays_erasures(
    note: Note,
    token_table: str,
    django_capture_on_commit_callbacks: Any,
    is_in_restored_database: bool,
) -> None:
    row = WrappedKey.objects.get(file_id=note.file_id)
    kept_note = Note(uuid.uuid4())
    vault.seal(kept_note, {"text": "x"})
    with django_capture_on_commit_callbacks(execute=True):
        erase(note)
    # The backup that is restored holds the key; an older one does not know of the erasure.
    row.save(force_insert=True)
    if not is_in_restored_database:
        Erasure.objects.all().delete()
    assert vault.open(note)

    assert actions.replay_erasures(token_tables=[token_table]) == 1

    with pytest.raises(FileKeyMissing):
        vault.open(note)
    assert vault.open(kept_note) == {"text": "x"}
    assert actions.get_erasure_certificate(note.file_id).erased_by == BY
    with connection.cursor() as cursor:
        cursor.execute("SELECT file_id FROM tests_token")
        assert cursor.fetchall() == [(BY,)]


@pytest.mark.parametrize("end", ["", "\n"])
def test_the_journal_holds_each_erasure_once_and_survives_a_cut_line(
    note: Note, keys_folder: Path, django_capture_on_commit_callbacks: Any, end: str
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erase(note)
    journal = keys_folder / "erasures.jsonl"
    assert json.loads(journal.read_text())["file_id"] == str(note.file_id)
    assert actions.export_erasures() == 0

    journal.write_text(journal.read_text()[:30] + end)  # a crash in the middle of a write

    assert actions.export_erasures() == 1
    Erasure.objects.all().delete()
    actions.replay_erasures()
    assert Erasure.objects.get().file_id == note.file_id


def test_an_erasure_that_is_rolled_back_leaves_no_trace_in_the_journal(
    note: Note, keys_folder: Path
) -> None:
    # Its on-commit never ran: a replay would else erase a child who was not.
    erase(note)

    assert not (keys_folder / "erasures.jsonl").exists()


def test_erasure_refuses_a_role_that_sees_only_some_rows(note: Note) -> None:
    with role("app"), pytest.raises(VaultError, match="maintenance role"):
        erase(note)
