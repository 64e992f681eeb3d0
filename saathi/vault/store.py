"""Opens and seals records: `from saathi.vault import store as vault`. The only way to a name.

A record is anything with `pk`, `file_id`, `sealed` and a class attribute `SEALED_FIELD_ID`. Opening
is an explicit call, so that no list, log or form can show a name by accident.
"""

import hmac
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Protocol
from uuid import UUID

from saathi.vault import envelopes
from saathi.vault.errors import FileRefused, KeyGone, RootKeyMissing, VaultError
from saathi.vault.installation import check_root_key, prepare_keys, root_key, token_key
from saathi.vault.keys import (
    Keyring,
    NewKey,
    begin_file,
    begin_files,
    key_along,
    key_for,
    keyring,
    keys_for,
    new_keys,
    offer,
)
from saathi.vault.models import OldValue

__all__ = [
    "FileRefused",
    "KeyGone",
    "Keyring",
    "NewKey",
    "RootKeyMissing",
    "Sealed",
    "VaultError",
    "Versioned",
    "begin_file",
    "begin_files",
    "check_root_key",
    "derived_key",
    "keep_old",
    "key_along",
    "key_for",
    "keyring",
    "keys_for",
    "new_keys",
    "offer",
    "open",
    "open_along",
    "open_many",
    "open_old",
    "prepare_keys",
    "seal",
    "token_key",
]


class Sealed(Protocol):
    """What the vault needs to know of a record."""

    SEALED_FIELD_ID: ClassVar[str]
    sealed: Any

    @property
    def pk(self) -> Any:
        """The record's id."""

    @property
    def file_id(self) -> UUID:
        """The file whose key seals the record."""


class Versioned(Sealed, Protocol):
    """A record whose earlier values are kept."""

    version: Any


def seal(record: Sealed, payload: Mapping[str, Any]) -> None:
    """Puts the sealed payload into `record.sealed`; the caller saves. A new file gets its key."""
    data = envelopes.to_bytes(payload)
    key = key_for(record.file_id, create=True)
    record.sealed = envelopes.seal_bytes(key, record.SEALED_FIELD_ID, record.pk, data)


def open(record: Sealed) -> dict[str, Any]:  # noqa: A001 - read as `vault.open(record)`
    """What is sealed in the record; `KeyGone` once erased, `VaultError` where damaged."""
    return _opened(record, key_for(record.file_id))


def open_many(records: Collection[Sealed]) -> dict[UUID, dict[str, Any]]:
    """What is sealed in the records, by record id; all keys in one query.

    Erased records are left out: a list shows them as erased instead of failing as a whole.
    """
    keys = keys_for({record.file_id for record in records})
    return {
        record.pk: _opened(record, keys[record.file_id])
        for record in records
        if record.file_id in keys
    }


def open_along(
    file_id: UUID, key: tuple[bytes, str], sealed: Sequence[tuple[str, UUID, bytes]]
) -> list[dict[str, Any]]:
    """What is sealed in several records of one file (field id, record id, blob), by its wrapped key.

    For whoever got the key along with the records and may read no table of keys.
    """
    wrapped, kek_id = key
    opened = root_key(kek_id).unwrap(file_id, wrapped)
    return [
        envelopes.from_bytes(envelopes.open_bytes(opened, field_id, row_id, blob))
        for field_id, row_id, blob in sealed
    ]


def derived_key(purpose: str) -> bytes:
    """A key of the installation for one purpose, made from that of the tokens and kept nowhere."""
    return hmac.digest(token_key(), b"derived\0" + purpose.encode(), "sha256")


def keep_old(record: Versioned, *, by: UUID, section: int) -> None:
    """Keeps the value that `record.sealed` holds now; called before it is sealed anew.

    Nothing is kept where nothing was sealed yet, or where this version was kept before: the change
    that then follows is a stale one and fails on its own.
    """
    if not record.sealed:
        return
    old = OldValue(
        field_id=record.SEALED_FIELD_ID,
        row_id=record.pk,
        file_id=record.file_id,
        section=section,
        version=record.version,
        sealed=bytes(record.sealed),
        replaced_by=by,
    )
    OldValue.objects.bulk_create([old], ignore_conflicts=True)


def open_old(old: OldValue) -> dict[str, Any]:
    """What was sealed in a record before it was changed."""
    key = key_for(old.file_id)
    data = envelopes.open_bytes(key, old.field_id, old.row_id, bytes(old.sealed))
    return envelopes.from_bytes(data)


def _opened(record: Sealed, key: bytes) -> dict[str, Any]:
    if not record.sealed:
        raise VaultError(f"Nothing is sealed in {record.SEALED_FIELD_ID} of record {record.pk}.")
    data = envelopes.open_bytes(key, record.SEALED_FIELD_ID, record.pk, bytes(record.sealed))
    return envelopes.from_bytes(data)
