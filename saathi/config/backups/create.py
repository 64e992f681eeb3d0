"""Makes a backup. Runs as the maintenance role, while Saathi is in use."""

import datetime as dt
import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from saathi import __version__, audit
from saathi.audit.sealer import heads_path
from saathi.config.backups import keys, tables
from saathi.config.backups.archives import (
    ABOUT,
    COUNTS,
    ArchiveBuilder,
    ArchiveKind,
    BackupError,
    WrittenArchive,
    merge_journals,
    open_members,
    write_archive,
)
from saathi.infra import clock
from saathi.infra.roles import password_roles
from saathi.vault.actions import JOURNAL_FILE, export_erasures
from saathi.vault.root_keys import sync_folder

STAMP = "%Y%m%dT%H%M%SZ"
ERASURES = "saathi-erasures.sealed"


@dataclass(frozen=True)
class BackupResult:
    """The files that one backup wrote."""

    data: WrittenArchive
    keys: WrittenArchive
    manifest: Path
    new_keys: list[Path]
    removed: list[Path]
    rows: int
    digests: dict[str, tuple[int, str]]


def make_backup(
    address: str, home: Path, folder: Path, *, keep_keys_days: int, with_digests: bool = False
) -> BackupResult:
    """Makes a complete, consistent backup in the folder and removes expired key archives.

    `with_digests` adds a digest of the rows of each table at that moment, which a drill compares.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(folder):
        return _make_backup(
            address, home, folder, keep_keys_days=keep_keys_days, with_digests=with_digests
        )


def renew_journal(home: Path, folder: Path) -> Path:
    """Rewrites only the journal of erasures beside earlier archives; returns its path.

    `BackupError` while another backup is written into the folder: that backup renews the journal,
    too.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(folder):
        keys.create_missing_keys(home)
        export_erasures()
        key = keys.read_backup_key(keys.backup_key_path(home, ArchiveKind.ERASURES))
        _write_journal(folder / ERASURES, key, clock.now().astimezone(dt.UTC), home)
    return folder / ERASURES


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Locks the folder against other backups; removes what a killed backup left behind."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(
                f"Another backup is being written into {folder}. Wait for it, or name another folder."
            ) from None
        for left in folder.glob(".saathi-*.half"):
            left.unlink()
        yield
    finally:
        os.close(handle)


def _make_backup(
    address: str, home: Path, folder: Path, *, keep_keys_days: int, with_digests: bool
) -> BackupResult:
    new_keys = keys.create_missing_keys(home)
    export_erasures()
    moment = clock.now().astimezone(dt.UTC)
    data_key, keys_key = (
        keys.read_backup_key(keys.backup_key_path(home, kind))
        for kind in (ArchiveKind.DATA, ArchiveKind.KEYS)
    )
    # The heads are read before the snapshot: the sealer can add heads that the file lacks, but
    # heads whose entries the database lacks would be lost.
    heads = _read_or_empty(heads_path(home))
    with psycopg.connect(address) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SET LOCAL row_security = off")  # raise rather than leave rows out
        about = _description(connection, moment)
        rows: list[int] = []
        fill = partial(_fill_data, connection, about, heads, home, rows)
        data = _write_archive(folder, data_key, moment, ArchiveKind.DATA, fill)
        # The key folder is read after the snapshot: it then reflects every erasure in the snapshot.
        fill = partial(_fill_keys, connection, about, home)
        key_archive = _write_archive(folder, keys_key, moment, ArchiveKind.KEYS, fill)
        digests = _digests(connection) if with_digests else {}
    _write_journal(folder / ERASURES, keys_key, moment, home)
    removed = _remove_old_keys(folder, moment - dt.timedelta(days=keep_keys_days))
    manifest = _manifest(
        folder / f"saathi-manifest-{moment.strftime(STAMP)}.json", moment, (data, key_archive)
    )
    audit.record(
        audit.AuditKind.BACKED_UP, by=None, agency=None, detail={"count": len(about["tables"])}
    )
    return BackupResult(data, key_archive, manifest, new_keys, removed, sum(rows), digests)


def _write_archive(
    folder: Path,
    key: bytes,
    moment: dt.datetime,
    kind: ArchiveKind,
    fill: Callable[[ArchiveBuilder], None],
) -> WrittenArchive:
    return write_archive(
        folder / f"saathi-{kind}-{moment.strftime(STAMP)}.sealed",
        key,
        kind=kind,
        made_at=moment.isoformat(),
        fill=fill,
    )


def _digests(connection: psycopg.Connection[Any]) -> dict[str, tuple[int, str]]:
    all_tables = tables.list_archived_tables(connection)
    return {
        table.name: tables.table_digest(connection, table)
        for table in (*tables.key_tables(all_tables), *tables.data_tables(all_tables))
    }


