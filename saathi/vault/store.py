"""Opens and seals records: `from saathi.vault import store as vault`. The only way to read a name.

A record is anything with `pk`, `file_id`, `sealed` and a class attribute `SEALED_FIELD_ID`. A class
that renamed texts gives the earlier keys in `earlier_text_keys` (earlier: present). Opening is an
explicit call, so that no list, log or form can show a name by accident.
"""

import hmac
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Protocol
from uuid import UUID

from saathi.vault import envelopes
from saathi.vault.errors import (
    FileKeyMissing,
    RecordUnreadable,
    RootKeyUnusable,
    UploadRefused,
    VaultError,
)
from saathi.vault.installed_keys import check_root_key, get_root_key, get_token_key, prepare_keys
from saathi.vault.keys import (
    FileKeyring,
    NewFileKey,
    create_file_key,
    create_file_keys,
    generate_file_keys,
    get_file_key,
    get_file_keys,
    open_keyring,
    prime_key_cache,
    wrapped_key_subquery,
)
from saathi.vault.models import OldSealedValue
from saathi.vault.unreadable_records import note_unreadable

__all__ = [
    "FileKeyMissing",
    "FileKeyring",
    "NewFileKey",
    "RecordUnreadable",
    "RootKeyUnusable",
    "SealedRecord",
    "UploadRefused",
    "VaultError",
    "check_root_key",
    "create_file_key",
    "create_file_keys",
    "derive_key",
    "generate_file_keys",
    "get_file_key",
    "get_file_keys",
    "get_token_key",
    "open",
    "open_keyring",
    "open_many",
    "open_old_value",
    "open_with_wrapped_key",
    "prepare_keys",
    "prime_key_cache",
    "seal",
    "wrapped_key_subquery",
]


class SealedRecord(Protocol):
    """The attributes of a record that the vault uses."""

    SEALED_FIELD_ID: ClassVar[str]
    sealed: Any

    @property
    def pk(self) -> Any:
        """The record's id."""

    @property
    def file_id(self) -> UUID:
        """The file whose key seals the record."""


def seal(record: SealedRecord, payload: Mapping[str, Any]) -> None:
    """Sets `record.sealed` to the sealed payload; the caller saves. A new file gets its key."""
    data = envelopes.to_bytes(payload)
    key = get_file_key(record.file_id, create=True)
    record.sealed = envelopes.seal_bytes(key, record.SEALED_FIELD_ID, record.pk, data)


def open(record: SealedRecord) -> dict[str, Any]:  # noqa: A001 - read as `vault.open(record)`
    """The payload of a record; `FileKeyMissing` if erased, `RecordUnreadable` if damaged."""
    return _open_payload(record, get_file_key(record.file_id))


def open_many(records: Collection[SealedRecord]) -> dict[UUID, dict[str, Any]]:
    """The payloads of the records, by record id; all keys in one query.

    Erased records are left out: a list shows them as erased instead of failing as a whole. Damaged
    records are also left out while a page is shown (`collect_unreadable`); elsewhere they raise
    `RecordUnreadable`.
    """
    keys = get_file_keys({record.file_id for record in records})
    opened: dict[UUID, dict[str, Any]] = {}
    for record in records:
        if record.file_id in keys:
            try:
                opened[record.pk] = _open_payload(record, keys[record.file_id])
            except RecordUnreadable as error:
                if not note_unreadable(error):
                    raise
    return opened


def open_with_wrapped_key(
    file_id: UUID, wrapped_key: tuple[bytes, str], sealed: Sequence[tuple[str, UUID, bytes]]
) -> list[dict[str, Any]]:
    """Payloads of one file's records (field id, record id, blob), by its wrapped key.

    For callers that got the key with the records and may not read the key table.
    """
    wrapped, kek_id = wrapped_key
    opened = get_root_key(kek_id).unwrap(file_id, wrapped)
    return [
        envelopes.from_bytes(envelopes.open_bytes(opened, field_id, row_id, blob))
        for field_id, row_id, blob in sealed
    ]


def derive_key(purpose: str) -> bytes:
    """A key of the installation for one purpose, derived from the token key and not stored."""
    return hmac.digest(get_token_key(), b"derived\0" + purpose.encode(), "sha256")


def open_old_value(old: OldSealedValue) -> dict[str, Any]:
    """The payload that a record had before a change, with the keys that its texts had then."""
    key = get_file_key(old.file_id)
    data = envelopes.open_bytes(key, old.field_id, old.row_id, bytes(old.sealed))
    return envelopes.from_bytes(data)


def _open_payload(record: SealedRecord, key: bytes) -> dict[str, Any]:
    field_id = record.SEALED_FIELD_ID
    if not record.sealed:
        raise RecordUnreadable(field_id, record.pk, "Nothing is sealed.")
    try:
        data = envelopes.open_bytes(key, field_id, record.pk, bytes(record.sealed))
        payload = envelopes.from_bytes(data)
    except VaultError as error:
        raise RecordUnreadable(field_id, record.pk, str(error)) from None
    # What an earlier version sealed has the keys of that version until the record is next saved.
    earlier_keys: Mapping[str, str] = getattr(record, "earlier_text_keys", {})
    return {earlier_keys.get(key, key): value for key, value in payload.items()}
