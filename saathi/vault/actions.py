"""Writes that affect whole keys: rotation in operation, retirement, erasure."""

import datetime as dt
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.infra import clock
from saathi.infra.locks import AdvisoryLock
from saathi.vault import attachments, keys, root_keys
from saathi.vault.errors import VaultError
from saathi.vault.installed_keys import (
    get_active_root_key,
    get_root_key,
    key_folder,
    register_root_key,
)
from saathi.vault.models import Erasure, KeyCanary, OldSealedValue, StoredFile, WrappedKey
from saathi.vault.row_visibility import require_full_visibility
from saathi.vault.vocabulary import ErasureReason, KeyPurpose

BATCH_SIZE = 1000
JOURNAL_FILE = "erasures.jsonl"
# Sent after the journal was updated, so that a copy of it elsewhere can be renewed.
erasures_exported = Signal()
ERASURE_TABLES = ("vault_key", "vault_old_value", "vault_stored_file", "vault_erasure")


# --- Rotation -------------------------------------------------------------------------------------


def rotate_root_key(
    *, batch: int = BATCH_SIZE, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> str:
    """Moves every key to a new root key, while pages are served; returns the new key's name.

    An interrupted rotation is finished with the root key that it created. The old root key stays
    readable until `retire_root_key`.
    """
    require_full_visibility("vault_key")
    active = get_active_root_key()
    behind = ~Q(kek_id=active.kek_id)
    if not WrappedKey.objects.filter(behind).exists():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [AdvisoryLock.ROOT_KEY])
            # On disk first, then listed: once it is listed, new files need it.
            active = root_keys.create_root_key(key_folder())
            register_root_key(active)
        behind = ~Q(kek_id=active.kek_id)
    everything = WrappedKey.objects.filter(behind).count()
    done = 0
    while moved := _rewrap(behind, batch, active):
        done += moved
        progress(done, max(done, everything))
    return active.kek_id


@transaction.atomic
def retire_root_key(*, kek_id: str) -> Path:
    """Retires a root key and returns the new path of its file.

    The file is moved, not destroyed: older key backups still need it. Destroy it when they expire.
    """
    require_full_visibility("vault_key")
    roots = KeyCanary.objects.select_for_update().filter(purpose=KeyPurpose.ROOT)
    canary = roots.filter(kek_id=kek_id).first()
    if canary is None:
        raise VaultError(f"There is no root key {kek_id}. The key folder shows their names.")
    if get_active_root_key().kek_id == kek_id:
        raise VaultError(f"Root key {kek_id} is the one in use. Rotate first.")
    left = WrappedKey.objects.filter(kek=canary).count()
    if left:
        raise VaultError(f"{left} keys still depend on root key {kek_id}. Rotate again first.")

    canary.delete()

    source, target = (
        key_folder() / f"root-{kek_id}.key",
        key_folder() / "retired" / f"root-{kek_id}.key",
    )
    transaction.on_commit(partial(_move_file, source, target))
    return target


@transaction.atomic
def _rewrap(behind: Q, batch: int, active: root_keys.RootKey) -> int:
    rows = list(
        WrappedKey.objects.select_for_update(of=("self",))
        .filter(behind)
        .order_by("file_id")[:batch]
    )
    for row in rows:
        key = get_root_key(row.kek_id).unwrap(row.file_id, bytes(row.wrapped))
        row.wrapped = active.wrap(row.file_id, key)
        row.kek_id = active.kek_id
    WrappedKey.objects.bulk_update(rows, ["wrapped", "kek"], batch_size=500)
    return len(rows)


def _move_file(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, exist_ok=True)
    if source.exists():
        source.rename(target)
        root_keys.sync_folder(source.parent)


# --- Erasure --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ErasureCertificate:
    """The certificate for the person who asked for an erasure. It contains no name."""

    file_id: UUID
    erased_at: dt.datetime
    erased_by: UUID
    reason: ErasureReason
    keys_gone_from_backups_on: dt.date

    def to_text(self, *, file: str, by: str) -> str:
        """The certificate's text in the current language, for a file's code and an agency."""
        return _(
            "On %(day)s at %(time)s UTC the key of file %(file)s was destroyed. Reason: "
            "%(reason)s. From that moment, the names, birth date, addresses, photographs and "
            "accounts in this file cannot be read, in the live system or in its copies. "
            "Copies of the key in key backups expire by the end of %(last_day)s. Until then a"
            " backup could be restored, but every restore destroys the key again before "
            "anyone can sign in. Only codes and counts that identify no one remain. "
            "Registered by %(by)s."
        ) % {
            "day": date_format(self.erased_at, "j F Y"),
            "time": self.erased_at.strftime("%H:%M"),
            "file": file,
            "reason": self.reason.label,
            "last_day": date_format(self.keys_gone_from_backups_on, "j F Y"),
            "by": by,
        }


@transaction.atomic
def erase_file(
    *, file_id: UUID, by: UUID, reason: ErasureReason, token_tables: Sequence[str] = ()
) -> ErasureCertificate:
    """Destroys a file's key, tokens, old values and stored files; returns the certificate.

    `token_tables` are the tables with blind tokens, each with a column `file_id`. The caller has
    checked that `by` may do this, and records it. Runs as the maintenance role.
    """
    require_full_visibility(*ERASURE_TABLES)
    return destroy_file_key(file_id=file_id, by=by, reason=reason, token_tables=token_tables)


