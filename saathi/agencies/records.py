"""One record of a file by its id, and the sealed words of records whose access was checked."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.record_kit.fields import attach_opened_texts, sealed_texts_of
from saathi.vault import store as vault


def get_record_of_file[RecordT: Scoped](
    staff: Staff, model: type[RecordT], file_id: UUID, record_id: UUID
) -> RecordT:
    """One record of a file, logged as an access; 404 if not readable or not in this file."""
    record = access.get(staff, model, record_id)
    if record.file_id != file_id:
        raise access.NotAllowed
    return record


def open_texts(record: Scoped) -> dict[str, Any]:
    """The sealed words of a record; empty if none were sealed. `FileKeyMissing` if erased.

    A model that declares its texts (`record_kit.fields`) then also has them as attributes.
    """
    is_sealed = getattr(record, "sealed", None)
    texts = vault.open(cast("vault.SealedRecord", record)) if is_sealed else {}
    if sealed_texts_of(type(record)):
        attach_opened_texts(record, texts)
    return texts


def open_texts_of_each(records: Iterable[Scoped]) -> dict[UUID, dict[str, Any]]:
    """The sealed words of each record, by id; all keys in one query, no query for an empty list.

    A record without sealed words, or whose key is gone, is left out; its declared texts are empty
    then.
    """
    listed = list(records)
    sealed = [record for record in listed if getattr(record, "sealed", None)]
    opened = vault.open_many(cast("list[vault.SealedRecord]", sealed))
    for record in listed:
        if sealed_texts_of(type(record)):
            is_readable = record.pk in opened or not getattr(record, "sealed", None)
            attach_opened_texts(record, opened.get(record.pk, {}) if is_readable else None)
    return opened


def list_opened[RecordT: Scoped](
    staff: Staff, model: type[RecordT], *order: str, most: int = 50, **where: Any
) -> list[RecordT]:
    """The records with these values that the reader may read, in order, with their texts opened."""
    listed = list(access.visible(staff, model).filter(**where).order_by(*order)[:most])
    open_texts_of_each(listed)
    return listed
