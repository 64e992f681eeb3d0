"""The data keys of files: created, wrapped, fetched, cached for one piece of work. Never logged."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple
from uuid import UUID

from django.db import connections, transaction
from django.db.models import F, Func, JSONField, OuterRef, Subquery, Value
from django.db.models.functions import JSONObject

from saathi.infra.any_of import AnyOf
from saathi.vault import envelopes
from saathi.vault.errors import FileKeyMissing, VaultError
from saathi.vault.installed_keys import get_active_root_key, get_root_key, list_active_root_keys
from saathi.vault.models import Erasure, WrappedKey


class NewFileKey(NamedTuple):
    """A data key for a bulk load: the key to seal with, and the row of `vault_key` to store."""

    file_id: UUID
    key: bytes
    wrapped: bytes
    kek_id: str

    def __repr__(self) -> str:
        return f"<NewKey of {self.file_id}>"


class FileKeyring:
    """Opened data keys, cached for one piece of work so that each is fetched once."""

    def __init__(self) -> None:
        self._keys: dict[UUID, bytes] = {}
        self._wrapped: dict[UUID, tuple[bytes, str]] = {}  # fetched with records, not yet unwrapped
        self.active: str | None = None  # the root key for new files, if it was also fetched

    def __repr__(self) -> str:
        return f"<Keyring of {len(self._keys)} files>"

    def get_key(self, file_id: UUID) -> bytes | None:
        """The key of this file, if it is cached."""
        if file_id not in self._keys and file_id in self._wrapped:
            wrapped, kek_id = self._wrapped[file_id]
            self._keys[file_id] = get_root_key(kek_id).unwrap(file_id, wrapped)
        return self._keys.get(file_id)

    def prime(self, file_id: UUID, wrapped: bytes, kek_id: str) -> None:
        """Caches a wrapped key that was fetched with a record."""
        self._wrapped[file_id] = (wrapped, kek_id)

    def add(self, file_id: UUID, key: bytes) -> None:
        """Caches the key of this file."""
        self._keys[file_id] = key

    def drop_key(self, file_id: UUID) -> None:
        """Forgets the key of this file."""
        self._keys.pop(file_id, None)
        self._wrapped.pop(file_id, None)

    def drop_all_keys(self) -> None:
        """Forgets all keys. Python cannot wipe memory; only our references are removed."""
        self._keys.clear()
        self._wrapped.clear()


_current: ContextVar[FileKeyring | None] = ContextVar("vault_keyring", default=None)


@contextmanager
def open_keyring() -> Iterator[FileKeyring]:
    """A keyring for a block: fetches and unwraps each key once; forgets all at the end."""
    outer = _current.get()
    if outer is not None:  # nested: the outermost block owns the ring and empties it
        yield outer
        return
    ring = FileKeyring()
    mark = _current.set(ring)
    try:
        yield ring
    finally:
        _current.reset(mark)
        ring.drop_all_keys()


def drop_from_keyring(file_id: UUID) -> None:
    """Forgets the key of this file in the current keyring."""
    ring = _current.get()
    if ring is not None:
        ring.drop_key(file_id)


def wrapped_key_subquery(file_column: str) -> Subquery:
    """The wrapped key of each record's file, for a query of records; for `prime_key_cache`.

    It includes the name of the root key for new files: work that opens one file may create another.
    """
    wrapped_keys = WrappedKey.objects.filter(file_id=OuterRef(file_column))
    both = JSONObject(
        wrapped=Func(F("wrapped"), Value("hex"), function="encode"),
        kek_id=F("kek_id"),
        active=Subquery(list_active_root_keys().values("kek_id")[:1]),
    )
    return Subquery(wrapped_keys.values(both=both), output_field=JSONField())


def prime_key_cache(file_id: UUID, wrapped_key: Mapping[str, str] | None) -> None:
    """Caches a key that was fetched with a record, still wrapped, in the current keyring."""
    ring = _current.get()
    if ring is not None and wrapped_key:
        ring.prime(file_id, bytes.fromhex(wrapped_key["wrapped"]), wrapped_key["kek_id"])
        ring.active = wrapped_key["active"]


def get_file_key(file_id: UUID, *, create: bool = False) -> bytes:
    """The data key of this file; if there is none, creates it or raises `FileKeyMissing`."""
    keys = get_file_keys([file_id])
    if file_id in keys:
        return keys[file_id]
    if create:
        return _create(file_id)
    raise FileKeyMissing(
        f"There is no key for file {file_id}: it was erased, or nothing was sealed yet."
    )


def get_file_keys(file_ids: Collection[UUID], *, using: str = "default") -> dict[UUID, bytes]:
    """The data keys of these files in one query; files without a key are left out."""
    ring = _current.get()
    cached = {file_id: ring.get_key(file_id) for file_id in file_ids} if ring is not None else {}
    keys = {file_id: key for file_id, key in cached.items() if key is not None}
    missing = [file_id for file_id in file_ids if file_id not in keys]
    if missing:
        rows = WrappedKey.objects.using(using).filter(AnyOf("file_id", missing))
        for file_id, wrapped, kek_id in rows.values_list("file_id", "wrapped", "kek_id"):
            keys[file_id] = get_root_key(kek_id).unwrap(file_id, bytes(wrapped))
            if ring is not None:
                ring.add(file_id, keys[file_id])
    return keys


def create_file_key(file_id: UUID) -> None:
    """Creates the key of a file that this transaction has created.

    No other transaction knows the file, so there is no other key or erasure to wait for.
    """
    ring = _current.get()
    active = (
        get_root_key(ring.active) if ring is not None and ring.active else get_active_root_key()
    )
    key = envelopes.new_key()
    row = WrappedKey(file_id=file_id, wrapped=active.wrap(file_id, key), kek_id=active.kek_id)
    row.save(force_insert=True)
    if ring is not None:
        ring.add(file_id, key)


def create_file_keys(file_ids: Collection[UUID]) -> None:
    """Creates the keys of many files that this transaction has created, in one statement."""
    ring = _current.get()
    new_keys = list(generate_file_keys(file_ids))
    WrappedKey.objects.bulk_create(
        [
            WrappedKey(file_id=key.file_id, wrapped=key.wrapped, kek_id=key.kek_id)
            for key in new_keys
        ]
    )
    if ring is not None:
        for new_key in new_keys:
            ring.add(new_key.file_id, new_key.key)


def generate_file_keys(file_ids: Collection[UUID]) -> Iterator[NewFileKey]:
    """Fresh keys for a bulk load, which stores their rows itself; the files must be new."""
    active = get_active_root_key()
    for file_id in file_ids:
        key = envelopes.new_key()
        yield NewFileKey(file_id, key, active.wrap(file_id, key), active.kek_id)


def _create(file_id: UUID) -> bytes:
    """Creates and stores a key; returns the existing one if two requests come at once."""
    active = get_active_root_key()
    wrapped = active.wrap(file_id, envelopes.new_key())
    with transaction.atomic():
        lock_file(file_id)
        if Erasure.objects.filter(file_id=file_id).exists():
            raise FileKeyMissing(
                f"File {file_id} was erased; nothing can be sealed in it any more."
            )
        row = WrappedKey(file_id=file_id, wrapped=wrapped, kek_id=active.kek_id)
        WrappedKey.objects.bulk_create([row], ignore_conflicts=True)
    keys = get_file_keys([file_id])
    if file_id not in keys:
        raise VaultError(f"The new key of file {file_id} cannot be read back.")
    return keys[file_id]


def lock_file(file_id: UUID, *, using: str = "default") -> None:
    """Until the transaction ends, makes creation and erasure of the key wait for each other."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT lock_file_key(%s)", [file_id])


def lock_files_with_keys(file_ids: Collection[UUID]) -> set[UUID]:
    """The given files that have a key. Their erasure waits until the transaction ends."""
    locked = WrappedKey.objects.select_for_update(no_key=True).filter(file_id__in=file_ids)
    return set(locked.order_by("file_id").values_list("file_id", flat=True))
