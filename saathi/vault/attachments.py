"""Stores and reads photographs, drawings and documents of a file, sealed in the storage."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from itertools import batched
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from saathi.infra import clock
from saathi.vault import accepted_media, sealed_files
from saathi.vault.accepted_media import MediaType
from saathi.vault.errors import FileKeyMissing, VaultError
from saathi.vault.keys import get_file_key
from saathi.vault.models import StoredFile
from saathi.vault.storage import DiskStorage, FileStorage

# A file is written before the transaction of its row commits; newer files may still get their row.
ORPHAN_AGE = dt.timedelta(days=1)
QUERY_BATCH_SIZE = 1000


def open_storage() -> FileStorage:
    """The storage of this installation's sealed files; an object store would be chosen here."""
    return DiskStorage(Path(settings.HOME) / "files")


def store_upload(
    *, file_id: UUID, field_id: str, section: int, data: bytes, by: UUID
) -> StoredFile:
    """Checks, cleans, seals and stores a file; `UploadRefused` tells the sender the reason.

    The file is in the storage before the row exists, so a row never names a missing file.
    """
    return _store(file_id, field_id, section, accepted_media.check_upload(data), by)


def store_data(  # noqa: PLR0913 - where it belongs, what it is, who keeps it
    *, file_id: UUID, field_id: str, section: int, data: bytes, media_type: MediaType, by: UUID
) -> StoredFile:
    """Seals and stores data that our own code made or parsed, without checking the content."""
    return _store(file_id, field_id, section, accepted_media.AcceptedFile(media_type, data), by)


def _store(
    file_id: UUID, field_id: str, section: int, accepted: accepted_media.AcceptedFile, by: UUID
) -> StoredFile:
    place = sealed_files.SealedFileLocation(field_id, file_id, uuid.uuid4())
    pieces = sealed_files.seal_file(get_file_key(file_id, create=True), place, accepted.data)

    digest = hashlib.sha256()
    open_storage().write(place.stored_id, _hashed(pieces, digest.update))
    stored = StoredFile(
        id=place.stored_id,
        field_id=field_id,
        file_id=file_id,
        section=int(section),
        media_type=accepted.media_type,
        size=len(accepted.data),
        sha256=digest.digest(),
        stored_by=by,
    )
    try:
        with transaction.atomic():
            stored.save(force_insert=True)
    except IntegrityError as error:  # erased since the key was read; the sweep removes the bytes
        if "vault_stored_file: no key" not in str(error):
            raise
        raise FileKeyMissing(f"File {file_id} was erased; nothing can be stored in it.") from error
    return stored


def read_file(stored: StoredFile) -> bytes:
    """The whole file; `VaultError` if any part of it is not as it was stored."""
    place = sealed_files.SealedFileLocation(stored.field_id, stored.file_id, stored.id)
    sealed = open_storage().read(stored.id)
    return b"".join(sealed_files.open_file(get_file_key(stored.file_id), place, sealed))


def verify_file(stored: StoredFile) -> None:
    """Raises `VaultError` unless the stored bytes are those that were written; needs no key."""
    digest = hashlib.sha256()
    for piece in open_storage().read(stored.id):
        digest.update(piece)
    if digest.digest() != bytes(stored.sha256):
        raise VaultError(f"The stored file {stored.id} was changed. Restore it from the backup.")


def delete_file(stored: StoredFile) -> None:
    """Removes the row now and the file when the transaction commits."""
    stored_id, using = stored.id, stored._state.db
    stored.delete()
    transaction.on_commit(partial(open_storage().delete, stored_id), using=using)


def remove_orphans() -> int:
    """Removes old files without a row and unfinished drafts; returns their number.

    They remain if a transaction fails after its file was written, or if the machine stops before a
    file is deleted. Runs as the worker.
    """
    before = clock.now() - ORPHAN_AGE
    place = open_storage()
    removed = place.delete_unfinished(before)
    for some in batched(place.list_ids(before), QUERY_BATCH_SIZE):
        with connection.cursor() as cursor:
            cursor.execute("SELECT vault_unnamed(%s)", [list(some)])
            orphans = [orphan for (orphan,) in cursor.fetchall()]
        removed += sum(place.delete_old(orphan, before) for orphan in orphans)
    return removed


def _hashed(pieces: Iterator[bytes], update: Callable[[bytes], object]) -> Iterator[bytes]:
    for piece in pieces:
        update(piece)
        yield piece