def _write_journal(path: Path, key: bytes, moment: dt.datetime, home: Path) -> None:
    """Merges the journal of this home with an existing copy, so that no erasure is lost."""
    journal = merge_journals(
        _read_or_empty(home / "keys" / JOURNAL_FILE), *_kept_journal(path, key)
    )
    write_archive(
        path,
        key,
        kind=ArchiveKind.ERASURES,
        made_at=moment.isoformat(),
        fill=lambda archive: archive.add(JOURNAL_FILE, journal),
    )


def _kept_journal(path: Path, key: bytes) -> list[bytes]:
    if not path.exists():
        return []
    try:
        with open_members(path, key, ArchiveKind.ERASURES) as members:
            return [content.read() for _name, content in members]
    except BackupError:
        raise BackupError(
            f"{path} does not open with the backup key of this installation, and it may hold erasures "
            "of another one. Name another folder, or move that file away."
        ) from None


def _description(connection: psycopg.Connection[Any], moment: dt.datetime) -> dict[str, Any]:
    return {
        "made_at": moment.isoformat(),
        "saathi": __version__,
        "postgresql": connection.info.server_version,
        "migrations": tables.migrations(connection),
        "tables": tables.describe_columns(tables.list_archived_tables(connection)),
        "key_backups_end_after_days": settings.SAATHI_KEY_BACKUP_DAYS,
    }


def _fill_data(  # noqa: PLR0913, PLR0917 - the parts of one archive, in their order
    connection: psycopg.Connection[Any],
    about: dict[str, Any],
    heads: bytes,
    home: Path,
    rows: list[int],
    archive: ArchiveBuilder,
) -> None:
    archive.add(ABOUT, json.dumps(about).encode())
    data = tables.data_tables(tables.list_archived_tables(connection))
    counts = {table.name: _add_table(connection, table, archive) for table in data}
    rows.extend(counts.values())
    archive.add("home/audit/heads.jsonl", heads)
    for public in sorted((home / "audit").glob("audit-*.pub")):
        archive.add_file(f"home/audit/{public.name}", public)
    for stored in sorted((home / "files").rglob("*")):
        if stored.is_file() and stored.suffix != ".part":
            archive.add_file(f"home/{stored.relative_to(home).as_posix()}", stored)
    archive.add(COUNTS, json.dumps(counts).encode())


def _fill_keys(
    connection: psycopg.Connection[Any], about: dict[str, Any], home: Path, archive: ArchiveBuilder
) -> None:
    archive.add(ABOUT, json.dumps(about).encode())
    for path in _key_files(home):
        archive.add_file(f"home/{path.relative_to(home).as_posix()}", path)
    of_the_keys = tables.key_tables(tables.list_archived_tables(connection))
    counts = {table.name: _add_table(connection, table, archive) for table in of_the_keys}
    archive.add(COUNTS, json.dumps(counts).encode())


def _key_files(home: Path) -> Iterable[Path]:
    """The paths of every key and secret of the home, whatever its name.

    Excludes the keys that open the backup itself and the database passwords: another server has its
    own.
    """
    left_out = {
        *keys.FILES.values(),
        *(f"database-{role}" for role in password_roles(for_tests=True)),
    }
    for folder in ("keys", "secrets"):
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and path.name not in left_out and not path.name.startswith("."):
                yield path


def _add_table(
    connection: psycopg.Connection[Any], table: tables.ArchivedTable, archive: ArchiveBuilder
) -> int:
    lines = 0
    for number, piece in enumerate(tables.copy_rows_of_table(connection, table), start=1):
        archive.add(f"tables/{table.name}/{number:06}", piece)
        lines += piece.count(b"\n")
    return lines


def _remove_old_keys(folder: Path, before: dt.datetime) -> list[Path]:
    """Removes key archives older than `before`; returns their paths. Completes earlier erasures."""
    removed = []
    for path in sorted(folder.glob("saathi-keys-*.sealed")):
        text = path.name.removeprefix("saathi-keys-").removesuffix(".sealed")
        try:
            made = dt.datetime.strptime(text, STAMP).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
        if made < before:
            path.unlink()
            removed.append(path)
    return removed


def _manifest(path: Path, moment: dt.datetime, archives: Iterable[WrittenArchive]) -> Path:
    listed = [asdict(made) | {"path": made.path.name} for made in archives]
    text = json.dumps({"made_at": moment.isoformat(), "archives": listed}, indent=2)
    draft = path.with_name(f".{path.name}.half")
    draft.write_text(f"{text}\n", encoding="ascii")
    draft.rename(path)
    sync_folder(path.parent)
    return path


def _read_or_empty(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
