"""One record of a file by its id, and the words sealed in records whose access was asked."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Scoped, Staff
from saathi.vault import store as vault


def get_record_of_file[RecordT: Scoped](
    staff: Staff, model: type[RecordT], file_id: UUID, record_id: UUID
) -> RecordT:
    """One record of a file, its look on record; 404 to all who may not read it, and in other files."""
    record = access.get(staff, model, record_id)
    if record.file_id != file_id:
        raise access.NotAllowed
    return record


def open_texts(record: Scoped) -> dict[str, Any]:
    """What is sealed in a record; nothing where none was sealed. `FileKeyMissing` once erased."""
    return vault.open(cast("vault.SealedRecord", record)) if getattr(record, "sealed", None) else {}


def open_texts_of_each(records: Iterable[Scoped]) -> dict[UUID, dict[str, Any]]:
    """What is sealed in each of the records, by id; all keys in one query, none for no record.

    One is left out where nothing was sealed in it, or where its key is gone.
    """
    sealed = [record for record in records if getattr(record, "sealed", None)]
    return vault.open_many(cast("list[vault.SealedRecord]", sealed))