def destroy_file_key(
    *,
    file_id: UUID,
    by: UUID,
    reason: ErasureReason,
    token_tables: Sequence[str] = (),
    using: str = "default",
) -> ErasureCertificate:
    """Like `erase_file`, in a transaction, for a role that sees all rows of this one file.

    The erasure is recorded first: a role that may not erase this file fails at that point, and
    never gets a certificate for rows it did not see.
    """
    connection = connections[using]
    keys.lock_file(file_id, using=using)
    erasure, _is_new = Erasure.objects.using(using).get_or_create(
        file_id=file_id,
        defaults=_erasure_values(clock.now(), by, reason),
    )

    WrappedKey.objects.using(using).filter(file_id=file_id).delete()
    OldSealedValue.objects.using(using).filter(file_id=file_id).delete()
    for stored in StoredFile.objects.using(using).filter(file_id=file_id):
        attachments.delete_file(stored)
    with connection.cursor() as cursor:
        for table in token_tables:
            name = connection.ops.quote_name(table)
            cursor.execute(f"DELETE FROM {name} WHERE file_id = %s", [file_id])  # noqa: S608 - names of our own tables

    keys.drop_from_keyring(file_id)
    transaction.on_commit(partial(export_erasures, using=using), using=using)
    return _certificate(erasure)


def get_erasure_certificate(file_id: UUID) -> ErasureCertificate:
    """The certificate of a past erasure, for a second copy."""
    return _certificate(Erasure.objects.get(file_id=file_id))


def export_erasures(*, using: str = "default") -> int:
    """Adds the erasures that the journal lacks; returns their number.

    The journal is beside the key files and is copied with every backup *after* the database: a
    database restored from an older backup lacks later erasures, but the journal has them. Called
    after each erasure, at start and before each backup, so a crash in between is repaired.
    """
    in_journal = {values["file_id"] for values in _journal()}
    lines = [
        json.dumps(
            {
                "file_id": str(erasure.file_id),
                "erased_at": erasure.erased_at.isoformat(),
                "erased_by": str(erasure.erased_by),
                "reason": erasure.reason,
                "keys_gone_from_backups_on": erasure.keys_gone_from_backups_on.isoformat(),
            }
        )
        for erasure in Erasure.objects.using(using).order_by("erased_at")
        if erasure.file_id not in in_journal
    ]
    if lines:
        key_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(key_folder() / JOURNAL_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            # Starts a new line after a cut-off one; otherwise the first erasure appended to it
            # would be lost.
            file.write("" if _ends_a_line(key_folder() / JOURNAL_FILE) else "\n")
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
        erasures_exported.send(sender=None)
    return len(lines)


@transaction.atomic
def replay_erasures(*, token_tables: Sequence[str] = ()) -> int:
    """Destroys the keys that a restore brought back; returns their number.

    Uses the erasures of the restored database and those of the journal together.
    """
    require_full_visibility(*ERASURE_TABLES)
    in_database = set(Erasure.objects.values_list("file_id", flat=True))
    Erasure.objects.bulk_create(
        [Erasure(**values) for values in _journal() if values["file_id"] not in in_database],
        ignore_conflicts=True,
    )

    erased = set(Erasure.objects.values_list("file_id", flat=True))
    back = WrappedKey.objects.filter(file_id__in=erased)
    came_back = list(back.values_list("file_id", flat=True))
    with connection.cursor() as cursor:
        for table in token_tables:
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"DELETE FROM {name} WHERE file_id IN (SELECT file_id FROM vault_erasure)"  # noqa: S608 - names of our own tables
            )
    OldSealedValue.objects.filter(file_id__in=erased).delete()
    for stored in StoredFile.objects.filter(file_id__in=erased):
        attachments.delete_file(stored)
    back.delete()

    transaction.on_commit(export_erasures)
    return len(came_back)


# A backup of this country's keys expires by this day in every time zone of the region.
LAST_ZONE: Final = dt.timezone(dt.timedelta(hours=6))  # Bangladesh and Bhutan


def _erasure_values(moment: dt.datetime, by: UUID, reason: ErasureReason) -> dict[str, object]:
    backup_age = dt.timedelta(days=settings.SAATHI_KEY_BACKUP_DAYS)
    return {
        "erased_at": moment,
        "erased_by": by,
        "reason": reason,
        "keys_gone_from_backups_on": (moment + backup_age).astimezone(LAST_ZONE).date(),
    }


def _certificate(erasure: Erasure) -> ErasureCertificate:
    return ErasureCertificate(
        erasure.file_id,
        erasure.erased_at,
        erasure.erased_by,
        ErasureReason(erasure.reason),
        erasure.keys_gone_from_backups_on,
    )


def _ends_a_line(path: Path) -> bool:
    text = path.read_bytes()
    return not text or text.endswith(b"\n")


def _journal() -> list[dict[str, object]]:
    """The erasures in the journal. A last line that a crash cut off is written again later."""
    path = key_folder() / JOURNAL_FILE
    entries: list[dict[str, object]] = []
    for line in path.read_text(encoding="ascii").splitlines() if path.exists() else []:
        try:
            raw = json.loads(line)
            entries.append(
                {
                    "file_id": UUID(raw["file_id"]),
                    "erased_at": dt.datetime.fromisoformat(raw["erased_at"]),
                    "erased_by": UUID(raw["erased_by"]),
                    "reason": raw["reason"],
                    "keys_gone_from_backups_on": dt.date.fromisoformat(
                        raw["keys_gone_from_backups_on"]
                    ),
                }
            )
        except (ValueError, KeyError, TypeError):
            continue
    return entries
