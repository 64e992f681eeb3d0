"""Photographs and documents are stored sealed, verified without a key, and leave no orphans."""

import hashlib
import os
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, connection

from saathi.agencies import jobs
from saathi.agencies.models import Staff
from saathi.config import job_queues
from saathi.infra import jobs as queue
from saathi.vault import attachments
from saathi.vault.errors import UploadRefused, VaultError
from saathi.vault.models import StoredFile, WrappedKey
from tests.factories import agencies
from tests.roles import role
from tests.vault.test_media import photograph

BY = uuid.uuid4()
CONTENT = b"%PDF-1.7 the letter of her teacher " + os.urandom(200_000)


@pytest.fixture
def stored(keys_folder: Path) -> StoredFile:
    return attachments.store_upload(
        file_id=uuid.uuid4(), field_id="voice.letter", section=64, data=CONTENT, by=BY
    )


def on_disk(home: Path) -> list[Path]:
    return [path for path in (home / "files").rglob("*") if path.is_file()]


def test_stored_document_is_sealed_on_disk_and_readable(stored: StoredFile, tmp_path: Path) -> None:
    [path] = on_disk(tmp_path)

    assert attachments.read_file(stored) == CONTENT
    assert b"teacher" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path == tmp_path / "files" / stored.id.hex[-2:] / str(stored.id)
    assert bytes(stored.sha256) == hashlib.sha256(path.read_bytes()).digest()
    assert bytes(stored.sha256) != hashlib.sha256(CONTENT).digest()


def test_a_photograph_is_kept_without_its_metadata(keys_folder: Path) -> None:
    kept = attachments.store_upload(
        file_id=uuid.uuid4(), field_id="people.photo", section=1, data=photograph(), by=BY
    )

    assert b"Ayesha" not in attachments.read_file(kept)
    assert kept.size == len(attachments.read_file(kept))


def test_refused_upload_leaves_no_row_and_no_file(keys_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UploadRefused):
        attachments.store_upload(
            file_id=uuid.uuid4(), field_id="people.photo", section=1, data=b"MZ", by=BY
        )

    assert not on_disk(tmp_path)
    assert not WrappedKey.objects.exists()


def test_a_changed_file_is_noticed_with_and_without_the_key(
    stored: StoredFile, tmp_path: Path
) -> None:
    attachments.verify_file(stored)
    [path] = on_disk(tmp_path)
    damaged = bytearray(path.read_bytes())
    damaged[1000] ^= 1
    path.write_bytes(damaged)

    with pytest.raises(VaultError, match="was changed"):
        attachments.verify_file(stored)
    with pytest.raises(VaultError, match="does not open"):
        attachments.read_file(stored)


def test_a_file_put_under_another_id_does_not_open(stored: StoredFile, tmp_path: Path) -> None:
    other = attachments.store_upload(
        file_id=stored.file_id, field_id="voice.letter", section=64, data=b"%PDF-1.7", by=BY
    )
    paths = {path.name: path for path in on_disk(tmp_path)}
    paths[str(other.id)].write_bytes(paths[str(stored.id)].read_bytes())

    with pytest.raises(VaultError, match="does not open"):
        attachments.read_file(other)


def test_a_missing_file_says_what_to_do(stored: StoredFile, tmp_path: Path) -> None:
    on_disk(tmp_path)[0].unlink()

    with pytest.raises(VaultError, match="Restore it from the backup"):
        attachments.read_file(stored)


def test_deleted_file_is_removed_on_commit_only(
    stored: StoredFile, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        attachments.delete_file(stored)
    assert on_disk(tmp_path)

    for callback in callbacks:
        callback()
    assert not on_disk(tmp_path)


@pytest.fixture
def leftovers(stored: StoredFile, tmp_path: Path) -> tuple[Path, Path, Path]:
    """A file named by a row and one named by none, both old; and a file just written."""
    old, young = uuid.uuid4(), uuid.uuid4()
    for orphan in (old, young):
        attachments.open_storage().write(orphan, [b"x"])
    paths = {path.name: path for path in on_disk(tmp_path)}
    two_days_ago = time.time() - 2 * 86_400
    for item in (stored.id, old):
        os.utime(paths[str(item)], (two_days_ago, two_days_ago))
    return paths[str(stored.id)], paths[str(old)], paths[str(young)]


def test_nightly_job_removes_orphan_files_and_counts_them(
    leftovers: tuple[Path, Path, Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    named, orphan, young = leftovers
    agencies.staff()
    with role("worker"), caplog.at_level("INFO", logger="saathi"):
        jobs.remove_orphans_job(0)

    assert set(on_disk(tmp_path)) == {named, young}
    assert not orphan.exists()
    assert "1 stored files that no record names were removed." in caplog.messages
    assert not any(orphan.name in message for message in caplog.messages)


def test_orphan_files_are_kept_while_database_is_empty_before_restore(
    leftovers: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    assert not Staff.objects.exists()
    with role("worker"):
        assert attachments.remove_orphans() == 0
    assert set(on_disk(tmp_path)) == set(leftovers)


def test_web_role_may_not_remove_orphan_files(db: None) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        connection.cursor().execute("SELECT vault_unnamed('{}')")


def test_the_job_is_in_the_queue_of_the_night_for_the_worker() -> None:
    tasks = queue.app.periodic_registry.periodic_tasks.values()
    found = {task.task.name: (task.cron, task.task.queue) for task in tasks}
    assert found["agencies.remove_orphans"] == ("30 19 * * *", "stored_files")
    assert "stored_files" in job_queues.worker_queues()
